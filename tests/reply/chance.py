"""Letters written from a random part of what could be known."""

from typing import Any

from hypothesis import strategies as st

from assistant.etiquette.plan import Letter
from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.understanding.facts import Person
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
DETAILS = {
    Letter.feedback_request: refusals,
    Letter.availability: meetings(),
    Letter.materials: asking.map(lambda package: {"materials": package}),
    Letter.referee_heads_up: st.sampled_from([{"referee": ULLA}, {"referee": KEN}]),
    Letter.reference_reminder: st.lists(st.sampled_from([*MISSING, "references"]), min_size=1, unique=True).map(
        lambda promised: {"promised": promised}
    ),
    Letter.linkedin_note: st.just({"person": MARKS["person"]}),
}


@st.composite
def letters(
    draw: st.DrawFn, kinds: tuple[Letter, ...] = tuple(Letter), *, awkward: bool = False
) -> tuple[Letter, set[str], Written]:
    """Return a letter written from a random part of what could be known, and which part that was."""
    letter = draw(st.sampled_from(kinds))
    known = draw(st.sets(st.sampled_from(sorted(MARKS))))
    odd = AWKWARD if awkward else {}
    values = {name: draw(st.sampled_from(odd.get(name, [MARKS[name]]))) for name in known}
    me = {name: values[name] for name in ("phone", "linkedin") if name in values}
    person = values.get("person")
    sender = Address(name=person or "", address=JANE.address)
    written = write(
        letter,
        draw(DETAILS[letter]),
        language=draw(st.sampled_from(["en", "de"])),
        at=desk(voice=draw(st.sampled_from(["warm", "formal"])), me=me),
        message=parent(sender=sender, body=Body(text="Hello")),
        people=(Person(name=person, address=JANE.address),) if person else (),
        role=values.get("role"),
        company=values.get("company"),
        agency=draw(st.sampled_from([None, "Finders"])),
    )
    return letter, known, written
