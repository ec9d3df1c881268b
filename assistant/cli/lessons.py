"""`assistant lessons`: what they said, and what to ask oneself."""

from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.output import load_config, plain, print_json
from assistant.config import Config
from assistant.etiquette.rejection import QUESTIONS
from assistant.poller.opening import open_ledger
from assistant.report.figures import Lesson
from assistant.report.gathering import lessons


def run(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Print the lessons of the accounts meant, the newest first."""
    config, accounts = load_config(given, account)
    found = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            found += [{"account": name, **_told(one, config)} for one in lessons(step, datetime.now(UTC))]
    for one in found:
        if as_json:
            print_json(one)
        else:
            _print(one)
    if not found and not as_json:
        print("No refusal and no feedback yet.")
    return 0


def _told(one: Lesson, config: Config) -> dict[str, object]:
    return {
        "company": one.company,
        "role": one.role,
        "stage": one.stage,
        "day": one.at and one.at.astimezone(config.zone).date().isoformat(),
        "feedback": list(one.feedback),
        "out_of_your_hands": one.out_of_your_hands,
        "ask_yourself": list(QUESTIONS) if one.fresh else [],
    }


def _print(one: dict[str, object]) -> None:
    place = ", ".join(str(one[key]) for key in ("company", "role") if one[key]) or "unknown company"
    lines = [f"{one['day']}  {place} ({one['stage']})"]
    if one["out_of_your_hands"]:
        lines.append(f"  out of your hands: {one['out_of_your_hands']}")
    lines += [f"  they said: {sentence}" for sentence in one["feedback"]]  # type: ignore[attr-defined]
    lines += [f"  ask yourself: {question}" for question in one["ask_yourself"]]  # type: ignore[attr-defined]
    print(plain("\n".join(lines)))
