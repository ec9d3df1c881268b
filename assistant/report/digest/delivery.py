"""Bringing the digest to its place: once a day over all accounts, whatever is killed in between.

The account that is polled puts it, if it is the one to do so. What is to be put is committed first, in one ledger step
that looks whether any account has the day's digest already; then it is put, which repeated changes nothing; then
yesterday's is taken away, if the user has not made it his.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from assistant.config import Config
from assistant.errors import AssistantError, ConfigError, MailboxUnreachable, NoPlaceForDigest
from assistant.ledger import digests, failures, places
from assistant.ledger.connection import Step
from assistant.ledger.digests import Entry, State
from assistant.mail.message import Arrival, Place, parse
from assistant.mailbox import PlacedDraft
from assistant.poller.run import SETTLE, Event, Run
from assistant.poller.tidying import is_paused
from assistant.private_file import write_privately
from assistant.report.digest import Digest
from assistant.report.digest.gathering import gather
from assistant.report.digest.message import message_id_of, write
from assistant.report.digest.page import Page, page_of

_PATIENCE = timedelta(minutes=30)
"""So long the digest waits for other accounts to be read: after a night's sleep their news would be missing."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def deliver(run: Run) -> None:
    """Put the day's digest if its hour has come and this account is the one to have it; take away the last one.

    To be called at the end of a poll that went well.

    Raises:
        MailboxUnreachable, MailboxFull, ConfigError, LedgerError: the next poll goes on from there.
    """
    hour = _hour_of(run.config, run.now)
    if run.config.digest.to == "none" or hour is None:
        return
    day = hour.date().isoformat()
    entry = _due_here(run, day, hour)
    if entry is not None and entry.state is State.intent:
        _resume(run, entry)
    elif entry is not None:
        _put_new(run, entry)
    with run.ledger.step() as step:
        over = digests.standing(step, before=day) if digests.is_decided(step, day) else ()
    for one in over:
        _take_away(run, one)


def current(step: Step, config: Config, accounts: Sequence[str], now: datetime, *, well: str = "") -> Digest:
    """Return what the digest would tell right now of the accounts that are not paused."""
    awake = [name for name in accounts if not config.accounts[name].paused]
    return gather(step, config, awake, now, well=well)


def in_words(digest: Digest, config: Config, now: datetime) -> Page:
    """Return a digest as its user reads it."""
    return page_of(digest, config.me.name, config.zone, now)


def _hour_of(config: Config, now: datetime) -> datetime | None:
    """Return the hour of today's digest by the user's clock, None if it has not come or the day is free.

    Clocks on the wall are compared, so a day on which they are set forward or back has one digest like any other.
    """
    local = now.astimezone(config.zone)
    if _WEEKDAYS[local.weekday()] not in config.rules.working_days or local.time() < config.digest.at:
        return None
    return datetime.combine(local.date(), config.digest.at, tzinfo=config.zone)


def _due_here(run: Run, day: str, hour: datetime) -> Entry | None:
    """Return the day's digest if it is this account's to put and not certain to lie there; None: nothing to do."""
    with run.ledger.step() as step:
        entry = digests.begin(step, day, run.now)
        if entry.state is not State.waiting or is_paused(run, step) or digests.is_decided(step, day):
            return entry if entry.state is State.intent else None
        patient = run.now - entry.begun_at < _PATIENCE
        if _is_anothers(run, step, day, hour, patient=patient):
            return None
        others = [name for name, one in run.config.accounts.items() if name != run.account and not one.paused]
        return None if patient and not all(_is_read(step, name, hour) for name in others) else entry


def _is_anothers(run: Run, step: Step, day: str, hour: datetime, *, patient: bool) -> bool:
    """Whether an account that comes before this one is well, and so the one to have the digest.

    One that nobody polls is waited for no longer than for its news.
    """
    first = run.config.digest.account
    order = sorted(run.config.accounts, key=lambda name: name != first)
    before = order[: order.index(run.account)]
    return any(
        not run.config.accounts[name].paused
        and not failures.recorded(replace(step, account=name))
        and not digests.is_refused(step, name, day)
        and (patient or _is_read(step, name, hour))
        for name in before
    )


def _is_read(step: Step, account: str, hour: datetime) -> bool:
    """Whether an account was read since an hour, or cannot be."""
    other = replace(step, account=account)
    read_at = places.current(other).good_run_at
    return bool(failures.recorded(other)) or (read_at is not None and read_at >= hour)


def _put_new(run: Run, entry: Entry) -> None:
    file, address = run.config.digest.file, run.config.me.addresses[0]
    message_id = message_id_of(run.account, entry.day, address)
    try:
        floor = "" if file else _floor(run, entry.day, message_id)
    except NoPlaceForDigest as because:
        _refuse(run, entry.day, str(because))
        return
    with run.ledger.step() as step:
        if digests.is_decided(step, entry.day):  # by another account that is polled at the same moment
            return
        if floor is None:
            digests.end(step, entry.day, State.left)
            return
        digest = current(step, run.config, list(run.config.accounts), run.now, well=run.account)
        page = in_words(digest, run.config, run.now)
        if digest.is_empty and not (file and file.exists()):
            digests.end(step, entry.day, State.nothing)
            return
        if file:
            _write_file(file, page)
            digests.place(step, entry.day, None)
            return
        raw = write(page, message_id=message_id, name=run.config.me.name, address=address, now=_local(run))
        digests.intend(step, entry.day, message_id=message_id, raw=raw, floor=floor)
        digests.begin_attempt(step, entry.day, run.now)
    _put(run, replace(entry, message_id=message_id, raw=raw, floor=floor))


def _floor(run: Run, day: str, message_id: str) -> str | None:
    """Return the mark below which the day's digest is not looked for; None if the user has filed it already.

    A ledger that was started anew that day, or restored from a backup, may have put it and not know. Then all of INBOX
    and Trash is looked through.
    """
    floor = run.mailbox.digest_floor()
    with run.ledger.step() as step:
        position = places.current(step)
    began = max(filter(None, (position.first_run_at, position.restored_at)), default=run.now)
    if began.astimezone(run.config.zone).date().isoformat() < day:
        return floor
    found = run.mailbox.find(message_id)
    return None if found and found.folder != "INBOX" else ""


def _local(run: Run) -> datetime:
    return run.now.astimezone(run.config.zone)


def _resume(run: Run, entry: Entry) -> None:
    """Go on with a digest whose putting was cut short; the user may have filed it by now."""
    if entry.uncertain_since and abs(run.now - entry.uncertain_since) < SETTLE:
        return
    if place := run.mailbox.find(entry.message_id):
        with run.ledger.step() as step:
            digests.place(step, entry.day, place)
        return
    with run.ledger.step() as step:
        digests.begin_attempt(step, entry.day, run.now)
    _put(run, entry)


def _put(run: Run, entry: Entry) -> None:
    """Put the committed bytes; after an uncertain end the next poll looks what became of them."""
    try:
        place = run.mailbox.put_digest(entry.message_id, entry.raw, entry.floor)
    except MailboxUnreachable:
        raise
    except AssistantError as because:
        _refuse(run, entry.day, str(because))
        raise
    with run.ledger.step() as step:
        digests.place(step, entry.day, place)
    run.watch(Event(kind="digest", identity=entry.message_id, data={"day": entry.day, "state": State.placed.value}))
    if place is not None:
        _remember_as_stored(run, entry, place)


def _remember_as_stored(run: Run, entry: Entry, place: Place) -> None:
    """Remember what the mailbox made of it, to know tomorrow whether it was touched.

    Exchange writes a message that is appended anew, from what it keeps of it. Another message that lay there under its
    id, a stranger's perhaps, tells another moment.
    """
    ours = parse(Arrival(raw=entry.raw))
    for _, arrival in run.mailbox.read([place]):
        if arrival is None or arrival.trimmed or arrival.raw in (b"", entry.raw):
            continue
        stored = parse(arrival)
        if (stored.id, stored.sent_at) == (ours.id, ours.sent_at):
            with run.ledger.step() as step:
                digests.remember_as_stored(step, entry.day, arrival.raw)


def _refuse(run: Run, day: str, because: str) -> None:
    """Leave the day's digest to another account; nothing lies in this one."""
    with run.ledger.step() as step:
        digests.end(step, day, State.refused)
    told = {"day": day, "state": State.refused.value, "because": because}
    run.watch(Event(kind="digest", identity="", data=told))


def _take_away(run: Run, one: Entry) -> None:
    placed = PlacedDraft(message_id=one.message_id, raw=one.raw, floor=one.floor, place=one.place)
    state = State.gone if run.mailbox.remove_digest(placed) else State.left
    with run.ledger.step() as step:
        digests.end(step, one.day, state)


def _write_file(path: Path, page: Page) -> None:
    """Replace the file; whoever reads it meanwhile sees the old one or the new one."""
    text = page.html() if path.suffix.lower() in (".html", ".htm") else f"{page.subject}\n\n{page.text()}"
    try:
        write_privately(path, text)
    except OSError as error:
        sentence = f"The digest cannot be written to {path}: {error.strerror}. Correct `to` under [digest]."
        raise ConfigError(sentence) from error
