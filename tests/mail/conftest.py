"""A small builder of raw messages."""

from collections.abc import Callable

import pytest

from assistant.mail.message import Arrival, Message, parse

Mail = Callable[..., bytes]
Parsed = Callable[..., Message]


def _mail(body: str | bytes = "Hello.", /, **fields: str) -> bytes:
    """Build a message; field names have "_" for "-", an empty value leaves a field out."""
    standard = {"from": "Nora Feld <nora@acme.example>", "to": "sam@rivers.example", "message_id": "<1@acme.example>"}
    lines = [f"{name.replace('_', '-').title()}: {value}" for name, value in (standard | fields).items() if value]
    raw_body = body.encode() if isinstance(body, str) else body
    return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\n" + raw_body


@pytest.fixture
def mail() -> Mail:
    """Build raw bytes: mail("text", subject="Hi", reply_to="a@b.example")."""
    return _mail


@pytest.fixture
def parsed() -> Parsed:
    """Build a message and read it."""
    return lambda body="Hello.", /, **fields: parse(Arrival(raw=_mail(body, **fields)))
