"""What is installed is not the checkout: the wheel must carry all it needs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run("-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder the wheel was installed into, far from the checkout."""
    folder = tmp_path_factory.mktemp("site")
    _run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, *built.glob("*.whl"))
    return folder


@pytest.mark.xdist_group("package")
def test_both_distributions_are_as_an_index_wants_them(built: Path) -> None:
    """A README that an index cannot show, or metadata it refuses, is found before somebody uploads."""
    checked = _run("-m", "twine", "check", "--strict", *built.iterdir())

    assert checked.count("PASSED") == 2


@pytest.mark.xdist_group("package")
def test_the_wheel_holds_the_program_and_nothing_else(built: Path) -> None:
    """A top-level `tests` or `models` in site-packages would collide with other people's."""
    (wheel,) = built.glob("*.whl")

    top = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {name for name in top if not name.endswith(".dist-info")} == {"assistant"}


@pytest.mark.xdist_group("package")
def test_the_installed_program_does_the_whole_job(installed: Path, tmp_path: Path) -> None:
    """Model, letters, migrations and demo mailbox travel with it."""
    told = _run("-m", "assistant", "demo", "--folder", tmp_path / "demo", at=tmp_path, using=installed)

    assert "drafts were put just now" in told
    assert list((tmp_path / "demo" / "Mail" / ".Drafts" / "cur").iterdir())


@pytest.mark.xdist_group("package")
def test_the_installed_program_has_the_corpus_it_learns_from(installed: Path, tmp_path: Path) -> None:
    """`assistant learn` trains anew from the shipped corpus; and what ran was the wheel, not the checkout."""
    told = _run(
        "-c",
        "from assistant.shipped import shipped; print(len(list(shipped('fixtures', 'corpus').rglob('*.jsonl')))); "
        "print(shipped('models'))",
        at=tmp_path,
        using=installed,
    )

    count, models = told.split()
    assert int(count) == len(list((ROOT / "fixtures" / "corpus").rglob("*.jsonl")))
    assert Path(models).is_relative_to(installed)


def _run(*arguments: str | Path, at: Path = ROOT, using: Path | None = None) -> str:
    environment = {**os.environ, "HOME": str(at), "NO_COLOR": "1"} if using else dict(os.environ)
    if using:
        environment["PYTHONPATH"] = str(using)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=at, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
