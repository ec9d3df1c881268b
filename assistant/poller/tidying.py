"""Looking after drafts that were put: what the user did with them, and taking back what is no longer wanted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.etiquette.plan import COMPANIONS, Letter
from assistant.ledger import applications, conversations, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.plans import LIVE, Entry, State
from assistant.mailbox import DraftState, News, PlacedDraft
from assistant.poller.run import SETTLE, Event, Run, Summary

_LYING = (State.placed, State.edited)
_OUTCOME = {
    DraftState.edited: (State.edited, "you changed it, so it is left alone"),
    DraftState.sent: (State.sent, "you sent it"),
    DraftState.gone: (State.gone, "you removed it, so it will not be written again"),
}


def tidy(run: Run, summary: Summary, news: News) -> None:
    """Note what the user did with drafts, then drop and withdraw what is no longer wanted."""
    with run.ledger.step() as step:
        begun = plans.entries(step, states=(State.intent,))
        leaving = plans.entries(step, states=(State.withdrawing,))
    for entry in leaving:
        _withdraw(run, summary, entry, entry.outcome)
    for entry in begun:
        if has_settled(run, entry) and settle(run, entry) is DraftState.untouched:
            summary.placed += 1
    _drop_unwanted(run)
    with run.ledger.step() as step:
        lying = plans.entries(step, states=_LYING)
        named = _named_since(step, lying)
        last_run = places.current(step).good_run_at
    just_put = any(last_run and one.placed_at and one.placed_at >= last_run for one in lying)
    changed = news.drafts_changed or bool(news.sent) or just_put
    if changed or any(one.missing_since or one.id in named or _may_be_stale(run, one) for one in lying):
        lying = _look_after(run, lying)
    for entry in lying:
        if entry.state is State.placed and not entry.missing_since:
            _take_back_if_stale(run, summary, entry)


def is_paused(run: Run, step: Step) -> bool:
    """Whether nothing is drafted: the settings say so, or the user has paused his search."""
    return run.config.paused or places.current(step).paused_at is not None


def has_settled(run: Run, entry: Entry) -> bool:
    """Whether an attempt whose end is unknown lies long enough back for the mailbox to know it.

    Or it lies in the future: the clock was put back since, and nobody waits until it is that late again.
    """
    return entry.uncertain_since is None or abs(run.now - entry.uncertain_since) >= SETTLE


def settle(run: Run, entry: Entry) -> DraftState:
    """Find out what became of a draft whose putting was cut short, and record it if it lies there or was sent.

    All drafts of the account are asked about, so that none is taken for an edited form of another.
    """
    with run.ledger.step() as step:
        others = plans.entries(step, states=(State.intent, *_LYING))
    state = run.mailbox.draft_states([as_placed(one) for one in others]).get(entry.message_id, DraftState.unknown)
    if state in (DraftState.untouched, DraftState.edited, DraftState.sent):
        with run.ledger.step() as step:
            plans.place(step, entry.id, None, run.now)
            if state in _OUTCOME:
                plans.end(step, entry.id, *_OUTCOME[state])
    return state


def as_placed(entry: Entry) -> PlacedDraft:
    """Return a draft as the mailbox wants to hear of it."""
    return PlacedDraft(message_id=entry.message_id, raw=entry.raw, floor=entry.floor, place=entry.place)


def _drop_unwanted(run: Run) -> None:
    with run.ledger.step() as step:
        planned = plans.entries(step, states=(State.planned,))
        unwanted = [(one, because) for one in planned if (because := _unwanted(step, one, run.now))]
    for entry, because in unwanted:
        _end(run, entry, State.dropped, because)


def _look_after(run: Run, lying: Sequence[Entry]) -> list[Entry]:
    """Record what became of drafts; return those that still lie there."""
    states = run.mailbox.draft_states([as_placed(entry) for entry in lying])
    return [seen for entry in lying if (seen := _seen(run, entry, states.get(entry.message_id)))]


def _seen(run: Run, entry: Entry, state: DraftState | None) -> Entry | None:
    """Record one draft's state; None if it is over. One that is gone is believed gone when it is so twice."""
    if state is DraftState.gone and entry.missing_since is None:
        with run.ledger.step() as step:
            plans.miss(step, entry.id, run.now)
        return replace(entry, missing_since=run.now)
    if state is DraftState.gone and entry.missing_since and abs(run.now - entry.missing_since) < SETTLE:
        return entry
    if entry.missing_since and state is not DraftState.gone:
        with run.ledger.step() as step:
            plans.miss(step, entry.id, None)
    if state not in _OUTCOME or _OUTCOME[state][0] is entry.state:
        return replace(entry, missing_since=None)
    _end(run, entry, *_OUTCOME[state])
    return None if state is not DraftState.edited else replace(entry, state=State.edited)


def _unwanted(step: Step, entry: Entry, now: datetime) -> str | None:
    """Return why a plan or its draft is no longer wanted, None if it is."""
    if entry.plan.wanted_until <= now:
        return entry.outcome or plans.TIME_HAS_PASSED
    if entry.plan.letter in (Letter.follow_up, Letter.thank_you) and _is_over(step, entry):
        return "the application is over"
    written = answers_to(step, entry)
    if entry.plan.letter.is_reply or entry.plan.letter is Letter.thank_you:
        return "you have written in this conversation yourself" if written else None
    if entry.plan.letter in COMPANIONS:
        return _unaccompanied(step, entry, len(written))
    return None


def _is_over(step: Step, entry: Entry) -> bool:
    return any(one.id == entry.application and not one.stage.is_open for one in applications.recorded(step))


def answers_to(step: Step, entry: Entry) -> Sequence[datetime]:
    """Return when the user wrote in a plan's conversation, to the other side, after what led to it."""
    trigger = messages.known(step, entry.parent)
    to = [trigger.sender] if trigger and trigger.sender else []
    since = entry.plan.details.get("since")
    start = datetime.fromisoformat(since) if since else trigger.sent_at if trigger else None
    return conversations.answers(step, [entry.thread], start, to)


def _unaccompanied(step: Step, entry: Entry, written: int) -> str | None:
    """What goes with a reply stands and falls with it.

    A reminder is done once more was sent than the reply itself; referees are told also when the user wrote the reply.
    """
    if entry.plan.letter is Letter.referee_heads_up and written:
        return None
    if not any(one.state in (*LIVE, State.withdrawing, State.sent) for one in _replies(step, entry)):
        return "the reply it belongs to is gone"
    if entry.plan.letter is Letter.reference_reminder and written > 1:
        return "you have sent what was promised"
    return None


def _replies(step: Step, entry: Entry) -> list[Entry]:
    return [one for one in plans.entries(step, parent=entry.parent) if one.plan.letter.is_reply]


def _named_since(step: Step, lying: Sequence[Entry]) -> set[int]:
    """Return drafts whose application the user has called by another company or role since they were put."""
    named = {one.id: one.named_at for one in applications.recorded(step) if one.named_at}
    return {
        one.id
        for one in lying
        if one.application in named and one.placed_at and one.placed_at <= named[one.application]
    }


def _outdated(step: Step, entry: Entry, now: datetime) -> str | None:
    """Return why a draft must be written anew.

    It was put before the user said what company or role it is about, or it names a day that has come and its reply was
    not sent yet.
    """
    if _named_since(step, [entry]):
        return "you said since which company and role it is about"
    if entry.promised_for is None or entry.promised_for > now:
        return None
    sent = any(one.state in (State.sent, State.edited) for one in _replies(step, entry))
    return None if sent else "the day it promises something for has come"


def _rests(step: Step, entry: Entry) -> str | None:
    """Return why a draft is taken back for a while; a withdrawal ends what it is about and stays."""
    if places.current(step).paused_at is None or entry.plan.letter is Letter.withdrawal:
        return None
    return "you paused your search"


def _may_be_stale(run: Run, entry: Entry) -> bool:
    """Whether time alone may have made a draft stale."""
    ends = [entry.plan.wanted_until, *([entry.promised_for] if entry.promised_for else [])]
    return min(ends) <= run.now


def _take_back_if_stale(run: Run, summary: Summary, entry: Entry) -> None:
    """Withdraw what is no longer wanted, what is to rest, and what must be written anew if it can be put at once."""
    with run.ledger.step() as step:
        because = _unwanted(step, entry, run.now) or _rests(step, entry)
        if because is None and not is_paused(run, step):
            because = _outdated(step, entry, run.now)
        if because:
            plans.end(step, entry.id, State.withdrawing, because)
    if because:
        _withdraw(run, summary, entry, because)


def _withdraw(run: Run, summary: Summary, entry: Entry, because: str) -> None:
    """Take back our own untouched draft, whose removal is recorded as begun; plan it again if it is outdated or rests.

    A removal cut short is asked for again: the mailbox answers that the draft is gone, and nothing is lost.
    """
    removed = run.mailbox.withdraw(as_placed(entry))
    with run.ledger.step() as step:
        again = removed and _unwanted(step, entry, run.now) is None
        state = State.withdrawn if removed else State.left
        plans.end(step, entry.id, state, because)
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
    summary.withdrawn += removed
    _say(run, entry, state.value, because)


def _end(run: Run, entry: Entry, state: State, because: str) -> None:
    with run.ledger.step() as step:
        plans.end(step, entry.id, state, because)
        if state is State.dropped:
            messages.add_silence(step, entry.parent, f"no {entry.plan.letter.words}: {because}")
    _say(run, entry, state.value, because)


def _say(run: Run, entry: Entry, kind: str, because: str) -> None:
    run.watch(Event(kind=kind, identity=entry.parent, data={"letter": entry.plan.letter.value, "because": because}))
