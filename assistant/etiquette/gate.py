"""What is never answered (etiquette rules 13, 15, 16 and 10), before any letter is thought of."""

from assistant.application import company_key
from assistant.config import Never
from assistant.etiquette.situation import Situation
from assistant.understanding.labels import Label

_NEEDS_NO_LETTER = {
    Label.unrelated: "it is not recruiter mail",
    Label.confirmation: "it acknowledges an application, which needs no answer",
    Label.update: "it tells how things stand and asks for nothing",
    Label.outreach: "it is a pitch; these are answered only if you ask for it",
    Label.offer: "it is an offer; read it carefully and answer it yourself",
}

DRAFTED_LANGUAGES = ("en", "de")


def closed(situation: Situation) -> str | None:
    """Return why no letter may be drafted whatever the message asks, None if one may."""
    return (
        _undecided(situation)
        or _unwanted(situation)
        or _unanswerable(situation)
        or _unsafe(situation)
        or _in_another_language(situation)
    )


def _undecided(situation: Situation) -> str | None:
    verdict = situation.verdict
    if situation.message.sender and situation.message.sender.key in situation.config.me.own:
        return "you wrote it yourself"
    if not verdict.sure:
        return f"it is unclear what it is: most likely {verdict.label} ({verdict.probability:.0%}), which is not sure enough to act on"
    if not set(verdict.intents) & {Label.rejection, Label.scheduling, Label.materials}:
        return _NEEDS_NO_LETTER[verdict.label]
    return None


def _unwanted(situation: Situation) -> str | None:
    if situation.config.paused:
        return "the assistant is paused (`paused = true`)"
    if name := _never(situation, situation.config.never):
        return f"{name} is on your never-draft list"
    if situation.answered:
        return "you have already written in this conversation"
    if situation.match.ambiguous:
        names = ", ".join(one.role or one.company or "?" for one in situation.match.candidates)
        return f"it could belong to several of your applications ({names}), and a guess could spoil two"
    return None


def _never(situation: Situation, never: Never) -> str | None:
    sender = situation.answerable.address or situation.message.sender
    for entry in never.senders:
        if sender and (sender.key == entry.lower() or sender.key.endswith(f"@{entry.lower().lstrip('@')}")):
            return entry
    company = situation.facts.company
    known = {company_key(name): name for name in never.companies}
    return known.get(company_key(company)) if company else None


def _unanswerable(situation: Situation) -> str | None:
    message = situation.message
    if message.forwarded:
        return "it was forwarded by hand, so a reply would go to the wrong person"
    if not situation.answerable.yes:
        return situation.answerable.because
    if message.automatic and Label.rejection in situation.verdict.intents:
        return f"a machine wrote it ({message.automatic})"
    if situation.facts.shows_other_candidates:
        return "it shows other candidates' addresses"
    return None


def _unsafe(situation: Situation) -> str | None:
    if situation.suspicion.refuses:
        return "it looks like a fake recruiter: " + "; ".join((*situation.suspicion.hard, *situation.suspicion.soft))
    return None


def _in_another_language(situation: Situation) -> str | None:
    language = situation.facts.language
    if language in (None, *DRAFTED_LANGUAGES) or situation.config.rules.english_for_other_languages:
        return None
    return f"it is written in another language ({language}) than letters can be drafted in (`english_for_other_languages` allows English)"
