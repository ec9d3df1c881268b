"""Pages on which the reader is to pick a time."""

import re
from urllib.parse import urlsplit

from assistant.mail.sender import Kind, kind_of
from assistant.understanding.reading import Reading

_PICKERS = (
    "calendly.com", "cal.com", "goodtime.io", "modernloop.io", "savvycal.com", "doodle.com", "meetings.hubspot.com",
    "outlook.office365.com", "outlook.office.com", "book.ms", "calendar.app.google", "zcal.co", "youcanbook.me",
    "oncehub.com", "scheduleonce.com", "acuityscheduling.com", "appointlet.com", "x.ai", "tidycal.com", "koalendar.com",
    "meetergo.com", "terminland.de", "chilipiper.com", "calendarhero.to", "reclaim.ai", "vyte.in", "cronofy.com",
    "candidate.guide", "rooster.org", "paradox.ai",
)  # fmt: skip
_PICKERS_WITH_PATH = {
    "outlook.office365.com": re.compile(r"/(?:owa/calendar|bookwithme|book/)", re.I),
    "outlook.office.com": re.compile(r"/(?:owa/calendar|bookwithme|book/)", re.I),
    "calendar.google.com": re.compile(r"/calendar/(?:u/\d/)?(?:appointments|selfsched)", re.I),
    "hubspot.com": re.compile(r"^/meetings/", re.I),
}
_SELF_SCHEDULE = re.compile(
    r"self-?schedul|/schedul|/availabilit|/booking|/book/|interview-?schedul|choose-?a?-?time", re.I
)
_NO_PICKING = re.compile(
    r"/(?:cancel|cancellations?|reschedulings?|reschedule|unsubscribe|privacy|terms|legal|login|signup|pricing)\b", re.I
)
_URL = re.compile(r"https://[^\s<>\"'()\[\]]{4,500}")
_ASKS_TO_PICK = re.compile(
    r"\b(?:(?:pick|choose|select|book|find|reserve|grab|schedule|sign up for)\b[^\n.!?]{0,60}\b(?:time|slot|"
    r"appointment|date|interview|call|meeting|times|slots|conversation|chat)\b|(?:self-?schedule|my calendar|"
    r"schedul\w* (?:link|tool|page)|booking (?:link|page)|enter your availability|(?:share|select|submit|indicate|"
    r"provide|fill out) your availability)|(?:wähl\w*|buch\w*|such\w*|reservier\w*|trag\w*|"
    r"vereinbar\w*)\b[^\n.!?]{0,70}\b(?:termin\w*|zeit\w*|slot\w*|zeitfenster|gespräch\w*)|(?:termin\w*|zeit\w*|"
    r"slot)\b[^\n.!?]{0,60}\b(?:wählen|buchen|aussuchen|auswählen|eintragen|reservieren|vereinbaren))",
    re.I,
)


def booking_links_of(reading: Reading) -> tuple[str, ...]:
    """Return the pages on which to pick a time, in order, each once."""
    body = reading.message.body
    written = [url.rstrip(".,;:!?*") for url in _URL.findall(reading.flow)] if "https://" in reading.flow else []
    links = list(dict.fromkeys((*body.links, *written)))
    if not links:
        return ()
    found = [link for link in links if _is_picker(link)]
    if not found:
        found = _asked_for(reading, links)
    return tuple(dict.fromkeys(found))


def _is_picker(link: str) -> bool:
    parts = urlsplit(link) if len(link) < 2000 else urlsplit("")
    host = (parts.hostname or "").lower()
    if not host or parts.path in {"", "/"} or _NO_PICKING.search(parts.path):
        return False
    path = next((pattern for name, pattern in _PICKERS_WITH_PATH.items() if _under(host, name)), None)
    if path is not None and not _under(host, "meetings.hubspot.com"):
        return bool(path.search(parts.path))
    if any(_under(host, name) for name in _PICKERS):
        return True
    return kind_of(host) in {Kind.ats, Kind.scheduler} and bool(_SELF_SCHEDULE.search(parts.path))


def _under(host: str, name: str) -> bool:
    return host == name or host.endswith("." + name)


def _asked_for(reading: Reading, links: list[str]) -> list[str]:
    """The link a sentence asks to pick a time with: written in it, on the next line, or the only one there is."""
    for index, sentence in enumerate(reading.sentences):
        if _ASKS_TO_PICK.search(sentence):
            nearby = "\n".join(reading.sentences[index : index + 2])
            written = [url for url in _URL.findall(nearby) if not _NO_PICKING.search(url)]
            if written:
                return [written[0].rstrip(".,;:!?*")]
            secure = [link for link in links if link.startswith("https://")]
            if (
                len(links) == 1
                and secure
                and re.search(r"\b(?:link|here|below|click|hier|unten|folgend\w*)\b", sentence, re.I)
            ):
                return secure
    return []
