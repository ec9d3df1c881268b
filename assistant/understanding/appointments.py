"""Whether an appointment is set, moved or cancelled; English and German."""

import re

from assistant.mail.expressions import expression
from assistant.understanding.mentions import Mention, sentences_of
from assistant.understanding.reading import Reading

PAST = expression(
    r"\bthank(?:s| you)[^.\n]{0,25} for (?:taking|speaking|meeting|talking|calling|interviewing|\w+day\b|your time|"
    r"coming|joining|the (?:call|chat|conv|interview|good|great|nice))|\bwas (?:a )?(?:very |really |so )?(?:great|"
    r"nice|good|lovely|pleasure)|\bfollowing (?:our|your|the)\b|\bnach (?:unserem|dem|ihrem)\b|\bdank für (?:das|ihr|"
    r"dein|unser)\b|\bwe (?:spoke|met|talked|discussed)\b|\benjoyed\b|\bunfortunately missed\b|\bgefreut\b|\bhad (?:a|"
    r"the)\b",
    re.I,
)
_CONDITIONAL = expression(
    r"\bonce (?:we|you|i)\b|\bsobald\b|\byou (?:can|may)\b|^(?:• )?(?:cancel|reschedule|suggest)\b[^\n]{0,20}:|"
    r"\b(?:if you|should (?:you|that|this|it|the)|in case|if you'd|cancel or reschedule|reschedule or cancel|"
    r"to (?:cancel|reschedule|move)(?:\b[^\n,]{0,25})?(?=,)|(?:cancel|reschedule)[^\n]{0,25} (?:here|link|below)|falls|"
    r"wenn sie|wenn du|sollten sie|solltest du|verhindert|if (?:this|the|that|none|it))\b",
    re.I,
)
_MEETING = (
    r"(?:interview|call|meeting|appointment|conversation|chat|session|(?:\w{0,20}gespräch|\w{0,15}termin|"
    r"telefonat)(?:s|es|e)?)"
)
_MOVED = expression(
    rf"\bre-?schedul(?:e|ed|ing)\b|\b(?:mov(?:e|ed|ing)(?! (?:\w+ ){{0,2}}(?:forward|ahead|on\b|along|to)\b)|"
    rf"push(?:ed)?|shift(?:ed)?|postpone[d]?|bring forward)\b[^\n.]{{0,40}}\b{_MEETING}\b|"
    rf"\b{_MEETING}\b[^\n.]{{0,40}}\b(?:been moved|moved to|postponed|verschoben|verlegt)|\b(?:verschieben|"
    rf"verschoben|verlegen|verlegt)\b|"
    rf"\bmoved? (?:your|our|the) {_MEETING}\b|\bchanged: time\b|\bevent has been (?:updated|changed)\b|"
    r"(?<!suggest a )(?<!choose a )(?<!pick a )(?<!propose a )\bnew (?:interview )?time\b|\bneue[rn]? "
    r"(?:interview-?)?termin\b",
    re.I,
)
_CANCELLED = expression(
    rf"\b{_MEETING}\b[^\n.]{{0,60}}\b(?:cancel(?:l?ed)?|called off|abgesagt|absagen|entfällt|entfallen|"
    rf"nicht stattfinden|ausfallen|fällt aus)\b|\b(?:cancel(?:l?ed|ling)?|(?:unable|not able|won't be able) to (?:hold|"
    rf"keep|conduct|do)|sagen)\b[^\n.]{{0,40}}\b{_MEETING}\b(?! (?:link|policy))",
    re.I,
)
_MOVED_STEMS = (
    "schedul",
    "changed",
    "updated",
    "mov",
    "push",
    "shift",
    "postpon",
    "bring",
    "new ",
    "verschieb",
    "verschob",
    "verleg",
    "neue",
)
_CANCELLED_STEMS = (
    "cancel", "unable", "able to", "called off", "absag", "abgesagt", "entf", "stattfind", "ausfall", "fällt", "sagen",
)  # fmt: skip
_FIXED = expression(
    rf"\b(?:is|are|has been|have been|have|'ve|now|been) (?:now |all |been |you |your \w+ )?(?:confirmed|scheduled|"
    rf"booked|set (?:up )?for)\b|\bconfirmed for\b|"
    r"\bthis (?:is to|e-?mail|message)(?: is to)? confirm|\bconfirming (?:our|your|the)|\b(?:happy|pleased|glad|"
    r"excited|delighted|thrilled|"
    r"writing|like|wanted|just) to confirm\b|"
    rf"\breminder\b|\berinnerung\b|\bbestätigen? (?:wir|ich|ihnen|dir|hiermit|den|ihren|gerne)\b|bestätigung\b|"
    rf"\bstattfinden wird|\bfindet\b[^\n]{{0,80}}\bstatt\b|\b(?:ist|sind|wurde) (?:\w+ ){{0,3}}(?:bestätigt|gebucht|"
    rf"vereinbart|fixiert)|\byour {_MEETING} (?:is|takes place|starts|will take place|on)\b|\bihr {_MEETING} (?:ist|"
    rf"findet|beginnt|am)\b|\blooking forward to (?:meeting|speaking|talking|seeing|our)\b|"
    rf"\bfreuen uns\b[^\n]{{0,60}}\b(?:am|um|morgen)\b|"
    r"\b(?:booked|scheduled) (?:you|for|on)\b|\ball (?:confirmed|set)\b|\b(?:joining|dial-?in|video) (?:details|link|"
    rf"info\w*) for (?:your|our|the) (?:\w+ )?{_MEETING}|\bit is[.!]|\b(?:eingeplant|angesetzt|terminiert)\b|"
    rf"\bwie (?:vereinbart|besprochen|abgesprochen)\b|\bwegbeschreibung\b|\berwarten (?:wir )?(?:sie|dich)\b|"
    rf"\b(?:haben|hatten) (?:wir )?[^\n]{{0,60}}\bvereinbart\b|"
    r"\b(?:have|has|had|'ve|was|were) (?:now |been |had to )*(?:move|reschedule|push|shift|postpone)d?\b(?! forward)|"
    r"\b(?:wurde|haben|hat|mussten?)\b[^\n?]{0,80}\b(?:verschoben|verlegt)\b",
    re.I,
)
_ONCE = expression(r"\b(?:once (?:we|you|i)|as soon as|sobald)\b", re.I)


def is_moved(reading: Reading) -> bool:
    """Whether an agreed time is being moved."""
    return _said(reading, _MOVED, _MOVED_STEMS)


def is_cancelled(reading: Reading) -> bool:
    """Whether an agreed time is cancelled."""
    return _said(reading, _CANCELLED, _CANCELLED_STEMS)


def is_fixed(reading: Reading, proposed: list[Mention]) -> bool:
    """Whether the times they name are set, not proposed."""
    if any(_FIXED.search(mention.sentence) and not _ONCE.search(mention.sentence) for mention in proposed):
        return True
    days = {mention.moment.at.date() for mention in proposed}
    if len(days) != 1:
        return False
    return any(_FIXED.search(text) and "?" not in text and not _ONCE.search(text) for text in sentences_of(reading))


def _said(reading: Reading, pattern: re.Pattern[str], stems: tuple[str, ...]) -> bool:
    """Whether a sentence says it of an agreed time: no condition, and not of something past."""
    return any(
        pattern.search(sentence) and not _CONDITIONAL.search(sentence) and not PAST.search(sentence)
        for sentence in (reading.subject, *reading.naming(stems))
    )
