"""`assistant correct`: the user knows better."""

import os
import sys
from pathlib import Path

from assistant.cli.alone import alone, records_of
from assistant.cli.output import load_config, plain, print_json
from assistant.config import Config
from assistant.errors import UnreadableMessage
from assistant.ledger.messages import Record
from assistant.poller.correcting import correct
from assistant.understanding.labels import Label


def run(message_id: str, said: str, given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Correct the message in every account that read it; 2 if there is no such label, 1 if no such message."""
    if said not in Label.__members__:
        labels = ", ".join(Label)
        print(plain(f'assistant: there is no label "{said}"; a message is one of {labels}.'), file=sys.stderr)
        return 2
    config, accounts = load_config(given, account)
    known = records_of(config, accounts, message_id)
    codes = [_correct(config, name, record, Label(said), as_json=as_json) for name, record in known]
    return max(codes, default=1)


def _correct(config: Config, name: str, record: Record, label: Label, *, as_json: bool) -> int:
    try:
        with alone(config, name) as run:
            correct(run, record, label, by_command=True)
    except UnreadableMessage as error:
        print(plain(f"assistant: {name}: {error}"), file=sys.stderr)
        return 1
    if as_json:
        print_json({"account": name, "message_id": record.identity, "label": label.value, "was": record.label})
    else:
        print(plain(f"{name}: {record.identity} is {label.value} now; it was read as {record.label}."))
    return os.EX_OK
