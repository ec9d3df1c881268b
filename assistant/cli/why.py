"""`assistant why`: what was decided about one message."""

import os
import sys
from pathlib import Path
from typing import Any

from assistant.cli.output import identity_of, load_config, plain, print_json, when
from assistant.config import Config
from assistant.ledger import messages, plans
from assistant.ledger.messages import Record
from assistant.ledger.plans import Entry
from assistant.poller.opening import open_ledger


def run(message_id: str, given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Print the decision; 1 if no account has read such a message."""
    config, accounts = load_config(given, account)
    wanted = identity_of(message_id)
    for name in accounts:
        with open_ledger(config, name).step() as step:
            record = messages.known(step, wanted)
            entries = plans.entries(step, parent=wanted)
        if record is not None:
            if as_json:
                print_json(_as_json(name, record, entries))
            else:
                _print(config, record, entries)
            return os.EX_OK
    print(f"assistant: no message {wanted} has been read yet; run `assistant poll`, or check the id.", file=sys.stderr)
    return 1


def _as_json(name: str, record: Record, entries: list[Entry] | Any) -> dict[str, Any]:
    return {
        "account": name,
        "message_id": record.identity,
        "label": record.label,
        "sure": record.sure,
        "probabilities": record.verdict.get("probabilities", {}),
        "evidence": record.verdict.get("evidence", []),
        "facts": dict(record.facts),
        "silences": list(record.silences),
        "warnings": list(record.warnings),
        "application": record.application,
        "plans": [
            {
                "letter": one.plan.letter.value,
                "because": one.plan.because,
                "state": one.state.value,
                "outcome": one.outcome,
                "not_before": one.plan.not_before.isoformat(),
                "wanted_until": one.plan.wanted_until.isoformat(),
                "message_id": one.message_id,
            }
            for one in entries
        ],
    }


def _print(config: Config, record: Record, entries: list[Entry] | Any) -> None:
    probability = record.verdict.get("probabilities", {}).get(record.label)
    sure = "sure" if record.sure else "not sure enough to act on"
    lines = [f"{record.identity}"]
    if record.subject:
        lines.append(f"  {record.subject} — from {record.sender}, {when(record.sent_at, config)}")
    lines.append(f"  read as {record.label}" + (f" ({probability:.0%}, {sure})" if probability is not None else ""))
    lines += [f"    it says: {sentence}" for sentence in record.verdict.get("evidence", [])]
    lines += [f"  warning: {warning}" for warning in record.warnings]
    for one in entries:
        lines.append(f"  {one.plan.letter.words}: {one.state}, because {one.plan.because}")
        if one.state.value == "planned":
            lines.append(f"    it may appear from {when(one.plan.not_before, config)}")
        if one.outcome:
            lines.append(f"    {one.outcome}")
    lines += [f"  no draft: {because}" for because in record.silences]
    print(plain("\n".join(lines)))
