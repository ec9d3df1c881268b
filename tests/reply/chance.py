"""Letters written from a random part of what could be known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from assistant.etiquette.plan import Letter
from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.understanding.facts import Person
from tests.reply.catalogue import OCCASIONS, TONES
from tests.reply.writing import JANE, KEN, ULLA, Written, desk, parent, slot, write

MARKS = {
    "role": "Markrole Engineer",
    "company": "Markcompany GmbH",
    "person": "Markperson Smith",
    "phone": "+49 40 777",
    "linkedin": "https://linkedin.example/markme",
}
AWKWARD = {
    "role": ["the Senior Data Engineer role", "DATA ENGINEER (m/w/d)", "data engineer", "Praktikum", "Head of R&D"],
    "company": ["Deutsche Bahn AG", "Stadt Köln", "the Guardian", "Acme", "X", "Bank für Tests eG", "MÜLLER & CO. KG"],
    "person": ["Dr. Anna von Berg", "J. Smith", "Zoë O'Neil", "Anne-Marie Müller-Lüdenscheidt"],
}
WANTED = ("certificates", "CV", "portfolio", "work permit")
MISSING = ("transcript", "cover letter", "start date", "work samples")
packages = st.fixed_dictionaries(
    {
        "given": st.lists(st.sampled_from(WANTED), unique=True),
        "promised": st.lists(st.sampled_from(MISSING), unique=True),
        "references": st.sampled_from(["none", "named", "later", "promised"]),
        "referees": st.sampled_from([[ULLA], [ULLA, KEN]]),
        "salary": st.booleans(),
    }
).map(
    lambda package: (
        package
        | {
            "referees": package["referees"] if package["references"] == "named" else [],
            "promised": package["promised"] + (["references"] if package["references"] == "promised" else []),
        }
    )
)
asking = packages.filter(
    lambda package: package["given"] or package["promised"] or package["references"] != "none" or package["salary"]
)
some = [slot(13, 7), slot(14, 12), slot(14, 14, open_end=True), slot(15, 9)]
slots = st.lists(st.sampled_from(some), min_size=1, max_size=4, unique_by=str)


@st.composite
def meetings(draw: st.DrawFn) -> dict[str, Any]:
    variant = draw(st.sampled_from(["accept", "choose", "offer", "gap"]))
    chosen = draw(slots)
    named = {"accept": chosen[:1], "gap": []}.get(variant, chosen)
    return {
        "variant": variant,
        "opening": draw(st.sampled_from(["invitation", "change", "confirmation"])),
        "declined": draw(st.sampled_from([0, 1, 2])) if variant == "offer" else 0,
        "slots": named,
        "zone_unknown": variant in ("accept", "choose") and draw(st.booleans()),
        "materials": draw(st.one_of(st.none(), asking)),
    }


refusals = st.fixed_dictionaries(
    {
        "variant": st.sampled_from(["ask", "thanks", "accept_call", "keep_in_touch", "final_round"]),
        "talked": st.booleans(),
        "connect": st.sampled_from([[], ["markperson smith"]]),
    }
)
DETAILS = {letter: st.sampled_from([*found.values()]) for letter, found in OCCASIONS.items()} | {
    Letter.feedback_request: refusals,
    Letter.availability: st.one_of(meetings(), st.sampled_from([*OCCASIONS[Letter.availability].values()])),
    Letter.materials: asking.map(lambda package: {"materials": package}),
    Letter.linkedin_note: st.just({"person": MARKS["person"]}),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A letter, which part of what could be known it was made of, how it was to speak, and what was written."""

    letter: Letter
    known: set[str]
    tone: str
    written: Written


@st.composite
def letters(draw: st.DrawFn, kinds: tuple[Letter, ...] = tuple(Letter), *, awkward: bool = False) -> Found:
    """Return a letter written from a random part of what could be known."""
    letter = draw(st.sampled_from(kinds))
    known = draw(st.sets(st.sampled_from(sorted(MARKS))))
    odd = AWKWARD if awkward else {}
    values = {name: draw(st.sampled_from(odd.get(name, [MARKS[name]]))) for name in known}
    tone = draw(st.sampled_from([*TONES]))
    written = write(
        letter,
        addressed(draw(DETAILS[letter]), values.get("person")),
        language=TONES[tone]["language"],
        informal=TONES[tone]["informal"],
        at=desk(
            voice=TONES[tone]["voice"], me={name: values[name] for name in ("phone", "linkedin") if name in values}
        ),
        role=values.get("role"),
        company=values.get("company"),
        agency=draw(st.sampled_from([None, "Finders"])),
        met=draw(st.sampled_from([None, "thank you for talking with us"])),
        booking_links=draw(st.sampled_from([(), ("https://book.example/me",)])),
        **sender(values.get("person")),
    )
    return Found(letter=letter, known=known, tone=tone, written=written)


def sender(person: str | None) -> dict[str, Any]:
    """Return what says who wrote."""
    return {
        "message": parent(sender=Address(name=person or "", address=JANE.address), body=Body(text="Hello")),
        "people": (Person(name=person, address=JANE.address),) if person else (),
    }


def addressed(details: Mapping[str, Any], person: str | None) -> dict[str, Any]:
    """Return a plan's details with the name of whom the letter thanks, "" if unknown."""
    return {**details, "person": person or ""} if "number" in details else dict(details)
