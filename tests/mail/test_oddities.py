"""Every file of fixtures/oddities is one way in which real mail is broken; the table says what is read all the same."""

from typing import Any

import pytest

from assistant.mail.message import Arrival, Message, parse
from assistant.shipped import shipped

LONG = "<" + "A" * 60 + "." + "b9" * 25 + "@eurprd07.prod.mail.example>"

EXPECTED: dict[str, dict[str, Any]] = {
    "base64-that-is-none": {"text": "This was never encoded, whatever the header says."},
    "base64-with-a-list-footer": {"text": "Können wir telefonieren?"},
    "bounce": {"automatic": "Content-Type: multipart/report", "forwarded": False},
    "charset-gb2312-that-is-gb18030": {"text": "面试时间：周三，镕先生"},
    "charset-missing": {"text": "Schöne Grüße"},
    "charset-nobody-knows": {"text": "Wir möchten Sie kennenlernen."},
    "comma-in-an-unquoted-name": {"sender": ("Feld, Nora", "nora.feld@lumenwerk.example")},
    "date-nobody-can-read": {"sent_at": None, "text": "Hello."},
    "empty": {"id": "", "sender": None, "text": ""},
    "empty-plain-beside-html": {
        "text": "Are you free on Monday?\n\nPick a time",
        "links": ("https://cal.example/nora",),
    },
    "encoded-word-cut-inside-a-character": {"subject": "Grüße aus München, Grüße!"},
    "encoded-words-with-line-breaks": {"subject": "Hello Bcc: thief@elsewhere.example"},
    "file-name-in-pieces": {"attachments": ["Stellenübersicht.pdf"]},
    "format-flowed": {
        "text": "This sentence runs over two lines.",
        "quote": "> quoted words go on",
        "signature": "-- \nNora",
    },
    "forwarded-as-an-attachment": {"forwarded": True, "text": "Look at this.\n\nCan you come on Friday?"},
    "group-instead-of-recipients": {"to": (), "text": "Hello."},
    "header-line-without-a-colon": {"id": "<colon@lumenwerk.example>", "subject": "Still read"},
    "headers-without-an-end": {"id": "<cut@lumenwerk.example>", "text": ""},
    "html-labelled-as-plain": {"text": "Thank you for applying."},
    "html-with-hidden-words": {
        "text": "Shown words\n\nButton",
        "hidden": "Preview words tiny words white words invisible words",
        "links": ("https://cal.example/b",),
    },
    "lines-end-with-carriage-returns": {"id": "<old-mac@lumenwerk.example>", "text": "One line.\nAnother line."},
    "mbox-line-first": {"id": "<from-an-mbox@lumenwerk.example>", "text": ">From here on we plan to hire."},
    "message-id-empty": {"id": "", "text": "No id worth the name."},
    "message-id-folded-in-its-middle": {"id": "<part-one.part-two@lumenwerk.example>"},
    "message-id-longer-than-a-line": {
        "id": LONG,
        "in_reply_to": LONG.replace("A", "C"),
        "references": ("<one@rivers.example>", LONG.replace("A", "C")),
    },
    "message-id-with-a-space": {"id": ""},
    "multipart-never-closed": {"text": "The end is mis"},
    "multipart-without-a-boundary": {"text": "The words are here all the same."},
    "nested-deeper-than-anybody-writes": {"id": "<deep@lumenwerk.example>", "text": ""},
    "no-empty-line-before-the-body": {"text": "We liked your application\nand would like to talk."},
    "no-headers-at-all": {"id": "", "text": "Just words, no header."},
    "nul-bytes": {"text": "Hello there."},
    "plain-stub-beside-html": {"text": "We would like to invite you to an interview in our office next week."},
    "quoted-printable-left-in-the-text": {
        "text": "We’d like to meet you and we are looking forward to it – soon.",
    },
    "raw-utf8-in-headers": {"subject": "Grüße aus Köln", "sender": ("Jörg Weiß", "joerg@lumenwerk.example")},
    "reply-to-with-a-stray-dot": {"reply_to": ("nora.feld@lumenwerk.example",)},
    "right-to-left-override-in-the-name": {"sender": ("Nora gpj.exe Feld", "nora.feld@lumenwerk.example")},
    "tnef-attachment": {"text": "See the attachment.", "attachments": ["winmail.dat"]},
    "two-addresses-in-one-mailbox": {"sender": None},
    "utf8-cut-inside-a-character": {"text": ("Wir melden uns nächste Woche bei Ihnen. " * 3 + "Gr").strip()},
    "uuencoded-attachment-in-the-text": {"text": "The form is below.", "signature": "Regards"},
}


def _seen(message: Message, name: str) -> Any:
    if name in ("text", "quote", "signature", "links", "hidden"):
        return getattr(message.body, name)
    if name == "sender":
        return message.sender and (message.sender.name, message.sender.address)
    if name in ("to", "reply_to"):
        return tuple(address.address for address in getattr(message, name))
    if name == "attachments":
        return [attachment.name for attachment in message.attachments]
    return getattr(message, name)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_message_is_read_as_far_as_it_can_be(name: str) -> None:
    """One bad field or part must never cost the rest: real mail is broken mail."""
    raw = shipped("fixtures", "oddities", f"{name}.eml").read_bytes()

    message = parse(Arrival(raw=raw))

    assert {field: _seen(message, field) for field in EXPECTED[name]} == EXPECTED[name]


def test_every_oddity_has_its_expectation() -> None:
    """A fixture nobody checks is decoration."""
    names = {path.stem for path in shipped("fixtures", "oddities").glob("*.eml")}

    assert names == set(EXPECTED)
