"""`assistant applications show`: one application with its mail, its interviews and its letters."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.applications import next_words, told
from assistant.cli.output import load_config, plain, print_json, when
from assistant.cli.saying import account_of
from assistant.config import Config
from assistant.ledger import belonging, plans
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, Entry
from assistant.poller.opening import open_ledger
from assistant.poller.overview import Overview, overview


def show(given: Path | None, number: int, *, as_json: bool) -> int:
    """Print one application.

    Raises:
        CannotBeDone: there is none of that number.
    """
    config, accounts = load_config(given, None)
    account, now = account_of(config, accounts, [number]), datetime.now(UTC)
    with open_ledger(config, account).step() as step:
        (one,) = (it for it in overview(step, config, now) if it.application.id == number)
        letters = [record for record, _ in belonging.letters(step, number)]
        drafts = plans.entries(step, states=LIVE, application=number)
    if as_json:
        mail = [_told_letter(record) for record in letters]
        print_json({**told(account, one), "mail": mail, "drafts": [_told_draft(entry) for entry in drafts]})
        return os.EX_OK
    for line in _lines(one, letters, drafts, config, now):
        print(plain(line))
    return os.EX_OK


def _told_letter(record: Record) -> dict[str, object]:
    return {
        "message_id": record.identity,
        "sent_at": record.sent_at and record.sent_at.isoformat(),
        "label": record.label,
        "sure": record.sure,
        "sender": record.sender,
        "subject": record.subject,
    }


def _told_draft(entry: Entry) -> dict[str, str]:
    return {"letter": entry.plan.letter.value, "state": entry.state.value, "answers": entry.parent}


def _lines(
    one: Overview, letters: Sequence[Record], drafts: Sequence[Entry], config: Config, now: datetime
) -> list[str]:
    here = one.application
    lines = [f"{here.id}  {here.title}: {here.stage}", f"   next     {next_words(one, config, now)}"]
    if here.said.applied_on:
        lines.append(f"   applied  {here.said.applied_on}")
    if here.said.note:
        lines.append(f"   note     {here.said.note}")
    lines += [f"   talk     {when(at, config)}" for at in one.interviews]
    lines += [f"   draft    {entry.plan.letter.words} ({entry.state}), answers {entry.parent}" for entry in drafts]
    for record in letters:
        label = record.label if record.sure else f"unsure, most likely {record.label}"
        lines += [
            f"   mail     {when(record.sent_at, config)}  {label}: {record.subject}",
            f"            {record.identity}",
        ]
    return lines
