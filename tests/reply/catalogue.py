"""Every occasion for a letter, by a name for people: what its plan may carry. The laws and the page share it."""

from collections.abc import Mapping
from typing import Any

from assistant.etiquette.plan import Letter
from tests.reply.writing import EMPTY, KEN, NOTHING_TO_MEET, ULLA, slot

Details = Mapping[str, Any]

MET = "2026-05-08T12:00:00+00:00"
DEADLINE = "2026-05-15T15:00:00+00:00"
SLOTS = [slot(13, 7), slot(14, 12), slot(15, 9)]
UNZONED = [slot(13, 7, zone=None)]
PACKAGES: Mapping[str, dict[str, Any]] = {
    "files and links": EMPTY | {"given": ["CV", "portfolio", "work permit", "certificates"]},
    "promised": EMPTY | {"promised": ["transcript", "work samples"]},
    "some now, some later": EMPTY | {"given": ["CV"], "promised": ["transcript"]},
    "references named": EMPTY | {"references": "named", "referees": [ULLA, KEN]},
    "one reference named": EMPTY | {"references": "named", "referees": [ULLA]},
    "references later": EMPTY | {"references": "later"},
    "references promised": EMPTY | {"references": "promised", "promised": ["references"]},
    "salary": EMPTY | {"salary": True},
    "everything at once": EMPTY | {"given": ["CV"], "promised": ["transcript"], "references": "later", "salary": True},
}


def _meeting(variant: str, slots: list[dict[str, Any]], **changes: Any) -> Details:
    return NOTHING_TO_MEET | {"variant": variant, "slots": slots} | changes


def _thanks(number: int, *, talked: bool = True, ask_news: bool = True, met_at: str | None = MET) -> Details:
    return {
        "interview": 1,
        "person": "Jane Doe",
        "number": number,
        "talked": talked,
        "met_at": met_at,
        "ask_news": ask_news,
        "since": MET,
    }


def _refusal(variant: str, *, talked: bool = True, connect: bool = True) -> Details:
    return {"variant": variant, "talked": talked, "connect": ["jane doe"] if connect else []}


_REFUSALS = ("ask", "accept_call", "keep_in_touch", "final_round")

OCCASIONS: Mapping[Letter, Mapping[str, Details]] = {
    Letter.offer_reply: {
        "terms and deadline to be named": {"in_writing": True, "ask_deadline": True},
        "terms to be written": {"in_writing": True, "ask_deadline": False},
        "deadline to be named": {"in_writing": False, "ask_deadline": True},
        "all is said": {"in_writing": False, "ask_deadline": False},
    },
    Letter.availability: {
        "a time of theirs is free": _meeting("accept", SLOTS[:1]),
        "they set a time": _meeting("accept", SLOTS[:1], opening="confirmation"),
        "they moved it": _meeting("accept", UNZONED, opening="change", zone_unknown=True),
        "theirs, to choose from": _meeting("choose", SLOTS),
        "theirs, but one": _meeting("choose", UNZONED, zone_unknown=True),
        "times of the user's": _meeting("offer", SLOTS),
        "their time is taken": _meeting("offer", SLOTS, declined=1),
        "their times are taken": _meeting("offer", SLOTS, declined=2, opening="change"),
        "another for the one they set": _meeting("offer", SLOTS, opening="confirmation"),
        "a gap": _meeting("gap", []),
        "a gap, documents promised": _meeting("gap", [], materials=PACKAGES["promised"]),
        "a time and documents": _meeting("accept", SLOTS[:1], materials=PACKAGES["files and links"]),
        "they cancelled": _meeting("cancelled", [], opening="change"),
        "they cancelled and want references": _meeting(
            "cancelled", [], opening="change", materials=PACKAGES["references later"]
        ),
    },
    Letter.reschedule: {
        "free times": {"variant": "offer", "slots": SLOTS, "met_at": MET},
        "one free time": {"variant": "offer", "slots": SLOTS[:1], "met_at": MET},
        "a gap": {"variant": "gap", "slots": [], "met_at": MET},
    },
    Letter.no_show: {"nobody came": {"met_at": MET}},
    Letter.deadline_nudge: {"another offer": {"deadline": DEADLINE}},
    Letter.referee_heads_up: {"a referee": {"referee": ULLA}},
    Letter.materials: {name: {"materials": package} for name, package in PACKAGES.items()},
    Letter.reference_reminder: {"promised": {"promised": ["references", "transcript"]}},
    Letter.thank_you: {
        **{f"person {number + 1}": _thanks(number) for number in range(4)},
        **{f"person {number + 1}, a date is known": _thanks(number, ask_news=False) for number in range(4)},
        "who arranged it": _thanks(0, talked=False),
        "who arranged it, a date is known": _thanks(0, talked=False, ask_news=False),
        "asked for, no interview known": _thanks(0, met_at=None),
    },
    Letter.follow_up: {
        "after an interview": {"nth": 1, "interviewed": True},
        "without one": {"nth": 1, "interviewed": False},
        "second, after an interview": {"nth": 2, "interviewed": True},
        "second, without one": {"nth": 2, "interviewed": False},
    },
    Letter.decline: {"an offer": {}},
    Letter.withdrawal: {"an application": {}},
    Letter.interested: {"a pitch": {}},
    Letter.not_now: {"a pitch": {}},
    Letter.feedback_request: {
        **{name: _refusal(name) for name in _REFUSALS},
        **{f"{name}, nobody talked": _refusal(name, talked=False, connect=False) for name in _REFUSALS},
        "thanks": _refusal("thanks", connect=False),
        "thanks, nobody talked": _refusal("thanks", talked=False, connect=False),
    },
    Letter.feedback_thanks: {"feedback": {}},
    Letter.rejection_thanks: {"a form letter": {}},
    Letter.linkedin_note: {"a person": {"person": "Jane Doe"}},
}

TONES: Mapping[str, Mapping[str, Any]] = {
    "English, formal": {"language": "en", "voice": "formal", "informal": None},
    "English, warm": {"language": "en", "voice": "warm", "informal": None},
    "German, formal": {"language": "de", "voice": "formal", "informal": False},
    "German, warm": {"language": "de", "voice": "warm", "informal": None},
    "German, du": {"language": "de", "voice": "formal", "informal": True},
}
