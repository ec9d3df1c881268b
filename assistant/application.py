"""One role at one company: what the mail so far tells of it, and which mail belongs to it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from assistant.understanding.facts import Facts
from assistant.understanding.labels import Label
from assistant.understanding.tables import table


class Stage(StrEnum):
    """How far an application has come."""

    applied = "applied"
    in_process = "in process"
    interview = "interview"
    offer = "offer"
    rejected = "rejected"
    closed = "closed"  # by the user
    hired = "hired"

    @property
    def is_open(self) -> bool:
        """Whether it may still lead to something."""
        return self not in (Stage.rejected, Stage.closed, Stage.hired)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the user typed of an application before any mail told of it; mail may carry it further.

    Attributes:
        company: None if he did not say.
        role: likewise.
        stage: how far it had come.
        at: when that was, aware UTC.
    """

    company: str | None = None
    role: str | None = None
    stage: Stage = Stage.applied
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the user says of an application by command; it stands over all mail, what is None is left to the mail.

    Attributes:
        company: the employer.
        role: the job's title.
        stage: how far it has come.
        note: his own words.
        applied_on: the day he applied.
    """

    company: str | None = None
    role: str | None = None
    stage: Stage | None = None
    note: str = ""
    applied_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One role at one company, as recorded.

    Attributes:
        id: the ledger's number, 0 before it has one.
        company: the employer as first written; None while only an agency is known.
        role: None while unknown.
        stage: how far it has come.
        met: words that showed human contact, None without.
        threads: threads whose mail belongs to it.
        changed_at: when mail last touched it, aware UTC.
        said: what the user says of it, which the fields above follow already, see `as_said`.
        start: what he typed of it before any mail, None if nothing.
        names: further pairs of company and role under which its mail speaks.
        named_at: when the user last changed which company and role it is, aware UTC.
    """

    id: int = 0
    company: str | None = None
    role: str | None = None
    stage: Stage = Stage.applied
    met: str | None = None
    threads: frozenset[str] = frozenset()
    changed_at: datetime | None = None
    said: Said = Said()
    start: Start | None = None
    names: frozenset[tuple[str, str]] = frozenset()
    named_at: datetime | None = None

    @property
    def title(self) -> str:
        """Company and role for people, as far as known."""
        return ", ".join(filter(None, (self.company, self.role))) or f"application {self.id}"

    def is_called(self, company: str, role: str) -> bool:
        """Whether its mail speaks under another name, which is this one."""
        key = (company_key(company), role_key(role))
        return any((company_key(its_company), role_key(its_role)) == key for its_company, its_role in self.names)


def as_said(heard: Application) -> Application:
    """Return an application as the user sees it: his word over what its mail tells."""
    said = heard.said
    return replace(
        heard,
        company=said.company or heard.company,
        role=said.role or heard.role,
        stage=said.stage or heard.stage,
    )


def further(one: Stage, other: Stage) -> Stage:
    """Return the stage that lies further on."""
    return max(one, other, key=_ORDER.index)


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
    r"(?:[\s,]+(?:(?i:inc|llc|ltd|limited|plc|corp|g?gmbh|gesmbh|mbh|s\.?r\.?l|s\.?p\.?a|e\.\s?v|e\.\s?g)"
    r"|AG|SE|KGaA|KG|OHG|UG|eG|B\.?V|N\.?V|S\.?A\.?S|S\.?A|AB|Oyj?|A/?S|ApS)\b\.?|\s*&\s*[Cc][Oo]\.?(?=\s*(?:KG|OHG)))+$"
)
_OFTEN_LEFT_OUT = table("co company corporation group holding")
_GENDER_MARKS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\b[mwfdx](?:/[mwfdx]){1,3}\b|[*:_/]-?in(?:nen)?\b", re.IGNORECASE)


def without_legal_form(company: str) -> str:
    """Return a company's name as people say it: "Acme" for "Acme GmbH & Co. KG"."""
    return _LEGAL_FORM.sub("", company.strip()).strip(" ,") or company.strip()


@lru_cache(maxsize=4096)  # every application is compared with every other, and with every message
def company_key(company: str) -> str:
    """Return a company's name for comparing: lower case, no punctuation, no legal form, never "" for any word."""
    words = re.sub(r"[\W_]+", " ", without_legal_form(company)).casefold().removeprefix("the ").split()
    while len(words) > 1 and words[-1] in _OFTEN_LEFT_OUT:
        words.pop()
    return " ".join(words) or company.casefold()


def is_same_company(one: str, other: str) -> bool:
    """Whether two names are one company's: the same, or one is the other cut short ("Acme", "Acme Analytics")."""
    first, second = company_key(one).split(), company_key(other).split()
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def role_key(role: str) -> str:
    """Return a role for comparing: lower case, no punctuation, no gender marks."""
    return re.sub(r"[\W_]+", " ", _GENDER_MARKS.sub(" ", role)).strip().casefold()


def match(facts: Facts, thread: str, applications: Sequence[Application], *, receipt: bool = False) -> Match:
    """Find the application a message belongs to: by its thread, else by company and role.

    A company alone is enough only while the user has one application there; when both roles are known they must
    agree. What was merged or renamed is found under its former name as well. Several that fit: none is linked.

    Args:
        facts: what the message says.
        thread: its conversation.
        applications: all of the account.
        receipt: it acknowledges an application; outside their conversations, one that is over is then not meant.
    """
    in_thread = [one for one in applications if thread in one.threads]
    if in_thread:
        return _only(_same_role(in_thread, facts.role) or in_thread)
    if not facts.company:
        return Match()
    meant = [one for one in applications if one.stage.is_open or not receipt]
    alike = [one for one in meant if one.company and is_same_company(one.company, facts.company)]
    key = company_key(facts.company)
    same = [one for one in alike if one.company and company_key(one.company) == key]
    named = [one for one in meant if facts.role and one.is_called(facts.company, facts.role)]
    return _only(_compatible(same, facts.role) or named or _compatible(alike, facts.role))


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


def tells_of_one(label: str, *, sure: bool) -> bool:
    """Whether a message tells of an application: it is understood, and more than somebody's approach."""
    return sure and label not in (Label.unrelated, Label.outreach)


def advance(
    application: Application, intents: Sequence[Label], facts: Facts, *, thread: str, at: datetime
) -> Application:
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
        threads=application.threads | {thread},
        changed_at=at,
    )
