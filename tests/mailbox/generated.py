"""Large mailboxes, generated: the same messages every time."""

import base64
import os
import random
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from functools import cache
from html import escape

from assistant.shipped import shipped
from assistant.training.composing import Composer, Mail
from assistant.training.composing import fill as fill_slots
from assistant.training.corpus import Corpus, load
from assistant.understanding.labels import Label
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.world import NOW

TEXT_BYTES = 6000
"""How long a newsletter is."""

_ATTACHED_EVERY, _JOB_EVERY = 10, 20


def fill(server: Dovecot, person: Person, count: int, *, attachment_bytes: int = 0) -> int:
    """Write messages straight into the server's files; every tenth may carry an attachment; return their size."""
    cur = server.maildir(person.user) / "cur"
    person.program.messages("INBOX")
    total = 0
    for number, raw in enumerate(messages(count, attachment_bytes=attachment_bytes)):
        total += len(raw)
        path = cur / f"{1_700_000_000 + number}.M{number}.test,S={len(raw)}:2,S"
        path.write_bytes(raw)
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    server.own(cur)
    return total


def messages(count: int, *, attachment_bytes: int = 0) -> Iterator[bytes]:
    """Yield what lies in an inbox: newsletters, half of them also as HTML; every twentieth is about an application."""
    chance = random.Random(7)
    attachment = base64.encodebytes(chance.randbytes(attachment_bytes)).replace(b"\n", b"\r\n")
    newsletters = _newsletters(chance)
    for number in range(count):
        letter = _job_letter(chance) if number % _JOB_EVERY == 1 else next(newsletters)
        header = _header(number, letter)
        if attachment and number % _ATTACHED_EVERY == 0:
            yield header + _mixed(letter.body, attachment)
        elif number % 2:
            yield header + _alternative(letter.body[: TEXT_BYTES // 2])
        else:
            yield header + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + _lines(letter.body)


@cache
def _corpus() -> Corpus:
    return load(shipped("fixtures", "corpus"))


def _newsletters(chance: random.Random) -> Iterator[Mail]:
    """Yield mail about no application, made long by saying more of the kind; a few hundred, told again and again."""
    corpus = _corpus()
    ordinary = [one for one in corpus.sentences if one.label is Label.unrelated and one.language in ("en", "de")]
    composer = Composer(corpus.sentences, corpus.values, chance)
    drawn = []
    for _ in range(300):
        first, body = composer.compose_ordinary(chance.choice(ordinary)), ""
        while len(body) < TEXT_BYTES:
            body += composer.compose_ordinary(chance.choice(ordinary)).body + "\n\n"
        drawn.append(Mail(labels=first.labels, language=first.language, subject=first.subject, body=body))
    while True:
        yield chance.choice(drawn)


def _job_letter(chance: random.Random) -> Mail:
    corpus = _corpus()
    return fill_slots(chance.choice([one for one in corpus.letters if one.everyday]), corpus.values, chance)


def _header(number: int, letter: Mail) -> bytes:
    sender = f"s{number % 300}@host{number % 300}.example"
    sent = NOW - timedelta(minutes=number)
    return (
        f"Return-Path: <{sender}>\r\nReceived: from mx.example (mx [192.0.2.1]) by mail.example; "
        f"{format_datetime(sent)}\r\nFrom: Sender {number % 300} <{sender}>\r\nTo: Robin Hale <robin@hale.example>\r\n"
        f"Subject: {letter.subject.encode('ascii', 'replace').decode() or 'Hello'}\r\nDate: {format_datetime(sent)}\r\n"
        f"Message-ID: <n{number}@example.test>\r\nMIME-Version: 1.0\r\n"
    ).encode()


def _alternative(text: str) -> bytes:
    paragraphs = "".join(f"<p>{escape(one)}</p>\r\n" for one in text.split("\n\n"))
    return (
        b'Content-Type: multipart/alternative; boundary="=_a"\r\n\r\n'
        b"--=_a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + _lines(text)
        + b"--=_a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _lines(paragraphs) + b"--=_a--\r\n"
    )  # fmt: skip


def _mixed(text: str, attachment: bytes) -> bytes:
    """Write a text with an attachment that is encoded already."""
    return (
        b'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n'
        b"--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + _lines(text) + b"--=_b\r\n"
        b"Content-Type: application/octet-stream; name=f.bin\r\nContent-Disposition: attachment\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + attachment + b"--=_b--\r\n"
    )


def _lines(text: str) -> bytes:
    return "\r\n".join([*text.splitlines(), ""]).encode()
