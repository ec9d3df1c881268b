"""Where the value of each setting comes from: a line of the file, or the default."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.config import Config, Section
from assistant.config.reading import Where, line_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One setting.

    Attributes:
        setting: its path, such as "rules.voice".
        value: as it is used: paths are absolute.
        line: 1-based, where the file sets it; None where the default holds.
    """

    setting: str
    value: Any
    line: int | None


def origins(config: Config, text: str) -> list[Origin]:
    """Return every setting of a configuration that was read from a text, in the order of the sections."""
    values = tomllib.loads(text)
    return [
        Origin(
            setting=".".join(map(str, where)),
            value=value,
            line=line_of(text, where) if _is_set(values, where) else None,
        )
        for where, value in _leaves(config, ())
    ]


def _leaves(value: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    if isinstance(value, Section):
        for name, one in value:
            yield from _leaves(one, (*where, name))
    elif isinstance(value, dict) and value:
        for name, one in value.items():
            yield from _leaves(one, (*where, name))
    elif isinstance(value, tuple) and any(isinstance(one, Section) for one in value):
        for number, one in enumerate(value):
            yield from _leaves(one, (*where, number))
    else:
        yield where, value


def _is_set(values: Any, where: Where) -> bool:
    for step in where:
        if isinstance(values, dict):
            if step not in values:
                return False
        elif not isinstance(values, list):
            return False
        values = values[step]
    return True
