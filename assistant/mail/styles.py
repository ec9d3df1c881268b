"""Which elements of an HTML mail a reader does not see, as far as styles tell.

Inline styles, a few attributes, and simple rules of style sheets; no cascade. Zero font sizes and colours are
inherited and may be undone inside (layout tables are full of `font-size:0`), everything else hides for good.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

MAX_SHEET_CHARACTERS = 256 << 10

_PREHEADERS = frozenset(
    {"preheader", "preheader-text", "preview", "preview-text", "previewtext", "hidden-preheader", "mcnpreviewtext"}
)
_SIZE = re.compile(r"([\d.]{1,10})\s*(px|pt|em|rem|%)?")
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*([\d.]{1,8})\s*)?\)")
_CSS_NAME = re.compile(r"[.#]([\w-]+)")
_SIMPLE_SELECTOR = re.compile(r"[a-z0-9]*[.#]([\w-]+)")
_NEARLY_WHITE = 245
_UNKNOWN = "unknown"
_WHITE = "white"
_OTHER = "other"
_CLEAR = "transparent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How text inside an element looks.

    Attributes:
        hidden: not shown at all, nor anything inside.
        tiny: too small to be read.
        color: "white", "transparent" or "other".
        background: "white", "other" or "unknown" (a picture, a style sheet's).
        tight: paragraphs without space between them (Word's).
    """

    hidden: bool = False
    tiny: bool = False
    color: str = _OTHER
    background: str = _WHITE
    tight: bool = False

    @property
    def unseen(self) -> bool:
        """Whether a reader does not see this text."""
        white_on_white = self.color == _WHITE and self.background == _WHITE
        return self.hidden or self.tiny or self.color == _CLEAR or white_on_white


class Sheet:
    """Names (classes and ids) that style sheets hide or give a background."""

    def __init__(self) -> None:
        """Start without rules."""
        self.hiding: set[str] = set()
        self.painting: set[str] = set()
        self._read = 0

    def add(self, css: str) -> None:
        """Read rules; those inside @media hold for some readers only and hide nothing."""
        if self._read > MAX_SHEET_CHARACTERS or "{" not in css:
            return
        self._read += len(css)
        for selectors, declarations, conditional in _rules(_without_comments(css[:MAX_SHEET_CHARACTERS].lower())):
            if "background" in declarations:
                self.painting.update(_CSS_NAME.findall(selectors))
            if not conditional and _inline(declarations[:1000]).hidden:
                simple = (_SIMPLE_SELECTOR.fullmatch(selector.strip()) for selector in selectors.split(","))
                self.hiding.update(match[1] for match in simple if match)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inline:
    """What one style attribute says; None where it says nothing."""

    hidden: bool = False
    tiny: bool | None = None
    color: str | None = None
    background: str | None = None


def look_of(attributes: Mapping[str, str], names: list[str], parent: Look, sheet: Sheet) -> Look:
    """Return the look inside an element; the parent's own object if nothing changes.

    Args:
        attributes: the element's.
        names: its classes and id, lower case.
        parent: look of the element around it.
        sheet: rules read so far.
    """
    if parent.hidden:
        return parent
    inline = _inline((attributes.get("style") or "")[:1000].lower())
    hidden = (
        inline.hidden
        or "hidden" in attributes
        or not _PREHEADERS.isdisjoint(names)
        or not sheet.hiding.isdisjoint(names)
    )
    background = inline.background or _attribute_background(attributes)
    if background is None and not sheet.painting.isdisjoint(names):
        background = _UNKNOWN
    color = inline.color or (_paint(attributes["color"].lower()) if attributes.get("color") else None)
    look = replace(
        parent,
        hidden=hidden,
        tiny=parent.tiny if inline.tiny is None else inline.tiny,
        color=color or parent.color,
        background=background or parent.background,
        tight=parent.tight or "msonormal" in names,
    )
    return parent if look == parent else look


@lru_cache(maxsize=2048)
def _inline(style: str) -> _Inline:
    """Read one style attribute; mails repeat the same few, so they are remembered."""
    if not style:
        return _Inline()
    found = {}
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    size = _size(found.get("font-size", ""))
    return _Inline(
        hidden=_hides(found),
        tiny=None if size is None else size <= 1,
        color=_paint(found["color"]) if found.get("color") else None,
        background=_background(found),
    )


def _hides(found: Mapping[str, str]) -> bool:
    display = found.get("display", "")
    return (
        display == "none"
        or found.get("visibility") == "hidden"
        or (found.get("mso-hide") == "all" and not display)  # with a display it is a button's, hidden from Outlook only
        or _size(found.get("opacity", "")) == 0
        or _size(found.get("max-height", "")) == 0
        or _size(found.get("max-width", "")) == 0
        or (found.get("overflow") == "hidden" and _size(found.get("height", "")) == 0)
        or found.get("text-indent", "").startswith("-999")
    )


def _size(value: str) -> float | None:
    """Return a length in about pixels, None if the value is none."""
    match = _SIZE.fullmatch(value)
    if not match:
        return None
    try:
        number = float(match[1])
    except ValueError:
        return None
    return number * {"em": 16, "rem": 16, "%": 0.16}.get(match[2] or "", 1)


def _paint(value: str) -> str:
    """Return which of the few kinds of colour a value is."""
    if value.startswith(("white", "snow", "ghostwhite", "floralwhite")):
        return _WHITE
    if value == "transparent":
        return _CLEAR
    match = _HEX.match(value)
    if match:
        digits = match[1]
        pairs = [digit * 2 for digit in digits[:3]] if len(digits) < 6 else [digits[:2], digits[2:4], digits[4:6]]
        return _WHITE if min(int(pair, 16) for pair in pairs) >= _NEARLY_WHITE else _OTHER
    match = _RGB.match(value)
    if match and _size(match[4] or "") == 0:
        return _CLEAR
    return _WHITE if match and min(int(match[number]) for number in (1, 2, 3)) >= _NEARLY_WHITE else _OTHER


def _background(found: Mapping[str, str]) -> str | None:
    if "url(" in found.get("background-image", "") or "gradient" in found.get("background-image", ""):
        return _UNKNOWN
    value = found.get("background-color") or found.get("background") or ""
    if not value or value.startswith(("none", "inherit", "initial", "transparent")):
        return None
    if "url(" in value or "gradient" in value:
        return _UNKNOWN
    painted = _paint(value)
    return None if painted == _CLEAR else painted


def _attribute_background(attributes: Mapping[str, str]) -> str | None:
    if attributes.get("background"):
        return _UNKNOWN
    value = attributes.get("bgcolor")
    return _paint(("#" + value if re.fullmatch("[0-9a-f]{6}", value.lower()) else value).lower()) if value else None


def _rules(css: str) -> Iterator[tuple[str, str, bool]]:
    """Yield selectors, declarations and whether the rule stands inside an @-block, in one pass."""
    depth = 0
    for chunk in css.split("}"):
        *outer, selectors, declarations = ["", *chunk.split("{")]
        if not outer:
            depth = max(0, depth - 1)
            continue
        depth += len(outer) - 1
        yield selectors.strip(), declarations, depth > 0


def _without_comments(css: str) -> str:
    first, *rest = css.split("/*")
    return "".join([first, *(piece.partition("*/")[2] for piece in rest)])
