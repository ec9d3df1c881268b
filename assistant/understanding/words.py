"""Text to sentences, and sentences to word n-grams: one way of reading, for training and for classifying alike."""

import re
import unicodedata
from itertools import pairwise

TEXT_LIMIT = 20_000
"""Characters of a message that are read."""

SENTENCE_LIMIT = 250
"""Sentences of a message that are scored."""

WORD_LIMIT = 60
"""Words of a sentence that are read: more is a list without stops."""

# Plain-text mail is wrapped near column 72; a break after a long line that ends in mid-sentence is no end.
# All patterns begin with the one character they replace: looking behind at every character is five times slower.
_WRAPPED = re.compile(r"\n(?<=[^\n]{50}\n)(?<![.!?:;]\n)(?=[^\W_])|\n(?<=[^\W_.!?:;]\n)(?=[a-zäöü])")
_CAPITAL = r"(?=[\"'“„‘«(]?[^\Wa-zäöüéèà_])"
_ABBREVIATED = r"(?<!\b\d\d\. )(?<!\b[DMSN]r\. )(?<!\bMs\. )(?<!\bMrs\. )(?<!\bSt\. )"
_END = re.compile(rf"\n| (?<=[^\W_]{{2}}[.…] ){_ABBREVIATED}{_CAPITAL}| (?<=[.!?][!?)\]\"”] ){_CAPITAL}| (?<=[!?] )")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"0(?:[:./,-]0)*|[a-z]+(?:'[a-z]+)?|[?!]")
_QUOTES = str.maketrans("’‘´`", "''''")


def sentences(text: str) -> list[str]:
    """Cut text into its sentences as written, white space collapsed; headings and list items count as sentences."""
    lines = "\n".join(" ".join(line.split()) for line in text[:TEXT_LIMIT].split("\n"))
    return [found for piece in _END.split(_WRAPPED.sub(" ", lines)) if (found := piece.strip())][:SENTENCE_LIMIT]


def words(sentence: str) -> list[str]:
    """Return the words that are compared: lower case, accents folded, each number "0", each address "url"."""
    lowered = sentence.lower()
    if not lowered.isascii():
        lowered = _fold(lowered)
    if "@" in lowered or "://" in lowered or "www." in lowered:
        lowered = _ADDRESS.sub(" url ", lowered)
    return _WORD.findall(_DIGITS.sub("0", lowered))[:WORD_LIMIT]


def grams(sentence: str) -> list[str]:
    """Return the words and the pairs of neighbouring words; repeated ones are repeated."""
    single = words(sentence)
    return single + [f"{first} {second}" for first, second in pairwise(single)]


def _fold(text: str) -> str:
    """Write letters of other alphabets in ASCII, the German way where umlauts may be spelled out (ae, oe, ue, ss)."""
    spelled = text.translate(_QUOTES).replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii")
