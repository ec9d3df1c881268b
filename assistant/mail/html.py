"""HTML to the words a reader sees, in one walk through the page as BeautifulSoup on lxml understands it.

Text hidden from the reader is kept apart: it is where preview text doubles the body and where spam hides words.
"""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from assistant.mail import charsets
from assistant.mail.styles import Look, Sheet, look_of

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

MAX_CHARACTERS = 1 << 20
MAX_TAGS = 20_000
"""Nested elements cost BeautifulSoup quadratic time (30,000 took 22 s); no real page has so many tags."""
MAX_LINKS = 500
MAX_QUOTE_DEPTH = 10
MAX_LINK_LENGTH = 4000
MAX_HIDDEN_CHARACTERS = 20_000

_DROPPED = frozenset(
    {"head", "title", "script", "style", "noscript", "template", "svg", "math", "object", "iframe", "select",
     "textarea", "audio", "video"}
)  # fmt: skip
_LINES = frozenset(
    {"address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
     "form", "header", "hr", "html", "li", "main", "nav", "option", "section", "table", "tbody", "tfoot", "thead",
     "tr"}
)  # fmt: skip
_PARAGRAPHS = frozenset(
    {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "ul"}
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)  # fmt: skip
_QUOTE_CLASSES = frozenset({"gmail_quote", "protonmail_quote", "yahoo_quoted", "zmail_extra", "moz-cite"})
_SIGNATURES = frozenset(
    {"gmail_signature", "moz-signature", "signature", "applemailsignature", "ms-outlook-mobile-signature"}
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SPACE_RUN = re.compile(r" {2,}")
_CELL_RUN = re.compile(r" ?\t[\t ]*")
_LINE_EDGE = re.compile(r"[ \t]*\n[ \t]*")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an HTML part says.

    Attributes:
        text: visible words; blocks are lines, list items begin with "- ", table cells are parted by a tab, quoted
            elements have "> " before their lines.
        links: targets of visible links, http and https only, in order.
        hidden: words that are there but not shown.
    """

    text: str = ""
    links: tuple[str, ...] = ()
    hidden: str = ""


def read(html: str) -> Page:
    """Read a page; never raises, whatever the parser gives up on is left out.

    Only the first MiB is read, and only its first 20,000 tags.
    """
    from bs4 import BeautifulSoup  # costs 0.1 s, and most personal mail has no HTML

    writer = _Writer()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a page may look like a file name or like XML; it is read all the same
        try:
            # Attributes as they stand: `class` as a list would be built for every element and joined again.
            soup = BeautifulSoup(_bounded(html), "lxml", multi_valued_attributes=None)
        except (ValueError, AssertionError):
            return Page()
    _walk(soup, writer)
    return writer.page()


def _bounded(html: str) -> str:
    *pieces, rest = html[:MAX_CHARACTERS].split("<", MAX_TAGS)
    return "<".join(pieces) if len(pieces) == MAX_TAGS else "<".join([*pieces, rest])


def _walk(soup: "BeautifulSoup", writer: "_Writer") -> None:
    """Tell the writer of each element and text in the page's order; without recursion, since pages nest deeply."""
    from bs4.element import PreformattedString, Tag

    open_elements: list[Tag] = []
    for node in soup.descendants:
        while open_elements and node.parent is not open_elements[-1]:
            writer.end(open_elements.pop().name)
        if isinstance(node, Tag):
            writer.start(node.name, cast(Mapping[str, str], node.attrs))
            open_elements.append(node)
        elif not isinstance(node, PreformattedString):  # comments, also the conditional ones for Outlook
            writer.data(str(node))
    while open_elements:
        writer.end(open_elements.pop().name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What holds for everything inside an open element."""

    look: Look
    dropped: bool = False
    style: bool = False
    preformatted: bool = False


class _Writer:
    """Takes elements and texts in order and writes the page."""

    def __init__(self) -> None:
        self._frames = [_Frame(look=Look())]
        self._sheet = Sheet()
        self._pieces: list[str] = []
        self._hidden: list[str] = []
        self._links: dict[str, None] = {}
        self._newlines = 0
        self._quotes: list[int] = []

    def page(self) -> Page:
        """Return what has been written."""
        text = _CELL_RUN.sub("\t", _SPACE_RUN.sub(" ", charsets.clean("".join(self._pieces))))
        text = _BLANK_LINES.sub("\n\n", _LINE_EDGE.sub("\n", text)).strip()
        hidden = charsets.one_line(" ".join(self._hidden))
        return Page(
            text=text[:MAX_CHARACTERS], links=tuple(self._links)[:MAX_LINKS], hidden=hidden[:MAX_HIDDEN_CHARACTERS]
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        frame = self._frames[-1]
        if tag in _DROPPED:
            frame = _Frame(look=frame.look, dropped=True, style=tag == "style")
        elif attributes and not frame.dropped:
            frame = self._with_attributes(attributes, frame)
        if tag == "pre":
            frame = _Frame(look=frame.look, dropped=frame.dropped, preformatted=True)
        self._frames.append(frame)
        if not frame.dropped and not frame.look.hidden:
            self._break_before(tag, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if self._quotes and self._quotes[-1] == len(self._frames):
            self._quotes.pop()
            self._newlines = max(self._newlines, 1)
        frame = self._frames.pop() if len(self._frames) > 1 else self._frames[0]
        if frame.dropped or frame.look.hidden:
            return
        if tag in _PARAGRAPHS:
            self._newlines = max(self._newlines, 2 if tag != "p" or not frame.look.tight else 1)
        elif tag in _LINES:
            self._newlines = max(self._newlines, 1)
        elif tag in ("td", "th") and self._pieces and not self._newlines:
            self._pieces.append("\t")

    def data(self, text: str) -> None:
        """Take text."""
        frame = self._frames[-1]
        if frame.dropped:
            if frame.style:
                self._sheet.add(text)
            return
        if frame.look.unseen:
            self._hidden.append(text)
            return
        if not frame.preformatted:
            text = _SPACES.sub(" ", text)
            if text == " " and (self._newlines or not self._pieces):
                return
        self._write(text.replace("\n", "\n" + self._prefix()) if "\n" in text else text)

    def _prefix(self) -> str:
        return "> " * min(len(self._quotes), MAX_QUOTE_DEPTH)

    def _write(self, text: str) -> None:
        if self._newlines and self._pieces:
            self._pieces.append(("\n" + self._prefix()) * min(self._newlines, 3))
        elif self._quotes and not self._pieces:
            self._pieces.append(self._prefix())
        self._newlines = 0
        self._pieces.append(text)

    def _break_before(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self._newlines += 1
        elif tag in _PARAGRAPHS:
            self._newlines = max(self._newlines, 2 if not self._frames[-1].look.tight else 1)
        elif tag in _LINES:
            self._newlines = max(self._newlines, 1)
        if tag == "li":
            self._write("- ")
        elif tag == "a":
            self._note_link(attributes.get("href") or "")
        if tag not in _VOID and attributes:
            self._mark(tag, attributes)

    def _mark(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Mark quoted elements as mail quotes text, and signatures as mail delimits them."""
        names = _names(attributes)
        if tag == "blockquote" and (attributes.get("type") == "cite" or not _QUOTE_CLASSES.isdisjoint(names)
                                    or "border-left" in (attributes.get("style") or "")):  # fmt: skip
            self._newlines = max(self._newlines, 1)
            self._quotes.append(len(self._frames))
        elif not _SIGNATURES.isdisjoint(names) and not self._quotes and self._pieces:
            self._newlines = max(self._newlines, 1)
            self._write("-- ")
            self._newlines = 1

    def _note_link(self, target: str) -> None:
        target = target.strip()
        if target[:8].lower().startswith(("http://", "https://")) and len(target) <= MAX_LINK_LENGTH:
            self._links.setdefault("".join(target.split()))

    def _with_attributes(self, attributes: Mapping[str, str], frame: _Frame) -> _Frame:
        look = look_of(attributes, _names(attributes), frame.look, self._sheet)
        if look is frame.look:
            return frame
        return _Frame(look=look, dropped=frame.dropped, preformatted=frame.preformatted)


def _names(attributes: Mapping[str, str]) -> list[str]:
    """Return an element's classes and id, lower case."""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
