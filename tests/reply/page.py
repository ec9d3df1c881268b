"""Every letter in every voice, language and state of knowledge on one page, to be read by a person.

`make letters`, or `python -m tests.reply.page PATH`. The page needs no network and follows light and dark.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from assistant.etiquette.plan import Letter
from assistant.mail.headers import Address
from assistant.reply.compose import Desk
from assistant.understanding.facts import Person
from tests.reply.catalogue import OCCASIONS, TONES
from tests.reply.chance import addressed
from tests.reply.writing import JANE, desk, parent, write

FACTS: Mapping[str, Mapping[str, Any]] = {
    "name": {"people": (Person(name="Jane Doe", address=JANE.address),), "message": parent()},
    "role": {"role": "Data Engineer"},
    "company": {"company": "Acme GmbH"},
    "phone": {"phone": "+49 40 777"},
    "agency": {"agency": "Finders"},
    "talked": {"met": "thank you for talking with us"},
}
NOBODY: Mapping[str, Any] = {"people": (), "message": parent(sender=Address(address=JANE.address))}
TITLE: Mapping[str, Any] = {"people": (Person(name="Jane Doe", address=JANE.address, honorific="Frau Dr."),)}
STATES = [set(known) for size in range(len(FACTS), -1, -1) for known in combinations(FACTS, size)]
FULLEST = frozenset(FACTS) - {"agency"}

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 110rem; padding: 0 1.5rem; }
nav { columns: 14rem; } h2 { margin-top: 3rem; border-top: 3px solid var(--line); padding-top: 1rem; }
.row { display: grid; grid-template-columns: repeat(5, minmax(15rem, 1fr)); gap: 1rem; overflow-x: auto; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; }
article h4 { margin: 0 0 .5rem; font-weight: 600; } article p { margin: .6rem 0; white-space: pre-line; }
small { opacity: .7; } .subject { background: var(--soft); padding: .2rem .5rem; border-radius: .3rem; }
details { margin: .8rem 0; } summary { cursor: pointer; } details .row { margin-top: .8rem; }
"""


@cache
def _desk(voice: str, phone: str) -> Desk:
    return desk(voice=voice, me={"phone": phone, "linkedin": "https://linkedin.example/robin"})


def rendered(
    letter: Letter, details: Mapping[str, Any], tone: str, known: set[str], **more: Any
) -> tuple[str, str, int]:
    """Return subject, text and number of words of one letter, written from part of what could be known."""
    values = NOBODY | dict(chain.from_iterable(FACTS[name].items() for name in FACTS if name in known)) | more
    phone = values.pop("phone", "")
    spoken = {key: TONES[tone][key] for key in ("language", "informal")}
    named = addressed(details, "Jane Doe" if "name" in known else None)
    written = write(letter, named, at=_desk(TONES[tone]["voice"], phone), **spoken, **values)
    subject = str(written.fields["Subject"])
    return "" if subject.startswith("Re:") else subject, written.text, len(written.prose)


def versions(letter: Letter, details: Mapping[str, Any], tone: str) -> Mapping[tuple[str, str, int], list[str]]:
    """Return every different wording of a letter with the states of knowledge that lead to it, the fullest first."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for known in [set(FULLEST), *STATES]:
        names = ", ".join(name for name in FACTS if name in known) or "nothing"
        found.setdefault(rendered(letter, details, tone, known), []).append(names)
    found.setdefault(rendered(letter, details, tone, set(FULLEST), **TITLE), []).append("as above, with a title")
    return found


def page() -> Iterator[str]:
    """Yield the page's parts."""
    names = "".join(f'<li><a href="#{letter}">{escape(letter.words)}</a></li>' for letter in OCCASIONS)
    yield (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Every letter</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}</style><h1>Every letter</h1><nav><ul>{names}</ul></nav>"
    )
    for letter, occasions in OCCASIONS.items():
        yield f'<h2 id="{letter}">{escape(letter.words)}</h2>'
        for occasion, details in occasions.items():
            yield f"<h3>{escape(occasion)}</h3>"
            yield from _occasion({tone: versions(letter, details, tone) for tone in TONES})


def _occasion(columns: Mapping[str, Mapping[tuple[str, str, int], list[str]]]) -> Iterator[str]:
    """Yield the fullest wording in each tone side by side, and the others folded below."""
    first = {tone: next(iter(found.items())) for tone, found in columns.items()}
    yield f'<div class="row">{"".join(_card(tone, *one) for tone, one in first.items())}</div>'
    for tone, found in columns.items():
        rest = list(found.items())[1:]
        if rest:
            cards = "".join(_card(tone, *one) for one in rest)
            yield f'<details><summary>{tone}: {len(rest)} more</summary><div class="row">{cards}</div></details>'


def _card(tone: str, version: tuple[str, str, int], known: list[str]) -> str:
    subject, text, words = version
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    head = f'<p class="subject">{escape(subject)}</p>' if subject else ""
    more = f" (and {len(known) - 1} more)" if len(known) > 1 else ""
    return (
        f"<article><h4>{tone} <small>{words} words</small></h4>{head}{paragraphs}"
        f"<small>known: {escape(known[0])}{more}</small></article>"
    )


def main() -> None:
    """Write the page and tell where."""
    path = Path(sys.argv[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(page())
    path.write_text(text, encoding="utf-8")
    count = sum(map(len, OCCASIONS.values())) * len(TONES) * (len(STATES) + 2)
    print(f"{count} letters written, {text.count('<article>')} of them different: {path.resolve()}")


if __name__ == "__main__":
    main()
