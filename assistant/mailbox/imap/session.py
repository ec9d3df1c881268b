"""Talking to one server: a connection made when first needed and dropped when in doubt, and the commands used on it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from imapclient.response_parser import parse_response

from assistant.mailbox.account import ImapAccount
from assistant.mailbox.folders import Listed, Roles, filing_folders, find_roles, selectable
from assistant.mailbox.imap.answers import (
    Row,
    Standing,
    decoded,
    insist,
    internal_date,
    quoted,
    rows_of,
    sequence_of,
    standing_of,
)
from assistant.mailbox.imap.border import ServerRefused, crossing
from assistant.mailbox.imap.connection import Client, connect

UID_WINDOW = 20_000
"""UIDs asked for by one search: 200,000 in one answer overflow imaplib's line limit of 1,000,000 bytes."""


class Session:
    """One account's conversation with its server."""

    def __init__(self, account: ImapAccount) -> None:
        """Remember the account; nothing is connected yet."""
        self.account = account
        self._client: Client | None = None
        self._roles: Roles | None = None
        self._open: tuple[str, str] | None = None  # folder and epoch open for reading
        self._writable: tuple[str, str, frozenset[str]] | None = None  # open for writing: folder, epoch, flags kept

    @contextmanager
    def speaking(self, doing: str) -> Iterator[Client]:
        """Give the connection; it is dropped after every error but a plain refusal, so the next call starts afresh."""
        if self._client is None:
            self._client = connect(self.account)
        try:
            with crossing(self.account, doing):
                yield self._client
        except ServerRefused:
            raise
        except BaseException:
            self._drop()
            raise

    def close(self) -> None:
        """Log out if the server still listens, and let go of the connection."""
        if self._client is not None:
            with suppress(Exception), crossing(self.account, "logging out"):  # whatever is wrong, it is let go of
                self._client.logout()
        self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        self._open = self._writable = None
        if client is not None:
            with suppress(OSError):  # it was closed already
                client.wire.shutdown()

    def has(self, capability: str) -> bool:
        """Whether the server offers an extension; answered from what it said at login."""
        with self.speaking("asking what the server can do") as client:
            return bool(client.has_capability(capability))

    def capabilities(self) -> frozenset[str]:
        """Return every extension the server offers, in upper case."""
        with self.speaking("asking what the server can do") as client:
            return frozenset(name.decode("ascii", "replace").upper() for name in client.capabilities())

    def tag_items(self) -> tuple[str, ...]:
        """What to fetch of a message to learn its tags."""
        return ("FLAGS", "X-GM-LABELS") if self.has("X-GM-EXT-1") else ("FLAGS",)

    # Folders

    def folders(self) -> list[str]:
        """Return the names of all folders that can hold mail."""
        return selectable(self._list())

    def roles(self) -> Roles:
        """Return which folder plays which part, found out once."""
        if self._roles is None:
            found = find_roles(self._list(), self.configured)
            self._roles = found if self.account.junk else replace(found, junk=None)
        return self._roles

    def filed(self) -> list[str]:
        """Return the folders in which a user may have filed a message: all but Drafts, Sent, Trash and Junk."""
        return filing_folders(self._list(), self.roles())

    def assume_roles(self, roles: Roles) -> None:
        """Take roles that were found out earlier."""
        self._roles = roles

    def forget_roles(self) -> None:
        """Find roles out anew when next asked."""
        self._roles = None

    @property
    def configured(self) -> Roles:
        """The parts the user has given to folders by name."""
        junk = self.account.junk if isinstance(self.account.junk, str) else None
        return Roles(drafts=self.account.drafts, sent=self.account.sent, trash=self.account.trash, junk=junk)

    def _list(self) -> list[Listed]:
        with self.speaking("listing folders") as client:
            client.folder_encode = False
            try:
                lines = client.list_folders()
            finally:
                client.folder_encode = True
        return [
            Listed(
                name=decoded(name),
                attributes=frozenset(flag.decode("ascii", "replace").lower() for flag in flags),
                delimiter=(delimiter or b"").decode("ascii", "replace"),
            )
            for flags, delimiter, name in lines
        ]

    def standings(self, folders: Sequence[str]) -> dict[str, Standing]:
        """Return where folders stand, in one turn where the server can (RFC 5819); a missing folder is left out."""
        if self._open or self._writable:  # of an open folder a server tells what it was like when last looked at
            with self.speaking("catching up") as client:
                client.noop()
        items = ["MESSAGES", "UIDNEXT", "UIDVALIDITY"]
        if self.has("CONDSTORE"):
            items.append("HIGHESTMODSEQ")
        if self.has("LIST-STATUS") and self.has("LIST-EXTENDED"):  # several names in one LIST are of RFC 5258
            return self._standings_at_once(folders, " ".join(items))
        found = {}
        for folder in folders:
            try:
                with self.speaking(f"asking about {folder}") as client:
                    found[folder] = standing_of(client.folder_status(folder, items))
            except ServerRefused as refusal:
                if not refusal.means_no_such_folder:
                    raise
        return found

    def _standings_at_once(self, folders: Sequence[str], items: str) -> dict[str, Standing]:
        names = " ".join(quoted(folder) for folder in folders)
        with self.speaking("asking about the folders") as client:
            client.wire.response("STATUS")  # forget what came unasked
            insist(*client.wire.xatom("LIST", '""', f"({names})", f"RETURN (STATUS ({items}))"))
            client.wire.response("LIST")
            told = parse_response([line for line in client.wire.response("STATUS")[1] if line is not None])
            pairs = zip(told[::2], told[1::2], strict=True)
            found = {decoded(name): standing_of(dict(zip(row[::2], row[1::2], strict=True))) for name, row in pairs}
        by_lower = {name.lower(): standing for name, standing in found.items()}  # INBOX in any case (RFC 9051 §5.1)
        return {
            folder: standing
            for folder in folders
            if (standing := found.get(folder) or (by_lower.get("inbox") if folder.lower() == "inbox" else None))
        }

    def examine(self, folder: str) -> Standing:
        """Open a folder for reading, afresh: an open one may not show what has arrived since."""
        self._open = self._writable = None
        with self.speaking(f"opening {folder}") as client:
            told = client.select_folder(folder, readonly=True)
            standing = standing_of({**told, b"MESSAGES": told[b"EXISTS"]})
        self._open = (folder, standing.epoch)
        return standing

    @property
    def epoch(self) -> str:
        """UIDVALIDITY of the folder open for reading, "" if none is."""
        return self._open[1] if self._open else ""

    def is_open(self, folder: str, epoch: str, *, afresh: bool = False) -> bool:
        """Whether a folder, opened if need be, is open for reading with its keys still valid; False if it is gone."""
        if self._open == (folder, epoch) and not afresh:
            return True
        try:
            return self.examine(folder).epoch == epoch
        except ServerRefused as refusal:
            if refusal.means_no_such_folder:
                return False
            raise

    def select(self, folder: str) -> tuple[str, frozenset[str]]:
        """Open a folder for writing; needs a permit. Return its epoch and the flags it keeps, in lower case.

        A folder that is open for writing stays so: tags come in rows.
        """
        if self._writable is None or self._writable[0] != folder:
            self._open = self._writable = None
            with self.speaking(f"opening {folder} for writing") as client:
                told = client.select_folder(folder)
                kept = told.get(b"PERMANENTFLAGS", told.get(b"FLAGS", ()))  # without the code, all (RFC 9051 §7.1)
                flags = frozenset(flag.strip(b"()").decode("ascii", "replace").lower() for flag in kept)
                self._writable = folder, standing_of(told).epoch, flags
        return self._writable[1:]

    @contextmanager
    def permitting(self, permits: tuple[bytes, ...], *, only: bytes | None = None) -> Iterator[Client]:
        """Give the connection with some commands more allowed; see Gate.permitting."""
        with self.speaking("changing the mailbox") as client, client.wire.gate.permitting(permits, only=only):
            yield client

    # Messages of the open folder

    def search(self, *terms: str) -> list[int]:
        """Return the UIDs that match, ascending; the answer may come in several lines."""
        with self.speaking("searching") as client:
            answer, lines = client.wire.uid("SEARCH", *terms)
            insist(answer, lines)
            return sorted({int(number) for line in lines if line for number in line.split() if number.isdigit()})

    def search_from(self, low: int, standing: Standing, *terms: str) -> list[int]:
        """Return the UIDs from `low` on that match, asked for in windows where there are many.

        Filtered here, because `n:*` always names the last message too (RFC 9051 §6.4.4).
        """
        if standing.next_uid is None or standing.messages <= UID_WINDOW:
            return [uid for uid in self.search("UID", f"{low}:*", *terms) if uid >= low]
        found: list[int] = []
        for start in range(low, standing.next_uid, UID_WINDOW):
            found += self.search("UID", f"{start}:{start + UID_WINDOW - 1}", *terms)
        return found

    def fetch(self, uids: Sequence[int], *items: str) -> dict[int, Row]:
        """Return what was asked of each UID; a message of which nothing can be read is left out.

        IMAPClient 4.1's own fetch takes one unreadable answer for a failure of all, and an unasked FETCH without a UID
        for the message whose UID equals its number; here each answer counts by itself, and only with its UID.
        """
        if not uids:
            return {}
        with self.speaking("fetching messages") as client:
            answer, lines = client.wire.uid("FETCH", sequence_of(uids), f"({' '.join(('UID', *items))})")
            insist(answer, lines)
        wanted, rows = set(uids), dict[int, dict[bytes, Any]]()
        for row in rows_of(lines):
            if row.get(b"UID") in wanted:
                rows.setdefault(row[b"UID"], {}).update(row)
        return dict(rows)

    def internal_dates(self, uids: Sequence[int]) -> dict[int, datetime | None]:
        """Return when the server received each message."""
        dates: dict[int, datetime | None] = {}
        for start in range(0, len(uids), 1000):
            rows = self.fetch(uids[start : start + 1000], "INTERNALDATE")
            dates |= {uid: internal_date(row) for uid, row in rows.items()}
        return dates
