"""What is never answered (etiquette rules 13, 15, 16 and 10), before any letter is thought of."""

from collections.abc import Sequence

from assistant.application import Stage, company_key
from assistant.config import Config
from assistant.etiquette.situation import Situation, can_be_written
from assistant.mail.headers import Address
from assistant.understanding.labels import DRAFTED, Label, Verdict

DRAFTED_LANGUAGES = ("en", "de")

_NEVER_ANSWERED = {
    Label.unrelated: "it is not recruiter mail",
    Label.outreach: "it is a pitch, which is answered only if you ask for it (`assistant draft interested`, `not-now`)",
}
"""Whatever else such a message says."""

_ASKS_NOTHING = {
    Label.confirmation: "it acknowledges an application, which needs no answer",
    Label.update: "it tells how things stand and asks for nothing",
}


def closed(situation: Situation) -> str | None:
    """Return why no letter may be drafted whatever the message asks, None if one may."""
    return _unsafe(situation) or _undecided(situation) or _unwanted(situation) or barred(situation)


def forbidden(situation: Situation) -> str | None:
    """Return why not even a letter the user asks for may be drafted, None if it may."""
    return _unsafe(situation) or _on_the_list(situation) or barred(situation)


def barred(situation: Situation) -> str | None:
    """Return why nobody can be written to, None if somebody can."""
    return _unanswerable(situation) or _in_another_language(situation)


def not_recruiters(verdict: Verdict) -> str:
    """Return why mail that is, or most likely is, unrelated gets no letter."""
    return _unclear(verdict) or _NEVER_ANSWERED[Label.unrelated]


def _unclear(verdict: Verdict) -> str | None:
    if verdict.sure:
        return None
    likely = f"most likely {verdict.label} ({verdict.probability:.0%})"
    return f"it is unclear what it is: {likely}, which is not sure enough to act on"


def _undecided(situation: Situation) -> str | None:
    verdict = situation.verdict
    if unclear := _unclear(verdict):
        return unclear
    if verdict.label in _NEVER_ANSWERED:
        return _NEVER_ANSWERED[verdict.label]
    if Label.update in verdict.intents and situation.facts.feedback:
        return None
    if not DRAFTED & set(verdict.intents):
        return _ASKS_NOTHING[verdict.label]
    return None


def _unwanted(situation: Situation) -> str | None:
    if listed := _on_the_list(situation):
        return listed
    if situation.paused:
        return "you have paused your search (`assistant resume` ends that)"
    if situation.application_is_over:
        hired = situation.match.application and situation.match.application.stage is Stage.hired
        return "you are hired there, so this is yours to answer" if hired else "you have closed this application"
    if situation.answered:
        return "you have already written in this conversation"
    if situation.overtaken:
        return "a newer message of this conversation has its draft already"
    if situation.editing:
        return "you are at work on a draft in this conversation, and that one is left alone"
    if situation.match.ambiguous:
        names = ", ".join(one.role or one.company or "?" for one in situation.match.candidates)
        return f"it could belong to several of your applications ({names}), and a guess could spoil two"
    return None


def _on_the_list(situation: Situation) -> str | None:
    named = (situation.message.sender, situation.answerable.address, *situation.same_organisation_cc())
    application = situation.match.application
    companies = (situation.facts.company, situation.facts.agency, application and application.company)
    entry = never(situation.config, [one for one in named if one], [name for name in companies if name])
    return f"{entry} is on your never-draft list" if entry else None


def never(config: Config, people: Sequence[Address], companies: Sequence[str]) -> str | None:
    """Return the entry of the never-draft list that speaks against somebody or a company, None if none does."""
    for entry in config.never.senders:
        if any(_is_of(one, entry.lower().lstrip("@")) for one in people):
            return entry
    keys = {company_key(name) for name in companies}
    return next((name for name in config.never.companies if company_key(name) in keys), None)


def _is_of(one: Address, entry: str) -> bool:
    """Whether an address is the entry, or lies in the domain the entry names or below it."""
    return one.key == entry or one.domain == entry or one.domain.endswith(f".{entry}")


def _unanswerable(situation: Situation) -> str | None:
    message, answerable = situation.message, situation.answerable
    if not answerable.yes or answerable.address is None:
        return _clause(answerable.because)
    if not can_be_written(answerable.address):
        return f"many mail servers refuse the letters in its address, {answerable.address.address}; answer it yourself"
    if message.automatic and Label.rejection in situation.verdict.intents:
        return f"a machine wrote it ({message.automatic}), though a person would get the reply"
    if situation.facts.shows_other_candidates:
        return "it shows other candidates' addresses"
    return None


def _clause(sentence: str) -> str:
    """Return a sentence as part of one."""
    first, _, _ = sentence.partition(" ")
    start = sentence[:1] if "@" in first else sentence[:1].lower()
    return start + sentence[1:].rstrip(".")


def _unsafe(situation: Situation) -> str | None:
    if situation.suspicion.refuses:
        return "it looks like a fake recruiter. " + " ".join((*situation.suspicion.hard, *situation.suspicion.soft))
    return None


def _in_another_language(situation: Situation) -> str | None:
    language = situation.facts.language
    if language in (None, *DRAFTED_LANGUAGES) or situation.config.rules.english_for_other_languages:
        return None
    return (
        f"it is written in another language ({language}) than letters can be drafted in "
        "(`english_for_other_languages` allows English)"
    )
