"""Fetching a known message again: the ledger keeps no bodies."""

from assistant.ledger import messages
from assistant.mail.message import Arrival, Place, parse
from assistant.poller.run import Run


def find_again(run: Run, identity: str) -> tuple[Place, Arrival] | None:
    """Return where a message lies now and the message, wherever the user has filed it since; None if it is gone.

    Trash is never looked in.
    """
    with run.ledger.step() as step:
        record = messages.known(step, identity)
    places_to_try = [record.place] if record else []
    for place, arrival in run.mailbox.read(places_to_try):
        if arrival is not None and parse(arrival).identity == identity:
            return place, arrival
    place_found = None if identity.startswith("no-id:") else run.mailbox.find(identity)
    for place, arrival in run.mailbox.read([place_found]) if place_found else ():
        if arrival is not None:
            return place, arrival
    return None
