"""Fetching a known message again: the ledger keeps no bodies."""

from assistant.ledger import messages
from assistant.mail.message import Arrival, parse
from assistant.poller.run import Run


def find_again(run: Run, identity: str) -> Arrival | None:
    """Return a message the ledger knows, wherever the user has filed it since; None if it is gone.

    Trash is never looked in.
    """
    with run.ledger.step() as step:
        record = messages.known(step, identity)
    for _, arrival in run.mailbox.read([record.place] if record else []):
        if arrival is not None and parse(arrival).identity == identity:
            return arrival
    found = None if identity.startswith("no-id:") else run.mailbox.find(identity)
    return next((arrival for _, arrival in run.mailbox.read([found] if found else []) if arrival), None)
