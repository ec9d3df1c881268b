"""Writes the diary of the three weeks anew: `python -m tests.replay`; with `--letters` it prints every letter too."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.replay.script import read_story
from tests.replay.search import Search, maildir_home, polls

HERE = Path(__file__).parent

with TemporaryDirectory() as folder:
    letters = "--letters" in sys.argv
    search = Search(maildir_home(Path(folder) / "Mail"), Path(folder), tell_letters=letters)
    try:
        story = read_story(HERE / "three_weeks.txt")
        diary = search.play(story, polls(story[0].at, story[-1].at))
    except Exception:
        print(search.diary.text())
        raise
if letters:
    print(diary)
else:
    (HERE / "three_weeks.diary.txt").write_text(diary, encoding="utf-8")
