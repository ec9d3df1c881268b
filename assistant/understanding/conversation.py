"""How, where and how long they want to talk; English and German."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from assistant.mail.expressions import expression
from assistant.understanding.lengths import OF_A_TALK, TALK, TOOL, duration_of
from assistant.understanding.reading import Reading


class Format(StrEnum):
    """The form of a conversation."""

    phone = "phone"
    video = "video"
    on_site = "on site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is said of the conversation; see Facts for the fields."""

    duration: timedelta | None = None
    format: Format | None = None
    place: str | None = None
    join_link: str | None = None


_FORMATS: tuple[tuple[Format, re.Pattern[str]], ...] = (
    (
        Format.video,
        expression(
            rf"\bvideo[ -]?(?:call|interview|chat|conference|conversation|meeting|gespräch|konferenz|telefonat|"
            rf"termin|link|anruf)\w*|\b(?:by|via|over|per|through|on|über) (?:a )?(?:video|{TOOL})\b|"
            rf"\b{TOOL} (?:call|interview|meeting|link|chat|gespräch|termin|room|details|invit)\w*|"
            rf"\((?:via |per |over )?{TOOL}\)|\b{TOOL}:|\b(?:virtual|remote|online)(?:ly)?[ -](?:on-?site|interview|"
            rf"meeting|call|panel|conversation|gespräch|termin|round)\w*|\b{TALK}\b[^\n.]{{0,40}}\b(?:virtually|"
            rf"remotely|online)\b|\bvideokonferenz|\bweb[ -]?conference|\bbei {TOOL}\b|\bjoin from your computer|"
            rf"\bvideo \(",
            re.I,
        ),
    ),
    (
        Format.phone,
        expression(
            r"\b(?:tele)?phone[ -](?:call|interview|screen(?:ing)?|chat|conversation|meeting)\w*|\b(?:by|over the|"
            r"on the|per|via) (?:tele)?(?:phone|fon)\b|\b(?:i|we|he|she|\w+)(?:'ll| will| would| can|'d)? (?:call|"
            r"ring|phone) you (?:on|at|then|for|to (?:discuss|talk|chat))\b|\bgive you a (?:call|ring)\b|"
            r"\btelefon(?:interview|gespräch|termin|isch\w*|ieren|at)\w*|\b(?:rufe?n?|ruft) (?:wir |ich )?(?:sie|"
            r"dich)\b[^\n.]{0,60}\ban\b|\b(?:sie|dich) (?:\w+ ){0,3}an(?:zu)?rufen\b|\b(?:best )?(?:phone )?number to "
            r"(?:reach|call)",
            re.I,
        ),
    ),
    (
        Format.on_site,
        expression(
            r"(?<!virtual )(?<!virtual-)\bon-?site\b(?! (?:manager|position|role|job|work|parking))|\bin[ -]person\b|"
            r"\bface[ -]to[ -]face\b|\bcome (?:and|to) (?:meet|see|do|the|our|\w+ing)\b|\bcome back for\b|\b(?:at|to|"
            r"in|into|visit|come (?:to|by)) (?:our|the) (?:\w+ ){0,2}(?:offices?|headquarters|hq|store(?! manager)|"
            r"workshop|premises|campus|practice|restaurant|kitchen|school|clinic|showroom|studio|meeting room|yard|"
            r"main reception|building)\b|\b(?:come|pop|drop|stop) (?:in|by|down|over|round)\b|\btrial (?:shift|day)|"
            r"\b(?:for|a) trial on\b|\b(?:report to|ask (?:for \w+ )?at|at) (?:the )?(?:main )?(?:reception|"
            r"front desk)\b|\bfly you\b|\bdine with you\b|\bfor (?:lunch|dinner|coffee) (?:at|with)\b|"
            r"(?<!nicht )\bvor ort\b(?! finden)|\b(?:bei|zu) uns (?:\w+ ){0,3}(?:im|ins|in der|in die|in unser\w*|"
            r"vorbei\w*|zum \w*gespräch|zum probe|vor ort|am standort|in)\b|\bprobearbeiten\b|\bprobetag\b|"
            r"\bin (?:unsere[mnr]?|unser) (?:\w+ )?(?:büro|haus|kanzlei|praxis|filiale|niederlassung|geschäftsstelle|"
            r"räum\w+|werkstatt|zentrale|betrieb)\w*|\bam (?:empfang|standort)\b|\b(?:ihren?|deinen?) besuch\b(?! auf)|"
            r"\banfahrt\b|\banreise\b|\bin die werkstatt\b|\bkaffee zu uns\b|\bkomm(?:en|st)?\b[^\n.]{0,40}\b(?:in die|"
            r"ins|zu uns|vorbei)\b|\bnach [A-ZÄÖÜ]\w+ (?:zu )?(?:kommen|einladen)\b|\b(?:saal|raum|zimmer|\d\. stock|"
            r"etage)\b|\brundgang\b|\bbei uns vorzustellen|\bzu uns (?:zu )?kommen",
            re.I,
        ),
    ),
)
_STEMS = (
    "video", "zoom", "teams", "meet", "webex", "skype", "whereby", "jitsi", "facetime", "virtual", "remote", "online",
    "phone", "call", "ring you", "telefon", "ruf", "number", "site", "person", "office", "come", "pop ", "drop ",
    "stop ", "trial", "reception", "front desk", "fly you", "dine", "lunch", "dinner", "coffee", "vor ort", "bei uns",
    "zu uns", "probe", "unser", "empfang", "standort", "besuch", "anfahrt", "anreise", "werkstatt", "store", "visit",
    "headquarters", "workshop", "practice", "restaurant", "school", "campus", "building", "yard",
)  # fmt: skip
_NOT_THEIRS = expression(
    r"\bthank(?:s| you)[^\n.]{0,30} for (?:taking|speaking|meeting|talking|your|the|coming|calling|chatting|visiting)|"
    r"\b(?:was|were) (?:\w+ ){0,2}(?:good|great|nice|lovely)|\bfollowing (?:our|your)|\bdank für (?:das|ihr|dein|die)|"
    r"\bnach (?:unserem|dem|ihrem)\b|\bas discussed|\bwie (?:eben |heute )?(?:am telefon|telefonisch)|\binstead of\b|"
    r"\bif (?:you|the|this|there|it|video|something)\b|\bshould you|\bfalls\b|\bsollten? (?:sie|ihnen|du|es|sich)|"
    r"\bwenn (?:sie|du|dir|ihnen)|\bquestions\b|\brückfragen|\bfragen (?:haben|stehe)|\bdifficult|\brather than (?:in|"
    r"on|by|face)\b|\bersparen\b|\btelefonat (?:eben|heute|gestern|vorhin|von)\b|\bor (?:by|in|via|per|over|on|call|"
    r"phone)\b|\boder (?:per|vor|am|via|telefon)|\bsupport\b|\bhotline|\bcareers? (?:page|site)|\bmonday (?:to|"
    r"through) friday|\bassessment|\btest\b|\bposition is\b|\brole is\b|\bdays? (?:a|per) week|\bhybrid",
    re.I,
)
_MEETING_HOSTS = (
    "zoom.us", "zoomgov.com", "teams.microsoft.com", "teams.live.com", "meet.google.com", "webex.com", "whereby.com",
    "meet.jit.si", "gotomeeting.com", "gotomeet.me", "bluejeans.com", "chime.aws", "ringcentral.com", "around.co",
)  # fmt: skip
_NO_MEETING = expression(r"^/(?:$|download|signup|signin|pricing|support|test\b)|/(?:cancel|reschedul)", re.I)
_URL = expression(r"https://[^\s<>\"'()\[\]]{4,500}")
_JOINS = expression(
    rf"\b(?:to join|joining (?:details|info\w*|link)|join (?:the|us|here|with|via|by|zoom)|{TOOL}(?: \w+)?:|(?:use "
    rf"the "
    r"same|video|meeting|here's the|here is the|interview|call) link|link (?:to|for) (?:the|our|your) (?:\w+ ){0,2}"
    r"(?:call|interview|meeting|conversation|video)|teilnahme|einwahl\w*|videokonferenz|zum (?:gespräch|meeting|call)|"
    r"(?:per|via) video|link zu[rm]\b)",
    re.I,
)
_NO_JOINING = expression(
    r"\breschedul|\bcancel|\bverschieben|\babsagen|\bconfirm your|\bprivacy|\bdatenschutz|\bif you|\bfalls\b|"
    r"\bsollten sie|\bwählen\b|\bbuchen\b|\b(?:pick|choose|book|select|schedule) ",
    re.I,
)
_LINK_LABEL = expression(r"^(?:• )?(?:link|join|meeting|video|where|location|ort|wo)\b[^\n]{0,30}: ?https://", re.I)
_STREET = (
    r"(?:\d{1,5}[a-z]?,? (?:[A-Z][\w'.-]+ ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|"
    r"Square|Sq|Place|Pl|Court|Ct|Parkway|Pkwy|Terrace|Row|Quay|Wharf|Highway|Crescent|Close|Broadway)\b\.?|"
    r"(?:(?:Am|An der|Auf der|Zum|Zur|Im|In der|Unter den) )?[A-ZÄÖÜ][\wäöüß.-]*(?: [A-ZÄÖÜ][\wäöüß.-]*)?"
    r"(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring)"
    r" ?\d{1,4}[a-z]?\b)(?:,? (?:(?:Floor|Suite|Room|Level|Etage|Stock|\d{1,2}\. (?:OG|Etage|Stock)) ?\w{0,6}))?"
    r"(?:, (?:[A-Z]{0,2}-?\d{4,5} )?[A-ZÄÖÜ][\wäöüßé.-]+(?: [A-ZÄÖÜ][\wäöüß.-]+){0,2}(?:,? [A-Z]{2} \d{5})?)?"
)
_PLACE = expression(rf"\b{_STREET}")
_PLACE_LABEL = expression(
    r"^(?:• )?(?:Address|Location|Place|Venue|Where|Ort|Adresse|Anschrift|Treffpunkt|Wo): ?(.{6,120})$", re.M
)
_NO_PLACE = expression(rf"https?:|\b{TOOL}\b|\b(?:online|remote|video|virtual|phone|telefon|hybrid)", re.I)


def conversation_of(reading: Reading, *, sought: bool) -> Conversation:
    """Return what the calendar part and the sentences say of a conversation to come.

    Args:
        reading: the message.
        sought: a time is proposed, set or asked for; without one only a length is read.
    """
    if not sought:
        return Conversation(duration=duration_of(reading))
    link, place = _join_link(reading), _place(reading)
    return Conversation(
        duration=duration_of(reading), format=_format(reading, link, place), place=place, join_link=link
    )


def _format(reading: Reading, link: str | None, place: str | None) -> Format | None:
    """The one form that is named; several are none, but a link to join or an address to come to decides."""
    named = {
        form
        for sentence in (reading.subject, *reading.naming(_STEMS))
        if not _NOT_THEIRS.search(sentence)
        for form, pattern in _FORMATS
        if pattern.search(sentence)
    }
    if link and Format.on_site not in named:
        return Format.video
    if place and not named & {Format.video}:
        return Format.on_site
    if named == {Format.video, Format.phone}:
        return Format.video
    return named.pop() if len(named) == 1 else None


def _join_link(reading: Reading) -> str | None:
    """A meeting's page, known by its host, or the link written where a sentence says how to join."""
    invitation = reading.message.invitation
    event = f"{invitation.location}\n{invitation.description}" if invitation else ""
    links = [*_URL.findall(event), *_URL.findall(reading.flow), *reading.message.body.links]
    known = next((link for link in links if _is_meeting(link)), None)
    return known.rstrip(".,;:!?*") if known else next(_joining(reading), None)


def _is_meeting(link: str) -> bool:
    parts = urlsplit(link) if len(link) < 2000 else urlsplit("")
    host = (parts.hostname or "").lower()
    known = any(host == name or host.endswith("." + name) for name in _MEETING_HOSTS)
    return known and not _NO_MEETING.search(parts.path)


def _joining(reading: Reading) -> Iterator[str]:
    asked = False
    for sentence in reading.sentences:
        labelled = _LINK_LABEL.match(sentence) is not None
        joins = _JOINS.search(sentence) is not None and not _NO_JOINING.search(sentence)
        if (joins or (asked and labelled)) and (url := _URL.search(sentence)):
            yield url.group().rstrip(".,;:!?*")
        asked = joins or (asked and len(sentence) < 60)


def _place(reading: Reading) -> str | None:
    """An address of the calendar part or of a sentence; the one below the writer's name is no place to come to."""
    invitation = reading.message.invitation
    if invitation and invitation.location and not _NO_PLACE.search(invitation.location):
        return invitation.location
    labelled = _PLACE_LABEL.search(reading.flow)
    if labelled and not _NO_PLACE.search(labelled[1]) and re.search(r"\d|\b(?:Street|Road)\b", labelled[1]):
        street = _PLACE.search(labelled[1])
        return (street.group() if street else labelled[1]).rstrip(".")
    for sentence in reading.sentences:
        found = _PLACE.search(sentence) if len(sentence) < 400 else None
        if found and (OF_A_TALK.search(sentence) or _FORMATS[2][1].search(sentence)):
            return found.group().rstrip(".,")
    return None
