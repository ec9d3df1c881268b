"""Domains and names made to be taken for others'."""

import re
import unicodedata

from assistant.mail.sender import registrable
from assistant.understanding.company_names import key_of, label_of
from assistant.understanding.tables import table

_ADDED = re.compile(
    r"^(?:my|the|join|apply|work|jobs?|careers?|hr|hiring|recruit(?:ing|ment)?|talent|team|onboarding|portal|"
    r"offers?)-?|-?(?:careers?|jobs?|hr|hiring|recruit(?:ing|ment|ers?)?|talents?|staffing|onboarding|portal|apply|"
    r"applicants?|offers?|work|remote|employment|interviews?|team|us|usa|online)$"
)
_ODD_ENDINGS = table("xyz us top online site live click shop info icu vip biz website space work cc life fun")
_CONFUSABLE = str.maketrans(
    "аеорсухіјѕԁһкмтвнԛԝƅɡıοανρτυκιβεηχγωɑ",
    "aeopcyxijsdhkmtbhqwbgioavptukibenxywa",
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_DIGITS = str.maketrans("01345", "olеas".replace("е", "e"))
_LETTERS_ONLY = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]{2,60}")


def imitates(domain: str, company: str) -> bool:
    """Whether a domain looks like a company's without being what its name spells.

    Args:
        domain: the sender's.
        company: a company's name; "Acme Corp" rightly owns acme.com, acmecorp.com and acme-corp.com.
    """
    name = key_of(company)
    if len(name) < 4:
        return False
    label = _decoded(label_of(domain))
    bare = label.replace("-", "")
    if bare in {name, _LETTERS_ONLY.sub("", company.lower())}:
        return _hyphen_inside_word(label, company) or registrable(domain).rpartition(".")[2] in _ODD_ENDINGS
    return skeleton(bare) == skeleton(name) or _ADDED.sub("", label).replace("-", "") == name


def skeleton(text: str) -> str:
    """Return what a text looks like: foreign letters, digits and letter pairs as the Latin letter they resemble."""
    look = unicodedata.normalize("NFKC", text).lower().translate(_CONFUSABLE).translate(_DIGITS)
    for pair, letter in _PAIRS:
        look = look.replace(pair, letter)
    return look.replace("l", "i")


def mixes_scripts(text: str) -> bool:
    """Whether one word mixes Latin letters with Cyrillic or Greek ones."""
    return any(len(_scripts(word)) > 1 for word in _WORD.findall(_decoded(text)[:300]) if not word.isascii())


def _scripts(word: str) -> set[str]:
    names = {unicodedata.name(letter, "?").partition(" ")[0] for letter in word}
    return names & {"LATIN", "CYRILLIC", "GREEK"}


def _decoded(label: str) -> str:
    """A punycode label as it is shown."""
    if "xn--" not in label:
        return label
    try:
        return ".".join(
            part[4:].encode("ascii").decode("punycode") if part.startswith("xn--") else part
            for part in label.split(".")
        )
    except ValueError:
        return label


def _hyphen_inside_word(label: str, company: str) -> bool:
    """ "goo-gle" for Google; "acme-corp" for Acme Corp is right."""
    words = re.findall(r"[^\W_]+", company.lower())
    edges = {len("".join(words[: index + 1])) for index in range(len(words))}
    position = 0
    for piece in label.split("-")[:-1]:
        position += len(piece)
        if position not in edges:
            return True
    return False
