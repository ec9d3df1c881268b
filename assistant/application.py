"""One role at one company: what the mail so far tells of it, and which mail belongs to it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.understanding.facts import Facts
from assistant.understanding.labels import Label


class Stage(StrEnum):
    """How far an application has come."""

    applied = "applied"
    in_process = "in process"
    interview = "interview"
    offer = "offer"
    rejected = "rejected"

    @property
    def is_open(self) -> bool:
        """Whether it may still lead to something."""
        return self is not Stage.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One role at one company, as recorded.

    Attributes:
        id: the ledger's number, 0 before it has one.
        company: the employer as first written; None while only an agency is known.
        role: None while unknown.
        stage: how far it has come.
        met: words that showed human contact, None without.
        interview_at: the latest time set for a conversation, aware UTC; None if none was.
        threads: threads whose mail belongs to it.
        changed_at: when mail last touched it, aware UTC.
    """

    id: int = 0
    company: str | None = None
    role: str | None = None
    stage: Stage = Stage.applied
    met: str | None = None
    interview_at: datetime | None = None
    threads: frozenset[str] = frozenset()
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which application a message belongs to.

    Attributes:
        application: the one it belongs to, None if there is none yet or several could be meant.
        candidates: those that could be meant, if more than one: then nothing is linked (etiquette rule 16).
    """

    application: Application | None = None
    candidates: tuple[Application, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether several applications could be meant."""
        return len(self.candidates) > 1


_LEGAL_FORM = re.compile(
    r"[\s,]+(?:inc|llc|ltd|limited|plc|corp|corporation|co|company|gmbh|ag|se|kg|ohg|ug|mbh|bv|nv|sa|sas|sarl|srl|spa|ab|oy|as|group|holding)"
    r"\b\.?(?:\s*&\s*co\b\.?)?(?:\s*kg\b)?",
    re.IGNORECASE,
)


def company_key(company: str) -> str:
    """Return a company's name for comparing: no legal form, no punctuation, lower case."""
    return re.sub(r"[\W_]+", " ", _LEGAL_FORM.sub("", f" {company} ")).strip().casefold()


def role_key(role: str) -> str:
    """Return a role for comparing: no gender marks, no punctuation, lower case."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\([^)]*\)|\*in(?:nen)?\b|:in(?:nen)?\b", "", role)).strip().casefold()


def match(facts: Facts, thread: str, applications: Sequence[Application]) -> Match:
    """Find the application a message belongs to: by its thread, else by company and role.

    A company alone is enough only while the user has one application there; when both roles are known they must
    agree. Several that fit: none is linked.
    """
    in_thread = [one for one in applications if thread in one.threads]
    if in_thread:
        return _only(_same_role(in_thread, facts.role) or in_thread)
    if not facts.company:
        return Match()
    key = company_key(facts.company)
    same = [one for one in applications if one.company and company_key(one.company) == key]
    return _only(_compatible(same, facts.role))


def _only(found: Sequence[Application]) -> Match:
    return Match(application=found[0]) if len(found) == 1 else Match(candidates=tuple(found))


def _same_role(found: Sequence[Application], role: str | None) -> list[Application]:
    return [one for one in found if role and one.role and role_key(one.role) == role_key(role)]


def _compatible(found: Sequence[Application], role: str | None) -> list[Application]:
    """Keep those whose role is the same; else those where one side does not name it."""
    if not role:
        return list(found)
    return _same_role(found, role) or [one for one in found if not one.role]


_STAGE_OF = {
    Label.rejection: Stage.rejected,
    Label.scheduling: Stage.interview,
    Label.materials: Stage.in_process,
    Label.offer: Stage.offer,
    Label.confirmation: Stage.applied,
    Label.update: Stage.in_process,
}
_ORDER = tuple(Stage)


def _interview(application: Application, facts: Facts) -> datetime | None:
    """Return the time set for a conversation once this message is known; a cancelled one is forgotten."""
    if facts.cancelled:
        return None
    set_times = [moment.at for moment in facts.proposed if facts.fixed and not moment.all_day]
    return max(set_times, default=application.interview_at)


def advance(application: Application, intents: Sequence[Label], facts: Facts, *, thread: str, at: datetime) -> Application:
    """Return the application as it is after one more message about it.

    A stage never falls back; a rejection or an offer stands over everything earlier.
    """
    stages = [application.stage, *(_STAGE_OF[label] for label in intents if label in _STAGE_OF)]
    return Application(
        id=application.id,
        company=application.company or facts.company,
        role=application.role or facts.role,
        stage=max(stages, key=_ORDER.index),
        met=application.met or facts.met,
        interview_at=_interview(application, facts),
        threads=application.threads | {thread},
        changed_at=at,
    )
