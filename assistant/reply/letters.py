"""The letters as templates: Jinja2 in a sandbox, where printing anything unknown is an error."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.errors import ConfigError

_TAG_LINE = re.compile(r"^[ \t]*(\{%(?! include)(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})[ \t]*\n", re.MULTILINE)
"""A line that holds instructions alone leaves no line in the letter; the blank lines around it are the letter's own."""

_PAIR = re.compile(r"(?<!\{)\{(?![{%#])([^{}|]*)\|([^{}|]*)\}(?!\})")
"""Words for Sie and for du: "{Ihre|deine} Nachricht". One letter serves both, so a correction cannot miss one."""


class Letters:
    """All letters, loaded: shipped ones, replaced by the user's where he has his own.

    Args:
        sources: template text by name, "en/materials" and the like.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Keep the sources; they are compiled when first used."""
        self._environment = ImmutableSandboxedEnvironment(
            loader=DictLoader({name: _template(source) for name, source in sources.items()}),
            undefined=StrictUndefined,
            finalize=_known,
            autoescape=False,  # letters are plain text, there is no markup to escape
        )

    def render(self, name: str, values: Mapping[str, Any]) -> tuple[str, str]:
        """Return subject ("" for a reply, which keeps its thread's) and text of one letter.

        A template starts with a line "Subject: ..." where the letter opens a thread. Line breaks inside a paragraph
        are layout of the template and become spaces; lines that start with "- " stay lines.

        Raises:
            ConfigError: a letter file of the user is broken or would print something unknown.
        """
        try:
            rendered = self._environment.get_template(name).render(values)
        except (TemplateError, UnknownFact, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise ConfigError(f"The letter {name} cannot be filled in: {error}") from error
        subject, text = "", rendered.strip()
        if found := re.match(r"Subject:[ \t]*(.*)\n", text):
            subject, text = found[1].strip(), text[found.end() :]
        return subject, _paragraphs(text)


class UnknownFact(Exception):
    """A letter would have printed a fact that is not known."""


def _template(source: str) -> str:
    """Return a letter's text as Jinja2 reads it."""
    return _PAIR.sub(r"{% if du %}\2{% else %}\1{% endif %}", _TAG_LINE.sub(r"\1", source))


def _known(value: Any) -> Any:
    if value is None:
        raise UnknownFact("it would print a fact that is not known")
    return value


def _paragraphs(text: str) -> str:
    paragraphs = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [re.sub(r"[ \t]+", " ", line).strip() for line in block.splitlines() if line.strip()]
        paragraph = ""
        for line in lines:
            paragraph += ("\n" if line.startswith("- ") or _ends_line(paragraph) else " ") + line if paragraph else line
        if paragraph:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs)


def _ends_line(paragraph: str) -> bool:
    """A list item is a line of its own."""
    return paragraph.rpartition("\n")[2].startswith("- ")
