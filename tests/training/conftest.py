"""A small corpus: the first sentences and some letters of every file of the real one."""

from pathlib import Path

import pytest

from assistant.shipped import shipped

SENTENCES = 12
LETTERS_EVERY = 20


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the corpus' format, small enough to train on in seconds."""
    folder = tmp_path_factory.mktemp("corpus")
    real = shipped("fixtures", "corpus")
    for kind, choose in (("sentences", slice(0, SENTENCES)), ("messages", slice(0, None, LETTERS_EVERY))):
        (folder / kind).mkdir()
        for path in (real / kind).glob("[de][en].*jsonl"):
            lines = path.read_text(encoding="utf-8").splitlines()
            (folder / kind / path.name).write_text("\n".join(lines[choose]) + "\n", encoding="utf-8")
    (folder / "slots.json").write_bytes((real / "slots.json").read_bytes())
    return folder
