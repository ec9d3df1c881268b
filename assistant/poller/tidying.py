"""Looking after drafts that were put: what the user did with them, and taking back what is no longer wanted."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.ledger import messages, places, plans
from assistant.ledger.plans import Entry, State
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
    for entry in planned:
        because = _unwanted(run, entry)
        if because:
            _end(run, entry, State.dropped, because)
    stale = {entry.id: because for entry in placed if (because := _unwanted(run, entry) or _outdated(run, entry))}
    just_put = any(last_run and entry.placed_at and entry.placed_at >= last_run for entry in placed)
    if news.drafts_changed or news.sent or stale or just_put:
        placed = _look_after(run, placed)
    for entry in placed:
        if entry.state is State.placed and entry.id in stale:
            _withdraw(run, summary, entry, stale[entry.id])


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


def _unwanted(run: Run, entry: Entry) -> str | None:
    """Return why a plan or its draft is no longer wanted, None if it is."""
    if entry.plan.wanted_until <= run.now:
        return entry.outcome or "its time has passed"
    if run.config.paused and entry.state is State.planned:
        return None
    with run.ledger.step() as step:
        trigger = messages.known(step, entry.parent)
        written = messages.answers(step, entry.thread, trigger.sent_at if trigger else None)
    if entry.plan.letter.is_reply and written:
        return "you have written in this conversation yourself"
    return None


def _outdated(run: Run, entry: Entry) -> str | None:
    """Return why a draft must be written anew: it promises something for a day that has come."""
    if entry.promised_for and entry.promised_for <= run.now:
        return "the day it promises something for has come"
    return None


def _withdraw(run: Run, summary: Summary, entry: Entry, because: str) -> None:
    """Take back our own untouched draft; one that promises for a past day is planned again."""
    if not run.mailbox.withdraw(as_placed(entry)):
        return
    again = _unwanted(run, entry) is None
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
