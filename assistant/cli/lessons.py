"""`assistant lessons`: what they said, and what to ask oneself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.application import Stage
from assistant.cli.output import load_config, plain, print_json
from assistant.config import Config
from assistant.etiquette.rejection import QUESTIONS
from assistant.ledger import applications, messages
from assistant.ledger.connection import Step
from assistant.poller.opening import open_ledger

_FRESH = timedelta(days=2)
"""A refusal so recent is worth looking back at; later the questions would only nag."""


def run(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Print the lessons of the accounts meant, the newest first."""
    config, accounts = load_config(given, account)
    found = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            found += [{"account": name, **one} for one in _lessons(step, config)]
    for one in found:
        if as_json:
            print_json(one)
        else:
            _print(one)
    if not found and not as_json:
        print("No refusal and no feedback yet.")
    return 0


def _lessons(step: Step, config: Config) -> list[dict[str, object]]:
    known = applications.recorded(step)
    records = [one for one in messages.recorded(step, in_application=True) if one.sure]
    lessons = []
    for one in known:
        here = [record for record in records if record.application == one.id]
        feedback = [sentence for record in reversed(here) for sentence in record.facts.get("feedback", ())]
        if one.stage is not Stage.rejected and not feedback:
            continue
        fresh = one.stage is Stage.rejected and one.changed_at and datetime.now(UTC) - one.changed_at < _FRESH
        causes = [record.facts["out_of_hands"] for record in here if record.facts.get("out_of_hands")]
        lessons.append(
            {
                "company": one.company,
                "role": one.role,
                "stage": one.stage.value,
                "day": one.changed_at and one.changed_at.astimezone(config.zone).date().isoformat(),
                "feedback": feedback,
                "out_of_your_hands": causes[0] if causes else None,
                "ask_yourself": list(QUESTIONS) if fresh else [],
            }
        )
    return lessons


def _print(one: dict[str, object]) -> None:
    place = ", ".join(str(one[key]) for key in ("company", "role") if one[key]) or "unknown company"
    lines = [f"{one['day']}  {place} ({one['stage']})"]
    if one["out_of_your_hands"]:
        lines.append(f"  out of your hands: {one['out_of_your_hands']}")
    lines += [f"  they said: {sentence}" for sentence in one["feedback"]]  # type: ignore[attr-defined]
    lines += [f"  ask yourself: {question}" for question in one["ask_yourself"]]  # type: ignore[attr-defined]
    print(plain("\n".join(lines)))
