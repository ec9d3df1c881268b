"""Values as JSON: what is remembered and what `--json` prints."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python


def outline(value: Any) -> Mapping[str, Any]:
    """Return a dataclass or mapping as JSON values: enums by value, moments in ISO 8601."""
    plain = to_jsonable_python(value)
    assert isinstance(plain, dict)
    return plain
