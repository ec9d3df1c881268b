"""Messages in files given by hand: .eml, mbox, Maildir, folders of them, plain text, standard input. Read only."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from assistant.mail.message import Arrival
from assistant.mailbox.splitting import begins_mbox, split

_HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_HEAD_BYTES = 8192
"""Enough to tell what a file is."""

_TEXT_PART = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
_NOT_MAIL = re.compile(r"dovecot|maildirfolder$|maildirsize$|subscriptions$")


def messages(path: str) -> Iterator[tuple[str, Arrival]]:
    """Yield every message at a path with the name of its source, one at a time; "-" is standard input.

    A file that starts with an envelope line ("From ...") and a header field is an mbox (RFC 4155), one that starts with
    a field a message, anything else bare text. A folder with `cur` and `new` is a Maildir, any other is walked in order
    of names; names that start with a dot are passed over.

    Raises:
        OSError: the path, or a file below it, cannot be read.
    """
    if path == "-":
        yield from _from_file("-", sys.stdin.buffer)
    elif Path(path).is_dir():
        for below in _files_below(Path(path)):
            yield from messages(str(below))
    else:
        with Path(path).open("rb") as file:
            yield from _from_file(path, file)


def _files_below(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Walk a folder; a link that leads back to a folder above is passed over."""
    is_maildir = (folder / "cur").is_dir() and (folder / "new").is_dir()
    above = (*above, folder.resolve())
    for one in sorted(folder.iterdir()):
        if one.is_dir() and not one.name.startswith(".") and not (is_maildir and one.name == "tmp"):
            if one.resolve() not in above:
                yield from _files_below(one, above)
        elif one.is_file() and not one.name.startswith(".") and not _NOT_MAIL.match(one.name):
            yield one


def _from_file(source: str, file: BinaryIO) -> Iterator[tuple[str, Arrival]]:
    head = file.read(_HEAD_BYTES)
    if begins_mbox(head):
        for number, piece in enumerate(split(file.read, head=head), start=1):
            yield f"{source}#{number}", Arrival(raw=piece.raw, trimmed=piece.is_cut)
        return
    raw = head + file.read()
    yield source, Arrival(raw=raw if _HEADER.match(raw) or not raw.strip() else _TEXT_PART + raw)
