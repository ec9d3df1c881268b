"""Messages made by hand, as mail would read them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.understanding.facts import Facts, extract

Letter = Callable[..., Message]

SENT_AT = datetime(2026, 5, 5, 9, tzinfo=UTC)
"""A Tuesday."""


def address(text: str) -> Address:
    """Read "Jane Doe <jane@northwind.com>"."""
    name, _, rest = text.rpartition("<")
    return Address(name=name.strip(), address=rest.rstrip(">"))


def message(text: str, *, sender: str = "", subject: str = "", signature: str = "", **more: Any) -> Message:
    """Build a message; addresses and links are given as text."""
    links = more.pop("links", ())
    hidden = more.pop("hidden", "")
    fields = {name: tuple(map(address, more.pop(name))) for name in ("to", "cc", "reply_to") if name in more}
    return Message(
        id="<1@test>",
        identity="<1@test>",
        sender=address(sender) if sender else None,
        subject=subject,
        sent_at=more.pop("sent_at", SENT_AT),
        body=Body(text=text, signature=signature, whole=f"{text}\n{signature}", links=links, hidden=hidden),
        **fields,
        **more,
    )


@pytest.fixture
def letter() -> Letter:
    """Return the builder of messages."""
    return message


@pytest.fixture
def read_facts() -> Callable[..., Facts]:
    """Return what builds a message and extracts its facts."""
    return lambda text, zone=None, **more: extract(message(text, **more), zone=zone)
