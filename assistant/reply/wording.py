"""Days, times, names and lists as a person writes them, in every language letters exist in."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from assistant.application import without_legal_form
from assistant.understanding.facts import Item
from assistant.understanding.tables import table

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
_GERMAN_CITIES = {
    "Athens": "Athen", "Brussels": "Brüssel", "Copenhagen": "Kopenhagen", "Lisbon": "Lissabon", "Moscow": "Moskau",
    "Prague": "Prag", "Rome": "Rom", "Vienna": "Wien", "Warsaw": "Warschau", "Zurich": "Zürich",
}  # fmt: skip

OBJECTS = {
    "en": {
        Item.references: "my list of references", Item.portfolio: "my portfolio", Item.work_samples: "my work samples",
        Item.transcript: "my transcript", Item.certificates: "my certificates",
        Item.work_permit: "proof of my work permit", Item.cv: "my CV", Item.cover_letter: "my cover letter",
        Item.start_date: "my earliest start date",
    },
    "de": {
        Item.references: "meine Referenzliste", Item.portfolio: "mein Portfolio",
        Item.work_samples: "meine Arbeitsproben", Item.transcript: "meine Notenübersicht",
        Item.certificates: "meine Zeugnisse", Item.work_permit: "den Nachweis meiner Arbeitserlaubnis",
        Item.cv: "meinen Lebenslauf", Item.cover_letter: "mein Anschreiben",
        Item.start_date: "meinen frühestmöglichen Eintrittstermin",
    },
}  # fmt: skip
"""What can be handed out, as the object of a sentence."""

NAMES = {
    "en": {
        Item.portfolio: "Portfolio", Item.work_samples: "Work samples", Item.transcript: "Transcript",
        Item.certificates: "Certificates", Item.work_permit: "Work permit", Item.cv: "CV",
        Item.cover_letter: "Cover letter", Item.start_date: "Earliest start date",
    },
    "de": {
        Item.portfolio: "Portfolio", Item.work_samples: "Arbeitsproben", Item.transcript: "Notenübersicht",
        Item.certificates: "Zeugnisse", Item.work_permit: "Arbeitserlaubnis", Item.cv: "Lebenslauf",
        Item.cover_letter: "Anschreiben", Item.start_date: "Frühester Eintrittstermin",
    },
}  # fmt: skip
"""What can be handed out, as a list names it."""

_ENGLISH_POSTS = table("internship apprenticeship traineeship fellowship studentship programme program")
_SPARE_POSTS = {"en": table("role position job opening vacancy"), "de": table("stelle position job rolle")}
_SMALL_WORDS = table("a an and at der des die for für im in mit of the to und with")
_BEFORE_ROLE = re.compile(r"^(?:(?:the|an?|our|die|der|das|eine?[nr]?|unsere?[nr]?|als)\s+)+(?=\S)", re.IGNORECASE)
_GENDER_MARK = re.compile(r"\s*[(\[](?:[mwfdxi]\s?[/|,*]\s?[mwfdxi].{0,6}|all genders?|gn|divers)[)\]]", re.IGNORECASE)
_GERMAN_NEEDS_ARTICLE = re.compile(
    r"(?:der|die|das)\b|\w+(?:sche|liche|ische|ige|eie)[rsn]?\b|deutsche\b|"
    r".*\b(?:f(?:ü|ue)r|der|des|und|universit\w+|hochschule|\w*schule|\w*akademie|\w*institut|\w*stiftung|\w*verein|"
    r"\w*verband|\w*klinik(?:um|en)?|\w*krankenhaus|\w*amt|\w*ministerium|\w*gesellschaft|\w*gruppe|\w*bank|"
    r"\w*kasse|\w*versicherung|\w*werke?|\w*verlag|\w*zentrum|\w*dienste?|\w*werft|\w*fabrik|\w*erei|\w*agentur|\w*zeitung|"
    r"\w*kammer|stadt|land|kreis|gemeinde|group|e\.\s?v)\b",
    re.IGNORECASE,
)


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


def clocks(start: datetime, end: datetime | None, language: str) -> str:
    """Return "2:00–3:00 pm", "11:30 am–12:30 pm", "14:00–15:00 Uhr", or the start alone."""
    begins = clock(start, language)
    if end is None:
        return begins
    ends = clock(end, language)
    same_half = begins.rpartition(" ")[2] == ends.rpartition(" ")[2]
    return f"{begins.rpartition(' ')[0] if same_half else begins}–{ends}"


def slot(start: datetime, end: datetime | None, *, zone: str | None, own_zone: str, language: str) -> str:
    """Return a time to meet with its zone named, and in the user's own zone too where the clocks there differ.

    A zone that the other side did not name is left out; the letter then asks for it. One that nobody knows, out of
    somebody's calendar, is replaced by the user's own.
    """
    known = zone_of(zone) if zone else None
    there = start.astimezone(known or zone_of(own_zone))
    text = f"{day(there, language)}, {clocks(there, end and end.astimezone(there.tzinfo), language)}"
    if zone is None:
        return text
    here = start.astimezone(zone_of(own_zone))
    if here.utcoffset() == there.utcoffset():
        return f"{text} ({zone_name(zone if known else own_zone, language)})"
    own = clock(here, language) if here.date() == there.date() else f"{day(here, language)}, {clock(here, language)}"
    joint = " " if language == "en" else ", "
    return f"{text} ({zone_name(zone, language)}; {own}{joint}{zone_name(own_zone, language)})"


def zone_of(name: str) -> tzinfo | None:
    """Return the zone for an IANA name or an offset such as "UTC+02:00"; None for what is neither."""
    if found := re.fullmatch(r"UTC([+-])(\d\d?)(?::?(\d\d))?", name):
        span = timedelta(hours=int(found[2]) % 24, minutes=int(found[3] or 0) % 60)
        return timezone(-span if found[1] == "-" else span)
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None


def zone_name(name: str, language: str) -> str:
    """Return "Berlin time" or "Ortszeit Berlin"; offsets and UTC as they are."""
    if "/" not in name:
        return name
    city = name.rpartition("/")[2].replace("_", " ")
    return f"{city} time" if language == "en" else f"Ortszeit {_GERMAN_CITIES.get(city, city)}"


def enumerate_words(words: Sequence[str], language: str) -> str:
    """Return "a, b and c" or "a, b und c"."""
    joint = " and " if language == "en" else " und "
    return joint.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def role(title: str, language: str) -> str | None:
    """Return a job title so that a sentence can hold it: "the Data Engineer role", 'Stelle „Data Engineer“'.

    The German title stands in quotation marks, since what article or preposition it needs ("als", "im", "zur") cannot
    be told from it. None where nothing is left of it.
    """
    text = _BEFORE_ROLE.sub("", _GENDER_MARK.sub("", title).strip(" ,.;:-–\"'„“”"))
    words = text.split()
    while words and words[-1].lower() in _SPARE_POSTS[language]:
        words.pop()
    if not words:
        return None
    if all(word.isupper() for word in words) and len(words) > 1:
        words = [_lowered(word) for word in words]
    name = " ".join(words)
    if language == "de":
        return f"Stelle „{name}“"
    return f"the {name}" if words[-1].lower() in _ENGLISH_POSTS else f"the {name} role"


def _lowered(word: str) -> str:
    """Return a word of a title in capitals as others write it; short ones may be abbreviations."""
    if word.lower() in _SMALL_WORDS:
        return word.lower()
    return word if len(word) <= 3 else word.capitalize()


def company(name: str, language: str) -> str | None:
    """Return a company's name as people say it, without its legal form.

    None in German where the name would have to be declined or needs an article ("bei der Deutschen Bahn"), which the
    name alone does not tell: the letter then says "bei Ihnen".
    """
    short = without_legal_form(name)
    if language == "de" and _GERMAN_NEEDS_ARTICLE.match(short):
        return None
    return short
