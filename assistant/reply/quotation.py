"""The original below a reply, as mail clients put it there."""

from zoneinfo import ZoneInfo

from assistant.mail.message import Message
from assistant.reply import wording
from assistant.reply.draft import one_line

_LIMIT = 20_000
"""Characters of the original that are quoted; a longer one is cut there."""


def quotation(message: Message, language: str, zone: ZoneInfo) -> str:
    """Return who wrote when, then every line behind "> "; what was quoted already gains a level."""
    whole = message.body.whole or message.body.text
    lines = whole[:_LIMIT].splitlines() + (["[…]"] if len(whole) > _LIMIT else [])
    quoted = (f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines)
    return "\n".join([_introduction(message, language, zone), *quoted])


def _introduction(message: Message, language: str, zone: ZoneInfo) -> str:
    name = one_line(message.sender.name or message.sender.address) if message.sender else ""
    when = wording.long_date(message.sent_at.astimezone(zone).date(), language) if message.sent_at else ""
    if language == "de":
        return f"{f'Am {when} schrieb' if when else 'Es schrieb'} {name or 'man'}:"
    return f"{f'On {when}, ' if when else ''}{name or 'you'} wrote:"
