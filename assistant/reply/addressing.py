"""How a letter addresses its reader: greeting and farewell, mirroring how they write themselves."""

import re

from assistant.understanding.facts import Person

_CLOSING = re.compile(
    r"(?:(?:best|kind|warm|many|with|yours|all the best|sincerely|regards|thanks|thank you|cheers|respectfully)\b|"
    r"(?:mit\s+)?(?:freundlichen?|besten?|vielen?|herzlichen?|lieben?|schönen?)\s+gr(?:ü|ue)(?:ß|ss)|gr(?:ü|ue)(?:ß|ss)e|"
    r"hochachtungsvoll|mfg|lg|vg)",
    re.IGNORECASE,
)
_FAREWELLS = {
    ("en", "formal"): "Kind regards,",
    ("en", "warm"): "Best wishes,",
    ("de", "formal"): "Mit freundlichen Grüßen",
    ("de", "warm"): "Viele Grüße",
}
_GENDERED = {
    "en": re.compile(r"(?:Mr|Mrs|Ms|Mx|Miss)\b\.?"),
    "de": re.compile(r"(?:Frau|Herrn?)\b"),
}
_PARTICLES = re.compile(r" (?=(?:von|van|vom|zu|zur|de|del|della|di|da|dos|du|la|le|ter|ten|el|al|bin|ibn)\b)")
"""Where a family name begins that has more than one word."""


def greeting(person: Person | None, *, voice: str, language: str, du: bool = False, hiring: bool = True) -> str:
    """Return the opening line; it never guesses a gender, and without a person it names nobody.

    "Frau Dr. Weber" and "Ms. Doe" are written only where the mail itself calls the person so, in the letter's language.

    Args:
        person: whom the letter greets, None if that is not certain.
        voice: "formal" or "warm".
        language: "en" or "de".
        du: German only: they write du, so the first name will do.
        hiring: nobody certain at all would still be a hiring team; at an agency, or before an application, not.
    """
    if language == "de":
        return _german(person, voice=voice, du=du)
    if person is None:
        return "Dear hiring team," if voice == "formal" and hiring else "Hello,"
    if titled := _titled(person, "en"):
        return f"Dear {titled}," if voice == "formal" else f"Hello {titled},"
    return f"Dear {person.name}," if voice == "formal" else f"Hi {first_name(person.name) or person.name},"


def _german(person: Person | None, *, voice: str, du: bool) -> str:
    hello = "Guten Tag" if voice == "formal" else "Hallo"
    if person is None:
        return f"{hello},"
    if du:
        return f"{hello} {first_name(person.name) or person.name},"
    titled = _titled(person, "de")
    if titled is None:
        return f"{hello} {person.name},"
    if voice != "formal" or not _GENDERED["de"].match(titled):
        return f"{hello} {titled},"
    return f"Sehr geehrte{'r' if titled.startswith('Herr') else ''} {titled},"


def _titled(person: Person, language: str) -> str | None:
    """Return "Frau Dr. Weber", "Dr. Anna Weber", "Ms. Doe"; None without a title that this language knows.

    In German a title alone stands before the whole name, as "Guten Tag Dr. Weber" would need a Frau or Herr.
    """
    words = [word for word in person.honorific.split() if _fits(word, language)]
    if not words:
        return None
    if language == "de" and not _GENDERED["de"].match(words[0]):
        return " ".join([*words, person.name])
    words[0] = words[0].replace("Herrn", "Herr")
    return " ".join([*words, family_name(person.name)])


def _fits(word: str, language: str) -> bool:
    """Whether a title is none of another language's: "Ms." in German and "Frau" in English are left out."""
    return not any(pattern.fullmatch(word) for other, pattern in _GENDERED.items() if other != language)


def first_name(name: str) -> str | None:
    """Return the name to use in "Hi Jane,"; None where only the whole name will do (initials, titles)."""
    first = name.split()[0] if name.split() else ""
    return first if len(first) > 1 and not first.endswith(".") and len(name.split()) > 1 else None


def family_name(name: str) -> str:
    """Return the name to use after "Frau" or "Ms."; the whole name where it is not sure where the family's begins."""
    if found := _PARTICLES.search(name):
        return name[found.end() :]
    words = name.split()
    return words[-1] if len(words) == 2 else name


def closing(signature: str, *, voice: str, language: str) -> str:
    """Return the user's signature below a farewell, unless the signature brings its own."""
    text = signature.strip()
    return text if _CLOSING.match(text) else f"{_FAREWELLS[language, voice]}\n{text}"
