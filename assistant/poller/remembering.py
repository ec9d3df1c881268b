"""What the ledger remembers of a message."""

from dataclasses import replace

from assistant.etiquette.situation import Situation
from assistant.ledger.messages import Record
from assistant.mail.message import Message, Place
from assistant.mailbox.tags import KEYWORDS
from assistant.outline import outline
from assistant.understanding.labels import Verdict


def bare(message: Message, verdict: Verdict, place: Place, thread: str) -> Record:
    """Build what is remembered of any message: its id and what it was taken for."""
    return Record(
        identity=message.identity,
        place=place,
        thread=thread,
        sent_at=message.sent_at,
        label=verdict.label,
        sure=verdict.sure,
        verdict=outline({"probabilities": dict(verdict.probabilities), "also": verdict.also}),
        facts={},
    )


def full(situation: Situation, record: Record, application: int | None, *, tags: bool) -> Record:
    """Add what is remembered of mail about a job."""
    message, verdict = situation.message, situation.verdict
    return replace(
        record,
        verdict=outline({**record.verdict, "evidence": verdict.evidence}),
        automatic=message.automatic or ("" if situation.answerable.yes else situation.answerable.because),
        sender=message.sender.address if message.sender else "",
        correspondent=situation.answerable.address if situation.answerable.yes else None,
        subject=message.subject,
        facts=outline(situation.facts),
        warnings=(*situation.suspicion.hard, *situation.suspicion.soft),
        application=application,
        tag=KEYWORDS.get(verdict.label, "") if tags and verdict.sure else "",
    )
