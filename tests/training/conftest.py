"""Smaller corpora: the first sentences and some letters of every file of the real one."""

from pathlib import Path

import pytest

from assistant.shipped import shipped


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the corpus' format, small enough to train on in seconds."""
    return cut(tmp_path_factory.mktemp("corpus"), sentences=12, letters_every=20)


@pytest.fixture(scope="session")
def larger_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the corpus' format, large enough to know English refusals from other people's."""
    return cut(tmp_path_factory.mktemp("larger-corpus"), sentences=60, letters_every=8, languages="en")


def cut(folder: Path, sentences: int, letters_every: int, languages: str = "[de][en]") -> Path:
    """Fill the folder with so many sentences and every so many-th letter of each file in these languages."""
    real = shipped("fixtures", "corpus")
    for kind, chosen in (("sentences", slice(sentences)), ("messages", slice(None, None, letters_every))):
        (folder / kind).mkdir()
        for path in (real / kind).glob(f"{languages}.*jsonl"):
            lines = path.read_text(encoding="utf-8").splitlines()
            (folder / kind / path.name).write_text("\n".join(lines[chosen]) + "\n", encoding="utf-8")
    (folder / "slots.json").write_bytes((real / "slots.json").read_bytes())
    return folder
