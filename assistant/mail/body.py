"""A message's words: HTML to text, quoted history and signature split off and kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.mail import html, parts, quotes, signatures
from assistant.mail.html import Page
from assistant.mail.parts import Part

MAX_CHARACTERS = 1 << 20
MAX_LINKS = 500

_LINK = re.compile(r"https?://[^\s<>\"'\[\]{}|\\^`]{4,4000}")
_HTML = re.compile(r"\s{0,100}<(?:!doctype html|html|head|body|table|div|style|meta)\b", re.IGNORECASE)
_STUB = re.compile(
    r"(?:not|n't|unable to|cannot) (?:support|display|view|read|show|see)\w* (?:the |this |an? )?(?:\w+ )?"
    r"(?:html|message|e-?mail)|(?:view|read|open|see) (?:this|the) (?:e-?mail|message|newsletter|version)? ?(?:\w+ )?"
    r"(?:online|in (?:your|a|the) (?:web ?)?browser)"
    r"|html[- ](?:capable|enabled|compatible|fähig|format)|(?:kein|nicht).{0,40}html|html.{0,40}(?:nicht|anzeigen)"
    r"|im browser (?:an|öffnen|lesen)|ne (?:supporte|prend) pas|no (?:soporta|admite).{0,20}html",
    re.IGNORECASE,
)
_STUB_CHARACTERS = 500
_FAR_SHORTER = 4
"""Plain text that is this many times shorter than the HTML's is taken for a stub."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the writer said, and what was cut away from it.

    Attributes:
        text: the writer's own words, LF line ends; never empty if the message has any words. Of mail forwarded by
            hand also the words forwarded, since they are what there is to understand.
        quote: quoted history, "" if none.
        signature: from the signature delimiter or the closing block on, "" if none.
        whole: everything readable, in its original order.
        links: targets of links in order of appearance, http and https only.
        hidden: text that HTML hides from the reader; never classified, a signal of fraud.
    """

    text: str = ""
    quote: str = ""
    signature: str = ""
    whole: str = ""
    links: tuple[str, ...] = ()
    hidden: str = ""


def read(root: Part, *, forwarding_subject: bool = False, otherwise: str = "") -> tuple[Body, bool]:
    """Read the words of a message and whether it was forwarded by hand.

    Args:
        root: the message's outermost part.
        forwarding_subject: the subject says it is forwarded.
        otherwise: words to take if no part has any (a calendar part's description).
    """
    own = _page(root)
    attached = _join(_page(part.children[0]) for part in _messages(root))
    forwarded = bool(attached.text and _carries_message(root)) or (
        forwarding_subject and quotes.holds_forwarded(own.text)
    )
    page = _join([own, attached]) if forwarded or not own.text else own
    whole = page.text or otherwise
    text, quote, signature = (whole, "", "") if forwarded else split(whole)
    links = dict.fromkeys((*page.links, *_links(whole)))
    body = Body(
        text=text, quote=quote, signature=signature, whole=whole, links=tuple(links)[:MAX_LINKS], hidden=page.hidden
    )
    return body, forwarded


def split(whole: str) -> tuple[str, str, str]:
    """Part clean text into the writer's own words, quoted history and signature; the first is empty only if all is."""
    own, quote = quotes.split(whole)
    if not own.strip():
        own, quote = whole, ""
    text, signature = signatures.split(own)
    if not text.strip():
        text, signature = own, ""
    return text.strip(), quote.strip("\n"), signature


def _page(part: Part) -> Page:
    """Read what is visible in a part and those inside it, attached messages left out."""
    if part.is_message and part.children:
        return Page()
    if part.content_type == "multipart/alternative" and part.children:
        return _choose([_page(child) for child in part.children], part.children)
    if part.children:
        return _join(_page(child) for child in part.children if child.disposition != "attachment")
    if not part.content_type.startswith("text/") or part.content_type == "text/calendar":
        return Page()
    text = parts.text(part)
    if part.content_type == "text/html" or _HTML.match(text):
        return html.read(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return Page(text=text.strip())


def _choose(pages: list[Page], sources: tuple[Part, ...]) -> Page:
    """Choose among alternatives: the plain text, unless it is a stub; links and hidden words of all are kept."""
    plain = next((page for page, part in zip(pages, sources, strict=True) if part.content_type == "text/plain"), Page())
    rich = max((page for page in pages if page is not plain), key=lambda page: len(page.text), default=Page())
    chosen = rich if _is_stub(plain.text, rich.text) else plain
    everything = _join([rich, plain])
    return Page(text=chosen.text, links=everything.links, hidden=everything.hidden)


def _is_stub(plain: str, rich: str) -> bool:
    if not rich or not plain:
        return bool(rich)
    if len(plain) < _STUB_CHARACTERS and len(rich) > len(plain) and _STUB.search(plain):
        return True
    return len(plain) * _FAR_SHORTER < len(rich) and len(rich) > _STUB_CHARACTERS


def _join(pages: Iterable[Page]) -> Page:
    found = list(pages)
    if len(found) == 1:
        return found[0]
    return Page(
        text="\n\n".join(page.text for page in found if page.text)[:MAX_CHARACTERS],
        links=tuple(dict.fromkeys(link for page in found for link in page.links)),
        hidden="\n".join(page.hidden for page in found if page.hidden)[: html.MAX_HIDDEN_CHARACTERS],
    )


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines that format=flowed broke (RFC 3676 §4): those that end with a space, within one quote depth."""
    joined: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        if depth == open_depth and content != "-- ":
            joined[-1] += content
        else:
            joined.append((">" * depth + " " if depth else "") + content)
        flows = content.endswith(" ") and content != "-- "
        open_depth = depth if flows else -1
        if flows and delete_space:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def _links(text: str) -> list[str]:
    """Return the addresses of pages written out in text, without the punctuation after them."""
    if "http" not in text:
        return []
    return [match.rstrip(".,;:!?*_)'") for match in _LINK.findall(text)[:MAX_LINKS]]


def _messages(part: Part) -> list[Part]:
    """Return the messages inside, not those inside these."""
    if part.is_message:
        return [part] if part.children else []
    return [found for child in part.children for found in _messages(child)]


def _carries_message(root: Part) -> bool:
    """Whether a message was put into this one by hand: at the top, and no report's or digest's."""
    if root.content_type in ("multipart/report", "multipart/digest"):
        return False
    return root.is_message or any(child.is_message for child in root.children)
