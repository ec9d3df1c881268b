"""What arrived in mbox files since a cursor: one look at each file that did not change."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime

from assistant.errors import ConfigError, MailboxReset, MailboxUnreachable
from assistant.mailbox.mbox.file import Letter, MboxFile, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a file has been read.

    Attributes:
        stamp: what it was like.
        last: where its last message begins, -1 in an empty file.
        fingerprint: of that message; while it lies there, all before it lies where it lay.
    """

    stamp: Stamp
    last: int = -1
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where every file stood, and drafts, by numbers of which one differs when anything does."""

    files: Mapping[str, Standing] = field(default_factory=dict)
    drafts: tuple[int, ...] | None = None

    def dumps(self) -> str:
        """Write it as text."""
        files = {name: (*astuple(one.stamp), one.last, one.fingerprint) for name, one in self.files.items()}
        return json.dumps({"files": files, "drafts": self.drafts}, ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> "Cursor":
        """Read what dumps wrote.

        Raises:
            MailboxReset: it is no cursor of this version; mail is then listed anew.
        """
        try:
            told = json.loads(text)
            files = {
                name: Standing(stamp=Stamp(size=size, changed_ns=changed), last=last, fingerprint=fingerprint)
                for name, (size, changed, last, fingerprint) in told["files"].items()
            }
            drafts = told["drafts"] and tuple(map(int, told["drafts"]))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise MailboxReset("The remembered position cannot be read.") from error
        return cls(files=files, drafts=drafts)


def look_through(
    file: MboxFile, then: Standing | None, since: datetime, *, sweep: bool
) -> tuple[Standing | None, list[Letter]]:
    """Return how far a file is read now, and what is new in it, oldest first.

    A file that somebody is writing is left for the next time: its last message may be there in part only.

    Raises:
        MailboxReset: the file was written anew, so that its messages lie elsewhere (mail was deleted, or compacted).
        ConfigError: it is no mbox.
        MailboxUnreachable: it is being written and was never read before.
    """
    stamp = file.stamp()
    if then and then.stamp == stamp and not sweep:
        return then, []
    if file.rests(stamp):
        return _look_through(file, stamp, then, since, sweep=sweep)
    if then is None:
        raise MailboxUnreachable(f"{file.path} is being written just now; the next run tries again.")
    return then, []


def _look_through(
    file: MboxFile, stamp: Stamp, then: Standing | None, since: datetime, *, sweep: bool
) -> tuple[Standing, list[Letter]]:
    found, last, continues = list[Letter](), None, then is None or then.last < 0
    for letter in file.letters(0 if sweep or then is None else max(0, then.last), stamp.size):
        last = letter
        if then and letter.piece.offset == then.last:
            continues = letter.fingerprint == then.fingerprint
        if _is_new(letter, then, since, sweep=sweep):
            found.append(letter)
    if not continues:
        raise MailboxReset(f"{file.path} was written anew; its mail is listed anew.")
    if last is None:
        _insist_it_is_empty(file)
    found.sort(key=lambda one: one.received or _UNKNOWN)
    return _standing(stamp, last), found


def _insist_it_is_empty(file: MboxFile) -> None:
    if not file.is_mbox():
        raise ConfigError(f"{file.path} is no mbox; it would begin with a line “From …”. Correct `path` or `folders`.")


_UNKNOWN = datetime.min.replace(tzinfo=UTC)


def _standing(stamp: Stamp, last: Letter | None) -> Standing:
    if last is None:
        return Standing(stamp=stamp)
    return Standing(stamp=stamp, last=last.piece.offset, fingerprint=last.fingerprint)


def _is_new(letter: Letter, then: Standing | None, since: datetime, *, sweep: bool) -> bool:
    """Whether mail lies behind what was read, or is the last one that grew; else whether it was received since."""
    if not letter.is_mail or set("DT") & set(letter.flags):
        return False
    if then and (letter.piece.offset > then.last or letter.piece.end > then.stamp.size):
        return True
    received = letter.received
    return (sweep or then is None) and (received is None or received >= since)
