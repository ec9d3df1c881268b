"""`assistant correct`: the user knows better."""

import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.output import identity_of, load_config, plain, print_json, say_damage
from assistant.config import Config
from assistant.errors import LedgerBusy, UnreadableMessage
from assistant.ledger import messages
from assistant.ledger.lock import only_run
from assistant.ledger.messages import Record
from assistant.poller.correcting import correct
from assistant.poller.opening import ledger_path, load_classifier, open_ledger, opened
from assistant.understanding.labels import Label


def run(message_id: str, said: str, given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Correct the message in every account that read it; 2 if there is no such label, 1 if no such message."""
    if said not in Label.__members__:
        labels = ", ".join(Label)
        print(plain(f'assistant: there is no label "{said}"; a message is one of {labels}.'), file=sys.stderr)
        return 2
    config, accounts = load_config(given, account)
    wanted = identity_of(message_id)
    known = [(name, record) for name in accounts if (record := _known(config, name, wanted)) is not None]
    if not known:
        told = f"no message {wanted} has been read yet; run `assistant poll`, or check the id."
        print(plain(f"assistant: {told}"), file=sys.stderr)
        return 1
    return max(_correct(config, name, record, Label(said), as_json=as_json) for name, record in known)


def _known(config: Config, name: str, identity: str) -> Record | None:
    with open_ledger(config, name).step() as step:
        return messages.known(step, identity)


def _correct(config: Config, name: str, record: Record, label: Label, *, as_json: bool) -> int:
    now = datetime.now(UTC)
    with ExitStack() as stack:
        if not stack.enter_context(only_run(ledger_path(config).with_name(f"{name}.lock"))):
            raise LedgerBusy(f"{name} is being polled just now; try again in a moment.")
        try:
            correct(stack.enter_context(opened(config, name, load_classifier(say_damage), now)), record, label)
        except UnreadableMessage as error:
            print(plain(f"assistant: {name}: {error}"), file=sys.stderr)
            return 1
    if as_json:
        print_json({"account": name, "message_id": record.identity, "label": label.value, "was": record.label})
    else:
        print(plain(f"{name}: {record.identity} is {label.value} now; it was read as {record.label}."))
    return os.EX_OK
