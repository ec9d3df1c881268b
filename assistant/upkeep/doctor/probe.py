"""A test draft put into Drafts and taken back: the one check that writes, made only when asked for."""

import secrets
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from assistant.config import Config
from assistant.errors import AssistantError
from assistant.mail.message import Place
from assistant.mailbox import DraftState, Mailbox, PlacedDraft
from assistant.mailbox.account import open_mailbox
from assistant.poller.accounts import mailbox_account
from assistant.upkeep.doctor.finding import Finding

_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


def probe(config: Config, name: str, now: datetime) -> Iterator[Finding]:
    """Put one draft, look at it, compare the server's clock, and take it back."""
    try:
        with closing(open_mailbox(mailbox_account(config, name))) as mailbox:
            yield from _put_and_take_back(mailbox, config, name, now)
    except AssistantError as error:
        yield Finding(check="test draft", account=name, ok=False, words=str(error))


def _put_and_take_back(mailbox: Mailbox, config: Config, name: str, now: datetime) -> Iterator[Finding]:
    message_id, floor = f"<{secrets.token_hex(12)}@{config.me.addresses[0].rpartition('@')[2]}>", mailbox.drafts_floor()
    raw = _written(config, message_id, now)
    place = mailbox.put_draft(message_id, raw, floor)
    draft = PlacedDraft(message_id=message_id, raw=raw, floor=floor, place=place)
    state = mailbox.draft_states([draft])[message_id]
    if place is not None:
        yield from _clock(mailbox, name, place, now)
    if not mailbox.withdraw(draft):
        words = "it was put but cannot be taken back here; delete “Test of the inbox assistant” from Drafts yourself"
        yield Finding(check="test draft", account=name, ok=False, words=words)
    elif state is not DraftState.untouched:
        words = f"it was put and taken back, but the server changed it ({state}), so no draft will be taken back later"
        yield Finding(check="test draft", account=name, ok=False, words=words)
    else:
        yield Finding(check="test draft", account=name, words="put, found unchanged, and taken back")


def _written(config: Config, message_id: str, now: datetime) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = message["To"] = config.me.addresses[0]
    message["Subject"] = "Test of the inbox assistant"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message.set_content("`assistant doctor --write-probe` put this here and takes it back at once.\n")
    return message.as_bytes()


def _clock(mailbox: Mailbox, name: str, place: Place, now: datetime) -> Iterator[Finding]:
    """The server stamped the draft when it came."""
    for _, arrival in mailbox.read([place]):
        if arrival is not None and arrival.internal_date is not None:
            apart = abs(arrival.internal_date - now)
            words = f"{int(apart.total_seconds())} s apart from the mailbox"
            wrong = apart > _CLOCKS_MAY_DIFFER
            yield Finding(check="clock", account=name, ok=not wrong, words=words + ("; set the clock" if wrong else ""))
