"""Docs are tests: every command, option and event is in the README or docs/, and its commands run."""

import re
import shlex
from pathlib import Path
from typing import Any

from typer.main import get_command

from assistant.cli import app

ROOT = Path(__file__).parent.parent
PAGES = "\n".join(page.read_text() for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])


def test_every_command_is_in_the_docs() -> None:
    """A command nobody can find does not exist."""
    commands = get_command(app).commands  # type: ignore[attr-defined]

    assert [name for name in commands if f"`assistant {name}" not in PAGES] == []


def test_every_command_the_docs_name_exists() -> None:
    """And none that does not exist is promised."""
    commands = get_command(app).commands  # type: ignore[attr-defined]

    named = {shlex.split(found)[1] for found in re.findall(r"`(assistant [a-z][^`]*)`", PAGES)}

    assert named - set(commands) == set()


def typed() -> dict[str, Any]:
    """Return every command that can be typed, "schedule install" like "poll"."""
    groups = {name: getattr(one, "commands", {"": one}) for name, one in get_command(app).commands.items()}  # type: ignore[attr-defined]
    return {f"{name} {inner}".strip(): one for name, group in groups.items() for inner, one in group.items()}


def test_every_command_explains_itself_with_an_example() -> None:
    """`-h` is where people look first, and an example says more than a list of options."""
    assert [name for name, one in typed().items() if f"Example: assistant {name}" not in (one.help or "")] == []


def test_every_command_speaks_json() -> None:
    """The README says so, and a program must not have to know which one does not."""
    silent = [name for name, one in typed().items() if "json" not in {option.name for option in one.params}]

    assert silent == []


def test_every_make_target_the_docs_name_exists() -> None:
    """The two commands of the README are make targets."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:`|^\$ )make ([a-z]+)", PAGES, re.MULTILINE)) <= targets


def test_the_map_names_every_module() -> None:
    """The docstring of assistant/__init__.py is the architecture document."""
    import assistant

    modules = {path.stem for path in (ROOT / "assistant").iterdir() if not path.name.startswith(("_", "."))}

    assert assistant.__doc__ is not None
    assert [
        name
        for name in sorted(modules)
        if not re.search(rf"^ +{name}(/|\.py)|\| +{name}(/|\.py)", assistant.__doc__, re.M)
    ] == []


def test_the_top_level_holds_only_what_it_should() -> None:
    """A reader finds the job itself in the list of folders."""
    allowed = {
        "pyproject.toml", "assistant", "models", "fixtures", "tests", "config.example.toml", "README.md",
        "CHANGELOG.md", "LICENSE", "Makefile", "docs", "SECURITY.md",
    }  # fmt: skip

    assert {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - allowed - {
        "build",
        "dist",
    } == set()
