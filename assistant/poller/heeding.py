"""What the user says in his mail client: a tag that he changes, a folder that he moves a message into."""

from collections.abc import Mapping
from datetime import timedelta

from assistant.errors import UnreadableMessage
from assistant.ledger import messages, plans
from assistant.ledger.messages import Record, Tagging
from assistant.ledger.plans import LIVE
from assistant.mail.message import Place
from assistant.mailbox import News
from assistant.mailbox.tags import DRAFT_ME, label_of
from assistant.poller.asking import wish
from assistant.poller.correcting import correct
from assistant.poller.run import Event, Run
from assistant.understanding.labels import Label

_LATELY = timedelta(days=60)
_MOST = 500
"""Messages whose tags are read back when any changed: the newest."""

_IN_VAIN = "you asked for a letter"


def heed(run: Run, news: News) -> None:
    """Take corrections and wishes that the user's own tags and folders tell; twice changes nothing."""
    with run.ledger.step() as step:
        in_junk = {one.identity for one in messages.rescued(step)}
        read = messages.recorded(step, since=run.now - _LATELY, most=_MOST)
        lately = [one for one in read if one.identity not in in_junk]
    tags = run.mailbox.tags([one.place for one in lately]) if news.tags_changed and lately else {}
    for record in lately:
        label = _said(run, record, tags)
        if label is not None and label != record.label:
            _correct(run, record, label)
        if _wishes(run, record, tags):
            _grant(run, record)
        if DRAFT_ME in tags.get(record.place, frozenset()):
            run.mailbox.tag([record.place], "", remove=[DRAFT_ME])


def _said(run: Run, record: Record, tags: Mapping[Place, frozenset[str]]) -> Label | None:
    """Return what the user says a message is, None if he says nothing or several things."""
    if folder := run.config.corrections.folders.get(record.place.folder):
        return Label(folder)
    if record.tagging is Tagging.wanted:  # the next write pass sets it; until then its absence means nothing
        return None
    said = {label_of(keyword) for keyword in tags.get(record.place, frozenset()) - {record.tag}} - {None}
    return said.pop() if len(said) == 1 else None


def _correct(run: Run, record: Record, label: Label) -> None:
    try:
        correct(run, record, label)
    except UnreadableMessage:
        return
    run.watch(Event(kind="corrected", identity=record.identity, data={"label": label.value, "was": record.label}))


def _wishes(run: Run, record: Record, tags: Mapping[Place, frozenset[str]]) -> bool:
    """Whether the user asks for a letter: by the tag, as often as he sets it; by the folder once."""
    tagged = DRAFT_ME in tags.get(record.place, frozenset())
    if not tagged and record.place.folder != run.config.corrections.draft_me:
        return False
    with run.ledger.step() as step:
        asked = [one for one in plans.entries(step, parent=record.identity) if "wished" in one.plan.details]
    if tagged:
        return not any(one.state in LIVE for one in asked)
    return not asked and not any(one.startswith(_IN_VAIN) for one in record.silences)


def _grant(run: Run, record: Record) -> None:
    """Plan the fitting letter; why there is none is kept."""
    try:
        decision, _ = wish(run, None, record)
    except UnreadableMessage:
        return
    if not decision.plans:
        with run.ledger.step() as step:
            for one in decision.silences:
                messages.add_silence(step, record.identity, f"{_IN_VAIN}: {one.because}")
