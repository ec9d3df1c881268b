"""Whether a draft lies in the conversation it answers: Gmail settles that by itself, and over IMAP cannot be told."""

from assistant.ledger import messages
from assistant.ledger.plans import Entry
from assistant.mail.message import Arrival, Place
from assistant.poller.run import Event, Run

_BECAUSE = (
    "your provider shows it elsewhere; open it from Drafts, or answer in the conversation with its text and delete it"
)


def tell_if_apart(run: Run, entry: Entry, parent: Arrival, place: Place | None) -> None:
    """Compare the provider's own thread of a reply just put with that of what it answers, and tell if they differ.

    Nothing is put again: a second draft of one conversation is shown even less (X-GM-THRID, X-GM-EXT-1; whether
    Gmail joins a draft by its headers alone is reported both ways).
    """
    if place is None or parent.thread is None or not entry.plan.letter.is_reply:
        return
    draft = next((arrival for _, arrival in run.mailbox.read([place]) if arrival), None)
    if draft is None or draft.thread in (None, parent.thread):
        return
    letter = entry.plan.letter
    with run.ledger.step() as step:
        messages.add_silence(step, entry.parent, f"in the conversation itself: {letter.words}: {_BECAUSE}")
    run.watch(Event(kind="apart", identity=entry.parent, data={"letter": letter.value, "because": _BECAUSE}))
