"""What a recruiter's pitch leaves unsaid, so that an interested reply asks for that alone."""

import re

from assistant.mail.message import Message

_AMOUNT = re.compile(
    r"(?:[€$£]|\b(?:EUR|USD|GBP|CHF))\s?\d|\d\s?(?:[€$£]|(?:EUR|USD|GBP|CHF|Euro|Franken)\b)|\b\d{2,3}\s?[kK]\b|"
    r"\b(?:TV-?L|TVöD|TVÖD|Entgeltgruppe)\b"
)
"""A sum of money or a tariff; "a competitive salary" is none."""

_PLACE = re.compile(
    r"\b(?:remote\w*|hybrid\w*|on-?site|in[- ]office|home[- ]?office|work from home|based in|located in|offices? in|"
    r"relocat\w+|vor Ort|Standort\w*|Arbeitsort|mobile[sn]? Arbeiten|mit Sitz in)\b",
    re.IGNORECASE,
)


def names_pay(message: Message) -> bool:
    """Whether it names what the role pays."""
    return _AMOUNT.search(message.body.text) is not None


def names_place(message: Message) -> bool:
    """Whether it says where the work is done."""
    return _PLACE.search(f"{message.subject}\n{message.body.text}") is not None
