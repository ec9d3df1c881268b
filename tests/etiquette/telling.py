"""Tells a decision in the sentences of the tables of rules."""

from datetime import datetime

from assistant.etiquette.plan import Decision, Letter, Plan
from tests.etiquette.scenes import BERLIN


def tell(decision: Decision) -> list[str]:
    """Return plans first, then silences."""
    return [*map(tell_plan, decision.plans), *(f"silence: {one.because}" for one in decision.silences)]


def tell_plan(plan: Plan) -> str:
    """Return a plan in one line."""
    to = ", ".join(one.address for one in plan.recipients) or "nobody yet"
    cc = f" cc {', '.join(one.address for one in plan.cc)}" if plan.cc else ""
    words = ", ".join(_details(plan))
    name = f"{plan.letter.words} ({words})" if words else plan.letter.words
    return f"{name} to {to}{cc}, {_clock(plan.not_before)} until {_clock(plan.wanted_until)}"


def _details(plan: Plan) -> list[str]:
    details = plan.details
    package = details.get("materials") or {}
    references = package.get("references", "none")
    return [
        *([details["variant"]] if "variant" in details else []),
        *([str(details["nth"])] if "nth" in details else []),
        *(["connect"] if plan.letter is Letter.feedback_request and details["connect"] else []),
        *([details["opening"]] if details.get("opening", "invitation") != "invitation" else []),
        *(["never talked"] if plan.letter is Letter.feedback_request and not details["talked"] else []),
        *(_clock(datetime.fromisoformat(one["start"])) for one in details.get("slots", ())),
        *(["which zone?"] if details.get("zone_unknown") else []),
        *(["cannot make theirs"] if details.get("declined") else []),
        *(f"given {one}" for one in package.get("given", ())),
        *(f"promised {one}" for one in package.get("promised", ())),
        *([f"references {references}"] if references != "none" else []),
        *(["asks for the range"] if package.get("salary") else []),
        *([details["person"]] if details.get("person") else []),
        *(["asks for it in writing"] if details.get("in_writing") else []),
        *(["asks for news"] if details.get("ask_news") else []),
        *(["to pass on"] if details.get("talked") is False and plan.letter is Letter.thank_you else []),
        *(["asks by when"] if details.get("ask_deadline") else []),
    ]


def _clock(when: datetime) -> str:
    local = when.astimezone(BERLIN)
    return f"{local:%a} {local.day} {local:%b %H:%M}"
