"""Where a writer's own words end and quoted history begins.

Looks for what mail programs write: a line that introduces a quotation ("On ... wrote:", "Am ... schrieb ...:"), a
separator ("-----Original Message-----"), a block of header lines (Outlook), and ">" before lines. Words below a
quotation marked with ">" are the writer's own again (bottom and interleaved posting); below an unmarked one nothing is.
Every pattern is linear, and a message without any hint is not searched line by line.
"""

import re

from assistant.mail.intros import DATE, FIELD, HINTS, SEPARATOR, START, VERB, kind_of_field

MAX_INTRO_CHARACTERS = 500
MAX_INTRO_LINES = 4
MAX_BLOCK_LINES = 14

_DATE_OR_MAILBOX = re.compile(r"[\d@<]")
_EDGES = " \t>*_-=\xa0"


def split(text: str) -> tuple[str, str]:
    """Part clean text into the writer's own words and the quoted history, each in original order; either may be ""."""
    if not any(hint in text for hint in HINTS):
        return text, ""
    lines = text.split("\n")
    own: list[str] = []
    quote: list[str] = []
    index = 0
    while index < len(lines):
        taken = _quoted_lines(lines, index, any(own))
        if taken:
            quote.extend(lines[index : index + taken])
        else:
            own.append(lines[index])
        index += taken or 1
    return "\n".join(own), "\n".join(quote)


def holds_forwarded(text: str) -> bool:
    """Whether a separator or a block of header lines, as programs put above forwarded mail, is in the text."""
    if not any(hint in text for hint in HINTS):
        return False
    lines = text.split("\n")
    return any(_is_separator(line) or _is_header_block(lines, index) for index, line in enumerate(lines))


def _quoted_lines(lines: list[str], index: int, below_words: bool) -> int:
    """Return how many lines from here on are quotation; 0 if this line is the writer's own."""
    line = lines[index]
    if not line or line.isspace():
        return 0
    if line.lstrip(" \t").startswith(">") and not line.startswith(">From "):
        return 1
    if _is_separator(line) or _is_header_block(lines, index):
        return len(lines) - index
    intro = _intro_length(lines, index)
    if not intro:
        return 0
    following = next((later for later in lines[index + intro :] if later.strip()), ">")
    if following.lstrip(" \t").startswith(">") or not below_words:
        return intro
    return len(lines) - index


def _is_separator(line: str) -> bool:
    return bool(SEPARATOR.match(line)) if len(line) < 200 else False


def _intro_length(lines: list[str], index: int) -> int:
    """Return over how many lines an introduction is wrapped that begins here, 0 if none begins."""
    started = bool(START.match(lines[index]))
    if not started and ((index and lines[index - 1].strip(" \t>")) or not _DATE_OR_MAILBOX.search(lines[index])):
        return 0
    block = ""
    for length, line in enumerate(lines[index : index + (MAX_INTRO_LINES if started else 2)], start=1):
        if not line.strip() or line.startswith(">") or len(block) + len(line) > MAX_INTRO_CHARACTERS:
            return 0
        block = f"{block} {line.strip()}"
        quoted_below = _begins_quotation(lines, index + length)
        if _is_intro(block, started or quoted_below) or (quoted_below and _is_dated_mailbox(block)):
            return length
    return 0


def _is_intro(block: str, likely: bool) -> bool:
    """Whether joined lines introduce a quotation: a verb of writing, then nothing or a name, then a colon.

    Args:
        block: the lines, joined by spaces.
        likely: it begins with a date as introductions do, or stands above a ">".
    """
    dashed = block.lstrip().startswith("--")
    block = block.strip(_EDGES)
    mailbox = "@" in block or "<" in block
    if _is_dated_mailbox(block.removesuffix(":")) and block.endswith(":"):
        return True
    verb = VERB.search(block)
    if not verb or not (mailbox or any(character.isdigit() for character in block)):
        return False
    rest = block[verb.end() :].strip(_EDGES)
    if rest in (":", ""):
        return bool(likely or mailbox) and (rest == ":" or mailbox or dashed)
    return block.endswith(":") and (likely or mailbox) and len(rest) < 200


def _is_dated_mailbox(block: str) -> bool:
    """Whether joined lines are a date and then a mailbox: an introduction without a verb."""
    before, bracket, address = block.rpartition("<")
    return bool(bracket and address.endswith(">") and "@" in address and DATE.search(before))


def _begins_quotation(lines: list[str], index: int) -> bool:
    return any(line.lstrip().startswith(">") for line in lines[index : index + 2])


def _is_header_block(lines: list[str], index: int) -> bool:
    """Whether an Outlook block begins here: a sender's line, then a subject or a date with recipients."""
    first = FIELD.match(lines[index]) if ":" in lines[index] else None
    if not first or kind_of_field(first[1]) != "from":
        return False
    kinds = set()
    block = [line for line in lines[index : index + MAX_BLOCK_LINES] if line.strip()][:8]
    for line in block[1:]:
        match = FIELD.match(line)
        if match:
            kinds.add(kind_of_field(match[1]))
    if "subject" in kinds:
        return bool(kinds & {"date", "to"})
    return {"date", "to"} <= kinds and any("@" in line for line in block)
