"""Looking after drafts that were put: what the user did with them, and taking back what is no longer wanted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.etiquette.plan import COMPANIONS, Letter
from assistant.ledger import messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.plans import LIVE, Entry, State
from assistant.mailbox import DraftState, News, PlacedDraft
from assistant.poller.run import Event, Run, Summary

_OUTCOME = {
    DraftState.edited: (State.edited, "you changed it, so it is left alone"),
    DraftState.sent: (State.sent, "you sent it"),
    DraftState.gone: (State.gone, "you removed it, so it will not be written again"),
}


def tidy(run: Run, summary: Summary, news: News) -> None:
    """Note what the user did with drafts, then drop and withdraw what is no longer wanted."""
    with run.ledger.step() as step:
        placed = plans.entries(step, states=(State.placed, State.edited))
        planned = plans.entries(step, states=(State.planned,))
        last_run = places.current(step).good_run_at
        unwanted = {one.id: because for one in planned if (because := _unwanted(step, one, run.now))}
    for entry in planned:
        if entry.id in unwanted:
            _end(run, entry, State.dropped, unwanted[entry.id])
    just_put = any(last_run and one.placed_at and one.placed_at >= last_run for one in placed)
    if news.drafts_changed or news.sent or just_put or any(_may_be_stale(run, one) for one in placed):
        placed = _look_after(run, placed)
    for entry in placed:
        if entry.state is State.placed:
            _take_back_if_stale(run, summary, entry)


def settle(run: Run, entry: Entry) -> bool:
    """Find out what became of a draft whose putting was cut short; return whether it is accounted for.

    All drafts of the account are asked about, so that none is taken for an edited form of another.
    """
    with run.ledger.step() as step:
        others = plans.entries(step, states=(State.intent, State.placed, State.edited))
    states = run.mailbox.draft_states([as_placed(one) for one in others])
    state = states.get(entry.message_id, DraftState.unknown)
    if state in (DraftState.untouched, DraftState.edited, DraftState.sent):
        with run.ledger.step() as step:
            plans.place(step, entry.id, None, run.now)
            if state in _OUTCOME:
                plans.end(step, entry.id, *_OUTCOME[state])
        return True
    return False


def as_placed(entry: Entry) -> PlacedDraft:
    """Return a draft as the mailbox wants to hear of it."""
    return PlacedDraft(message_id=entry.message_id, raw=entry.raw, floor=entry.floor, place=entry.place)


def _look_after(run: Run, placed: Sequence[Entry]) -> list[Entry]:
    """Record what became of drafts; return them with their new states."""
    any_untouched = any(entry.state is State.placed for entry in placed)
    states = run.mailbox.draft_states([as_placed(entry) for entry in placed]) if any_untouched else {}
    looked = []
    for entry in placed:
        state = states.get(entry.message_id) if entry.state is State.placed else None
        if state in _OUTCOME:
            ended, because = _OUTCOME[state]
            _end(run, entry, ended, because)
            looked.append(replace(entry, state=ended))
        else:
            looked.append(entry)
    return looked


def _unwanted(step: Step, entry: Entry, now: datetime) -> str | None:
    """Return why a plan or its draft is no longer wanted, None if it is."""
    if entry.plan.wanted_until <= now:
        return entry.outcome or "its time has passed"
    trigger = messages.known(step, entry.parent)
    written = messages.answers(step, entry.thread, trigger.sent_at if trigger else None)
    if entry.plan.letter.is_reply:
        return "you have written in this conversation yourself" if written else None
    if entry.plan.letter in COMPANIONS:
        return _unaccompanied(step, entry, len(written))
    return None


def _unaccompanied(step: Step, entry: Entry, written: int) -> str | None:
    """What goes with a reply stands and falls with it.

    A reminder is done once more was sent than the reply itself; referees are told also when the user wrote the reply.
    """
    if entry.plan.letter is Letter.referee_heads_up and written:
        return None
    replies = [one for one in plans.entries(step, parent=entry.parent) if one.plan.letter.is_reply]
    if not any(one.state in (*LIVE, State.sent) for one in replies):
        return "the reply it belongs to is gone"
    if entry.plan.letter is Letter.reference_reminder and written > 1:
        return "you have sent what was promised"
    return None


def _outdated(step: Step, entry: Entry, now: datetime) -> str | None:
    """Return why a draft must be written anew: it names a day that has come, and its reply was not sent yet."""
    if entry.promised_for is None or entry.promised_for > now:
        return None
    replies = [one for one in plans.entries(step, parent=entry.parent) if one.plan.letter.is_reply]
    sent = any(one.state in (State.sent, State.edited) for one in replies)
    return None if sent else "the day it promises something for has come"


def _may_be_stale(run: Run, entry: Entry) -> bool:
    """Whether time alone may have made a draft stale."""
    ends = [entry.plan.wanted_until, *([entry.promised_for] if entry.promised_for else [])]
    return min(ends) <= run.now


def _take_back_if_stale(run: Run, summary: Summary, entry: Entry) -> None:
    with run.ledger.step() as step:
        unwanted = _unwanted(step, entry, run.now)
        outdated = _outdated(step, entry, run.now)
    if unwanted or outdated:
        _withdraw(run, summary, entry, unwanted or outdated or "", again=unwanted is None)


def _withdraw(run: Run, summary: Summary, entry: Entry, because: str, *, again: bool) -> None:
    """Take back our own untouched draft, and plan it again if it is only to be written anew."""
    if not run.mailbox.withdraw(as_placed(entry)):
        return
    with run.ledger.step() as step:
        plans.end(step, entry.id, State.withdrawn, because)
        if again:
            plans.add(
                step,
                entry.plan,
                parent=entry.parent,
                thread=entry.thread,
                application=entry.application,
                now=run.now,
                ordinal=entry.ordinal + 1,
            )
    summary.withdrawn += 1
    _say(run, entry, "withdrawn", because)


def _end(run: Run, entry: Entry, state: State, because: str) -> None:
    with run.ledger.step() as step:
        plans.end(step, entry.id, state, because)
        if state is State.dropped:
            messages.add_silence(step, entry.parent, f"no {entry.plan.letter.words}: {because}")
    _say(run, entry, state.value, because)


def _say(run: Run, entry: Entry, kind: str, because: str) -> None:
    run.watch(Event(kind=kind, identity=entry.parent, data={"letter": entry.plan.letter.words, "because": because}))
