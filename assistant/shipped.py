"""Where the files lie that travel with the program: the model, the fixtures, the example settings."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(*parts: str) -> Path:
    """Return the path of a shipped file or folder, e.g. `shipped("models")` or `shipped("fixtures", "demo")`.

    In a wheel both folders lie inside the package, in a checkout beside it (pyproject.toml maps them).
    """
    inside = _PACKAGE.joinpath(*parts)
    return inside if inside.exists() else _PACKAGE.parent.joinpath(*parts)
