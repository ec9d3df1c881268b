"""The one table of platforms that write to job seekers, and whether what they write from can be answered.

From the vendors' help pages and addresses seen in public; a domain counts in full or as a dot-suffix, never as a
substring, and a display name never counts.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Kind(StrEnum):
    """What kind of sender a domain is known to be."""

    ats = "ats"  # applicant tracking system; its name is never the employer
    board = "board"  # job board or network
    scheduler = "scheduler"  # booking tool
    assessment = "assessment"  # tests and documents
    free_mail = "free mail"  # gmail.com and its like
    other = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One row of the table.

    Attributes:
        name: as people call it.
        kind: what it is.
        domains: its sending domains, lower case, all their subdomains included.
        relay: pattern for the whole local part of addresses that pass a reply on to a person, "" if none.
        person: whether other addresses of these domains may be people's, of the platform's own staff too; if not,
            only a Reply-To elsewhere can be answered.
    """

    name: str
    kind: Kind
    domains: tuple[str, ...]
    relay: str = ""
    person: bool = False


def _row(name: str, kind: Kind, *domains: str, relay: str = "", person: bool = False) -> Platform:
    return Platform(name=name, kind=kind, domains=domains, relay=relay, person=person)


PLATFORMS: tuple[Platform, ...] = (
    _row("Greenhouse", Kind.ats, "greenhouse-mail.io"),
    _row("Greenhouse", Kind.ats, "greenhouse.io", person=True),
    _row("Lever", Kind.ats, "hire.lever.co", "hire.eu.lever.co"),
    _row("Ashby", Kind.ats, "ashbyhq.com", person=True),
    _row("Workday", Kind.ats, "myworkday.com", "workdaymail.com", "otp.workday.com"),
    _row("iCIMS", Kind.ats, "talent.icims.com", "talent.icims.eu", relay=r"[^+]+\+email\+.+"),
    _row("iCIMS", Kind.ats, "icims.com", "icims.eu"),
    _row("SmartRecruiters", Kind.ats, "smartrecruiters.com", "smartrecruitersmail.com"),
    _row("Workable", Kind.ats, "inbound.workablemail.com", relay=r".+"),
    _row("Workable", Kind.ats, "workablemail.com"),
    _row("Teamtailor", Kind.ats, "message.teamtailor.com", relay=r"conversations"),
    _row("Teamtailor", Kind.ats, "teamtailor-mail.com", "teamtailor.com", person=True),
    _row("Recruitee", Kind.ats, "recruitee-mailbox.com", relay=r".+"),
    _row("Personio", Kind.ats, "m.personio.de", "m.personio.com", relay=r".+-jobs"),
    _row("Personio", Kind.ats, "personio.de", "personio.com", person=True),
    _row("Rippling", Kind.ats, "ats.rippling.com"),
    _row("Rippling", Kind.ats, "rippling.com", person=True),
    _row("BambooHR", Kind.ats, "app.bamboohr.com"),
    _row("BambooHR", Kind.ats, "bamboohr.com", person=True),
    _row("JazzHR", Kind.ats, "applytojob.com", relay=r"recruiting\+.+"),
    _row("Paylocity", Kind.ats, "paylocity.com"),
    _row("SuccessFactors", Kind.ats, "successfactors.eu", "successfactors.com", "sapsf.com"),
    _row("Taleo", Kind.ats, "taleo.net"),
    _row("Oracle Recruiting", Kind.ats, "cloud.oracle.com", "ocs.oraclecloud.com"),
    _row("Jobvite", Kind.ats, "jobvite.com"),
    _row("Breezy", Kind.ats, "breezy.hr"),
    _row("Comeet", Kind.ats, "comeet-notifications.com", "comeet-mail.com"),
    _row("Freshteam", Kind.ats, "freshteam.com"),
    _row("Gupy", Kind.ats, "gupy.com.br"),
    _row("TalentLyft", Kind.ats, "m.talentlyft.com"),
    _row("JOIN", Kind.ats, "join.com", person=True),
    _row("Pinpoint", Kind.ats, "pinpoint.email", "pinpointhq.com"),
    _row("Paradox", Kind.ats, "paradox.ai"),
    _row("Viterbit", Kind.ats, "viterbit-mail.com"),
    _row("Amazon Jobs", Kind.ats, "mail.amazon.jobs"),
    _row("Microsoft Careers", Kind.ats, "email.careers.microsoft.com"),
    _row("ApplicantManager", Kind.ats, "theapplicantmanager.com"),
    # Named by job seekers, but no address is on record: they are no employers, and the general rules hold.
    _row("Eightfold", Kind.ats, "eightfold.ai", person=True),
    _row("Avature", Kind.ats, "avature.net", person=True),
    _row("Phenom", Kind.ats, "phenompeople.com", person=True),
    _row("Gem", Kind.ats, "gem.com", person=True),
    _row("Fountain", Kind.ats, "fountain.com", person=True),
    _row("CareerPlug", Kind.ats, "careerplug.com", person=True),
    _row("Brassring", Kind.ats, "brassring.com", person=True),
    _row("UKG", Kind.ats, "ultipro.com", person=True),
    _row("ADP", Kind.ats, "adp.com", person=True),
    _row("LinkedIn", Kind.board, "linkedin.com", relay=r"(?:inmail-)?hit-reply"),
    _row("Indeed", Kind.board, "indeedemail.com", relay=r".+"),
    _row("Indeed", Kind.board, "indeed.com", person=True),
    _row("ZipRecruiter", Kind.board, "ziprecruiter.com"),
    _row("Wellfound", Kind.board, "wellfound.com"),
    _row("Calendly", Kind.scheduler, "calendly.com"),
    _row("GoodTime", Kind.scheduler, "goodtime.io"),
    _row("ModernLoop", Kind.scheduler, "modernloop.io"),
    _row("Cal.com", Kind.scheduler, "cal.com"),
    _row("SavvyCal", Kind.scheduler, "savvycal.com"),
    _row("OnceHub", Kind.scheduler, "oncehub.com"),
    _row("Doodle", Kind.scheduler, "doodle.com"),
    _row("HackerRank", Kind.assessment, "hackerrankforwork.com", "hackerrank.com"),
    _row("Codility", Kind.assessment, "codility.com"),
    _row("CodeSignal", Kind.assessment, "codesignal.com"),
    _row("HireVue", Kind.assessment, "hirevue.com", "modernhire.com"),
    _row("TestGorilla", Kind.assessment, "testgorilla.com"),
    _row("Karat", Kind.assessment, "karat.io", "karat.com"),
    _row("CoderPad", Kind.assessment, "coderpad.io"),
    _row("HackerEarth", Kind.assessment, "hackerearth.com"),
    _row("TestDome", Kind.assessment, "testdome.com"),
    _row("SHL", Kind.assessment, "shl.com"),
    _row("Pymetrics", Kind.assessment, "pymetrics.com", "pymetrics.ai"),
    _row("Hireflix", Kind.assessment, "hireflix.com", person=True),
    _row("Coderbyte", Kind.assessment, "coderbyte.com"),
    _row("DocuSign", Kind.assessment, "docusign.net"),
)

GREENHOUSE_LABEL = "gh-mail"
"""Greenhouse has its customers name a subdomain of their own so: gh-mail.company.com."""

DVINCI_RELAY = re.compile(r"candidate-[\w-]+")
"""d.vinci gives every candidate an address in the customer's own system; a reply reaches the recruiter."""

NO_REPLY = re.compile(
    r"no[._-]?(?:reply|response|answer|respuesta)|do[._-]?not[._-]?(?:reply|respond|answer)|dont[._-]?reply|auto[._-]?(?:reply|respond)|mailer-daemon|postmaster"
    r"|ne[._-]?pas[._-]?repondre|nicht[._-]?antworten|keine[._-]?antwort|non[._-]?rispondere|unmonitored"
    r"|(?:^|[._+-])(?:system|bounces?|notifications?|jobalerts?|newsletter)(?:$|[._+-])",
    re.IGNORECASE,
)
"""Local parts that nobody reads, wherever the words stand in them."""

FREE_MAIL = frozenset(
    (
        "gmail.com", "googlemail.com", "outlook.com", "outlook.de", "outlook.fr", "outlook.es", "hotmail.com",
        "hotmail.co.uk", "hotmail.de", "hotmail.fr", "hotmail.it", "hotmail.es", "live.com", "live.de", "live.fr",
        "live.nl", "live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.es", "yahoo.it",
        "yahoo.co.in", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.de", "gmx.de",
        "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "arcor.de", "mail.de",
        "posteo.de", "mailbox.org", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io", "mail.com",
        "email.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "libero.it",
        "virgilio.it", "tiscali.it", "alice.it", "telefonica.net", "terra.es", "uol.com.br", "bol.com.br",
        "terra.com.br", "sapo.pt", "ziggo.nl", "kpnmail.nl", "hetnet.nl", "planet.nl", "home.nl", "bluewin.ch",
        "zoho.com", "zohomail.com", "yandex.com", "yandex.ru", "mail.ru", "bk.ru", "inbox.ru", "qq.com", "163.com",
        "126.com", "sina.com", "fastmail.com", "fastmail.fm", "hey.com", "comcast.net", "verizon.net", "att.net",
        "btinternet.com", "sky.com", "rediffmail.com",
    )
)  # fmt: skip

_BY_DOMAIN = {domain: platform for platform in PLATFORMS for domain in platform.domains}
_GREENHOUSE = PLATFORMS[0]


def find(domain: str) -> Platform | None:
    """Return the platform a domain belongs to, in full or by the longest dot-suffix; None for any other."""
    labels = domain.lower().rstrip(".").split(".")
    for start in range(len(labels) - 1):
        platform = _BY_DOMAIN.get(".".join(labels[start:]))
        if platform:
            return platform
    return _GREENHOUSE if labels[0] == GREENHOUSE_LABEL and len(labels) > 2 else None


def is_free_mail(domain: str) -> bool:
    """Whether anybody can get an address there; the full domain or a dot-suffix."""
    labels = domain.lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in FREE_MAIL for start in range(len(labels) - 1))


def is_relay(local: str, platform: Platform | None) -> bool:
    """Whether an address passes what is sent to it on to a person.

    Args:
        local: the address before the "@".
        platform: the platform of its domain, None if none.
    """
    if platform is None:
        return bool(DVINCI_RELAY.fullmatch(local.lower()))
    return bool(platform.relay and re.fullmatch(platform.relay, local.lower()))


@lru_cache(maxsize=1024)
def registrable(domain: str) -> str:
    """Return the domain somebody registered ("mail.acme.co.uk" → "acme.co.uk"), the domain itself if none is found.

    By the Public Suffix List that is installed with the program; nothing is fetched.
    """
    domain = domain.lower().rstrip(".")
    return str(_suffixes().privatesuffix(domain) or domain)


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList  # reads a list of 16,000 suffixes, which few commands need

    return PublicSuffixList()
