"""Regular expressions that are compiled when they are first used.

Compiling takes longer than reading a message does: of the quarter of a second that all of them cost, mail that is about
no job needs nothing, and a letter about one needs a third. What every message meets is compiled by `re` as usual.
"""

import re
from functools import cached_property
from typing import Any, cast


class _Later:
    """Stands for an expression; the first use of a method compiles it, and keeps that method."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._compiled, name)
        setattr(self, name, method)  # found at once from now on
        return method


def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as `re.compile(source, flags)` does, but costs nothing before its first use."""
    return cast("re.Pattern[str]", _Later(source, flags))
