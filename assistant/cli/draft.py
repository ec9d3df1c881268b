"""`assistant draft`: one letter, now."""

import os
import sys
from pathlib import Path

from assistant.cli.alone import alone, records_of
from assistant.cli.output import load_config, plain, print_json
from assistant.cli.poll import json_watcher, plain_watcher
from assistant.config import Config
from assistant.errors import UnreadableMessage
from assistant.etiquette.on_demand import KINDS
from assistant.ledger.messages import Record
from assistant.poller.asking import draft_now


def run(kind: str, message_id: str, given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Draft the letter in the account that read the message; 2 if there is no such kind, 1 if nothing was drafted."""
    if kind not in KINDS:
        print(plain(f'assistant: there is no letter "{kind}"; ask for one of {", ".join(KINDS)}.'), file=sys.stderr)
        return 2
    config, accounts = load_config(given, account)
    known = records_of(config, accounts, message_id)
    return max((draft(config, name, kind, record, as_json=as_json) for name, record in known), default=1)


def draft(config: Config, name: str, kind: str, record: Record, *, as_json: bool) -> int:
    """Draft one letter and say what came of it; 1 if nothing was drafted."""
    try:
        with alone(config, name, json_watcher(name) if as_json else plain_watcher(name)) as run:
            decision, summary = draft_now(run, kind, record)
    except UnreadableMessage as error:
        print(plain(f"assistant: {name}: {error}"), file=sys.stderr)
        return 1
    told = [one.because for one in decision.silences]
    if as_json:
        print_json(
            {"account": name, "message_id": record.identity, "kind": kind, "placed": summary.placed, "notes": told}
        )
    else:
        for because in told:
            print(plain(f"{name}: {'note' if decision.plans else 'no draft'}: {because}."))
        if decision.plans and not summary.placed:
            print(plain(f"{name}: nothing was put; `assistant why '{record.identity}'` tells why."), file=sys.stderr)
    return os.EX_OK if summary.placed else 1
