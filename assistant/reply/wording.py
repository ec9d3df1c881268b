"""Days, times, names and lists as a person writes them, in every language letters exist in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LANGUAGES = ("en", "de")

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "de": (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
}  # fmt: skip

ITEMS = {
    "en": {
        "references": "my list of references", "portfolio": "my portfolio", "work samples": "my work samples",
        "transcript": "my transcript", "certificates": "my certificates", "work permit": "proof of my work permit",
        "CV": "my CV", "cover letter": "my cover letter", "start date": "my earliest start date",
    },
    "de": {
        "references": "meine Referenzliste", "portfolio": "mein Portfolio", "work samples": "meine Arbeitsproben",
        "transcript": "meine Notenübersicht", "certificates": "meine Zeugnisse",
        "work permit": "den Nachweis meiner Arbeitserlaubnis", "CV": "meinen Lebenslauf",
        "cover letter": "mein Anschreiben", "start date": "meinen frühestmöglichen Eintrittstermin",
    },
}  # fmt: skip
"""What can be handed out, as the object of a sentence; keys are values of `Item`."""


def day(moment: date, language: str) -> str:
    """Return "Thursday, 14 May" or "Donnerstag, 14. Mai"."""
    weekday, month = _DAYS[language][moment.weekday()], _MONTHS[language][moment.month - 1]
    return f"{weekday}, {moment.day}. {month}" if language == "de" else f"{weekday}, {moment.day} {month}"


def long_date(moment: date, language: str) -> str:
    """Return "14 May 2026" or "14. Mai 2026"."""
    return f"{moment.day}{'.' if language == 'de' else ''} {_MONTHS[language][moment.month - 1]} {moment.year}"


def clock(moment: datetime, language: str) -> str:
    """Return "2:30 pm" or "14:30 Uhr"."""
    if language == "de":
        return f"{moment:%H:%M} Uhr"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"


def slot(start: datetime, end: datetime | None, *, zone: str | None, own_zone: str, language: str) -> str:
    """Return a time to meet, with its zone named, and in the user's own zone too where that differs.

    A zone the other side did not name is left out; the letter then asks.
    """
    there = start.astimezone(zone_of(zone or own_zone))
    ends = f"–{clock(end.astimezone(there.tzinfo), language)}" if end and language == "en" else ""
    ends = f" bis {clock(end.astimezone(there.tzinfo), language)}" if end and language == "de" else ends
    begins = clock(there, language).removesuffix(" Uhr") if language == "de" and end else clock(there, language)
    text = f"{day(there, language)}, {'' if language == 'en' else 'um '}{begins}{ends}"
    if language == "de" and end:
        text = f"{day(there, language)}, {begins}{ends}"
    if zone is None:
        return text
    here = start.astimezone(zone_of(own_zone))
    text += f" ({zone_name(zone, language)})"
    if here.utcoffset() != there.utcoffset():
        text += f", {'which is' if language == 'en' else 'das ist'} {clock(here, language)} {zone_name(own_zone, language)}"
    return text


def zone_of(name: str) -> tzinfo:
    """Return the zone for an IANA name or an offset such as "UTC+02:00"."""
    if name.startswith("UTC") and len(name) > 3:
        sign, clock_part = (-1 if name[3] == "-" else 1), name[4:]
        hours, _, minutes = clock_part.partition(":")
        return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes or 0)))
    return ZoneInfo(name)


def zone_name(name: str, language: str) -> str:
    """Return "Berlin time" or "Zeitzone Berlin"; offsets and UTC as they are."""
    if "/" not in name:
        return name
    city = name.rpartition("/")[2].replace("_", " ")
    return f"{city} time" if language == "en" else f"Zeitzone {city}"


def enumerate_words(words: Sequence[str], language: str) -> str:
    """Return "a, b and c" or "a, b und c"."""
    joint = " and " if language == "en" else " und "
    return joint.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def greeting(name: str | None, first_name: str | None, *, voice: str, language: str) -> str:
    """Return the opening line; it never guesses a gender, and without a person it greets the team."""
    if not name:
        return {
            ("en", "formal"): "Dear hiring team,", ("en", "warm"): "Hello,",
            ("de", "formal"): "Sehr geehrtes Team,", ("de", "warm"): "Guten Tag,",
        }[language, voice]  # fmt: skip
    if language == "de":
        return f"Guten Tag {name},"
    return f"Dear {name}," if voice == "formal" else f"Hi {first_name or name},"


def closing(signature: str, *, voice: str, language: str) -> str:
    """Return the closing line with the user's signature below it."""
    words = {
        ("en", "formal"): "Kind regards,", ("en", "warm"): "Best wishes,",
        ("de", "formal"): "Mit freundlichen Grüßen", ("de", "warm"): "Viele Grüße",
    }[language, voice]  # fmt: skip
    return f"{words}\n{signature}"
