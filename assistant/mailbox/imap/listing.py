"""What arrived since a cursor, in one turn when nothing did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

from assistant.errors import MailboxReset
from assistant.mail.message import Place
from assistant.mailbox import News
from assistant.mailbox.folders import Roles, no_such_folder
from assistant.mailbox.imap.answers import Standing, day_before
from assistant.mailbox.imap.session import Session

OVERLAP = 50
"""UIDs listed once more when mail has arrived: a server may show a lower UID after a higher one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where every folder stood, and which folder plays which part, so that neither is asked for again.

    Attributes:
        roles: found out, None where a folder is to be looked for again.
        configured: what the configuration said then; if it says something else now, roles are found out anew.
        junk: whether Junk was looked for then; None: nobody asked.
        standings: by folder.
    """

    roles: Roles
    configured: Roles
    junk: bool | None = None
    standings: Mapping[str, Standing]

    def dumps(self) -> str:
        """Write it as text."""
        standings = {folder: astuple(standing) for folder, standing in self.standings.items()}
        roles = {"roles": asdict(self.roles), "configured": asdict(self.configured), "junk": self.junk}
        return json.dumps({**roles, "standings": standings}, ensure_ascii=False)

    @classmethod
    def loads(cls, text: str) -> "Cursor":
        """Read what dumps wrote.

        Raises:
            MailboxReset: it is no cursor of this version; mail is then listed anew.
        """
        try:
            told = json.loads(text)
            standings = {
                folder: Standing(epoch=epoch, next_uid=next_uid, modseq=modseq, messages=messages)
                for folder, (epoch, next_uid, modseq, messages) in told["standings"].items()
            }
            return cls(
                roles=Roles(**told["roles"]),
                configured=Roles(**told["configured"]),
                junk=told.get("junk"),
                standings=standings,
            )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise MailboxReset("The remembered position cannot be read.") from error


def news(session: Session, text: str | None, since: datetime, *, sweep: bool) -> News:
    """Tell what arrived; see Mailbox.news. The cursor is taken before anything is listed, so nothing falls between."""
    before = Cursor.loads(text) if text else None
    if before and not sweep and _roles_hold(before, session):
        session.assume_roles(before.roles)
    else:
        session.forget_roles()
    roles, watched = session.roles(), _watched(session)
    junk = roles.junk if roles.junk not in watched else None
    now = session.standings([*watched, *(folder for folder in (roles.drafts, roles.sent, junk) if folder)])
    for folder in watched:
        _insist_it_continues(session, folder, now, before)
    listing = _Listing(session, before, now, since, sweep)
    arrivals = [place for folder in watched for place in listing.arrived(folder, "UNDRAFT")]
    sent = listing.arrived(roles.sent) if roles.sent in now else []
    if junk and junk not in now and junk == session.configured.junk:
        raise _no_folder(session, junk, "junk")
    spam = listing.arrived(junk, "UNDRAFT") if junk in now else []
    return News(
        arrivals=tuple(arrivals),
        sent=tuple(sent),
        junk=tuple(spam),
        drafts_changed=bool(before and roles.drafts and before.standings.get(roles.drafts) != now.get(roles.drafts)),
        tags_changed=bool(before and any(_tags_may_differ(before.standings.get(f), now[f]) for f in watched)),
        cursor=Cursor(
            roles=Roles(**{role: name for role, name in asdict(roles).items() if name in now or role in _UNWATCHED}),
            configured=session.configured,
            junk=bool(session.account.junk),
            standings=listing.standings,
        ).dumps(),
    )


_UNWATCHED = ("trash", "archive")


def _roles_hold(before: Cursor, session: Session) -> bool:
    """Whether the roles found out earlier need not be asked for again; once a day they are all the same."""
    found = before.roles.drafts and before.roles.sent
    return bool(found) and before.configured == session.configured and before.junk == bool(session.account.junk)


def _no_folder(session: Session, name: str, setting: str) -> Exception:
    return no_such_folder(name, f"at {session.account.host}", session.folders(), setting=setting)


def _watched(session: Session) -> list[str]:
    """Drafts is never watched, whatever the configuration says."""
    return [folder for folder in session.account.folders if folder != session.roles().drafts]


def _insist_it_continues(session: Session, folder: str, now: Mapping[str, Standing], before: Cursor | None) -> None:
    if folder not in now:
        raise _no_folder(session, folder, "folders")
    then = before.standings.get(folder) if before else None
    if then and not _continues(then, now[folder]):
        raise MailboxReset(f"{session.account.host} has rebuilt {folder}; its mail is listed anew.")


def _continues(then: Standing, now: Standing) -> bool:
    """Whether UIDs remembered still hold: same UIDVALIDITY, and a UIDNEXT that did not fall (RFC 9051 §2.3.1.1)."""
    return then.epoch == now.epoch and (now.next_uid is None or then.next_uid is None or now.next_uid >= then.next_uid)


def _tags_may_differ(then: Standing | None, now: Standing) -> bool:
    """Without CONDSTORE nothing tells, so they may."""
    return then is None or now.modseq is None or then.modseq != now.modseq


class _Listing:
    """One listing of all folders; `standings` are the positions to remember."""

    def __init__(
        self, session: Session, before: Cursor | None, now: Mapping[str, Standing], since: datetime, sweep: bool
    ) -> None:
        self._session = session
        self._before = before.standings if before else {}
        self._now = now
        self._since = since
        self._sweep = sweep
        self.standings = dict(now)

    def arrived(self, folder: str, *terms: str) -> list[Place]:
        """Return what arrived in a folder, by UID, which is the order of arrival."""
        then, now = self._before.get(folder), self._now[folder]
        if then and not _continues(then, now):  # only Sent and Junk get here; watched folders raised
            then = None
        nothing_new = then and not self._sweep and now.next_uid is not None and then.next_uid == now.next_uid
        if not now.messages or nothing_new:
            return []
        opened = self._session.examine(folder)
        if then and then.next_uid and not self._sweep:
            uids = self._after(then.next_uid, opened, *terms)
        else:
            uids = self._received_since(self._session.search_from(1, opened, *terms, "SINCE", day_before(self._since)))
        if now.next_uid is None:
            self._remember_highest(folder, uids, then)
        return [Place(folder=folder, epoch=opened.epoch, key=str(uid)) for uid in uids]

    def _after(self, next_uid: int, opened: Standing, *terms: str) -> list[int]:
        """What came after, and what was received since among the UIDs just before."""
        found = self._session.search_from(max(1, next_uid - OVERLAP), opened, *terms)
        overlap = self._received_since([uid for uid in found if uid < next_uid])
        return [*overlap, *(uid for uid in found if uid >= next_uid)]

    def _received_since(self, uids: Sequence[int]) -> list[int]:
        """Leave out what the day's width brought too much; what has no readable date stays."""
        dates = self._session.internal_dates(uids)
        return [uid for uid in uids if (received := dates.get(uid)) is None or received >= self._since]

    def _remember_highest(self, folder: str, uids: Sequence[int], then: Standing | None) -> None:
        """A server that tells no UIDNEXT is asked from the highest UID seen; before any was seen, from `since`."""
        known = then.next_uid if then and then.next_uid else 0
        standing = self._now[folder]
        self.standings[folder] = Standing(
            epoch=standing.epoch,
            next_uid=max([known, *(uid + 1 for uid in uids)]) or None,
            modseq=standing.modseq,
            messages=standing.messages,
        )
