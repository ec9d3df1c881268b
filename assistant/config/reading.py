"""Reading the settings file: all mistakes at once, each with its line and remedy; every path absolute."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.config import AnyAccount, Config, GmailSettings, LocalSettings, OutlookSettings, Secret
from assistant.errors import ConfigError
from assistant.shipped import shipped

Where = tuple[str | int, ...]
"""The path of a setting in the file: keys, and numbers from 0 in arrays."""


def load(path: Path) -> Config:
    """Read the file; ConfigError names every mistake at once, each with its line and remedy.

    Relative paths in the file are taken from the folder the file lies in, "~" is the home folder.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(
            f"There are no settings at {path}. Run `assistant init`, or copy {shipped('config.example.toml')} there "
            "and fill in your name and mailbox; `assistant demo` needs none."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The configuration {path} could not be read: {error}") from error
    return read(text, folder=path.absolute().parent, name=str(path))


def read(text: str, *, folder: Path, name: str = "config.toml") -> Config:
    """Read configuration text as `load` does."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not valid TOML: {error}") from error
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        lines = [_mistake(text, detail) for detail in error.errors()]
        raise ConfigError("\n".join([f"{name} has {_count(lines)}:", *lines])) from error
    return _with_paths(config, folder, name, text)


def _count(lines: list[str]) -> str:
    return "one mistake" if len(lines) == 1 else f"{len(lines)} mistakes"


_REMEDY = {
    "extra_forbidden": "is not a setting; config.example.toml has the names",
    "missing": "is missing; add it",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "holds characters that do not belong there",
    "too_short": "needs at least one entry",
    "int_parsing": "must be a whole number",
    "bool_parsing": "must be true or false",
    "model_type": "is a table; no password belongs here, write { command = [...] }, { file = ... } or the like",
    "union_tag_not_found": 'needs a kind: "imap", "gmail", "outlook", "maildir", "mbox" or "eml"',
    "union_tag_invalid": 'has a kind that does not exist; write "imap", "gmail", "outlook", "maildir", "mbox" or "eml"',
}
"""What to do about a mistake, by pydantic's type of error; its own words for any other."""


def _mistake(text: str, detail: Any) -> str:
    where = detail["loc"]
    if where[:1] == ("accounts",):  # pydantic names the kind of account as a step of the path
        where = (*where[:2], *where[3:])
    line = line_of(text, where)
    place = ".".join(str(part) for part in where) or "the file"
    remedy = _REMEDY.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    shown = detail["type"] != "extra_forbidden" and "password" not in where
    if shown and isinstance(detail["input"], str | int | float):
        remedy += f" (found {detail['input']!r})"
    return f"  line {line}: {place}: {remedy}" if line else f"  {place}: {remedy}"


def line_of(text: str, where: Where) -> int:
    """Return the 1-based line of the deepest part of a setting's path that stands in the text, 0 if none does."""
    lines = _lines(text)
    return next((lines[where[:depth]] for depth in range(len(where), 0, -1) if where[:depth] in lines), 0)


def _lines(text: str) -> dict[Where, int]:
    """Return the 1-based line of every table and key; what stands in an inline table has the line of its key."""
    found: dict[Where, int] = {}
    table: Where = ()
    counts: dict[Where, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            table = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            found.setdefault((*table, *(part.strip("\"'") for part in key[1].split("."))), number)
    return found


def _with_paths(config: Config, folder: Path, name: str, text: str) -> Config:
    """Return the configuration with every path absolute; ConfigError if something to hand out is not there."""

    def absolute(path: Path | None) -> Path | None:
        return None if path is None else folder / path.expanduser()

    def secret(one: Secret | None) -> Secret | None:
        return one and one.model_copy(update={"file": absolute(one.file)})

    def account(one: AnyAccount) -> AnyAccount:
        if isinstance(one, LocalSettings):
            parts = {part: _folder_name(getattr(one, part), folder) for part in ("drafts", "sent", "trash")}
            return one.model_copy(update={"path": absolute(one.path), **parts})
        if isinstance(one, GmailSettings):
            return one.model_copy(update={"client": absolute(one.client), "sign_in": secret(one.sign_in)})
        update = {"ca_file": absolute(one.ca_file)}
        if isinstance(one, OutlookSettings):
            return one.model_copy(update=update | {"sign_in": secret(one.sign_in)})
        return one.model_copy(update=update | {"password": secret(one.password)})

    handed = {key: _handed(value, folder) for key, value in config.materials if isinstance(value, str)}
    if lost := [key for key, value in handed.items() if value.startswith("/") and not Path(value).is_file()]:
        lines = [
            f"  line {line_of(text, ('materials', key))}: materials.{key}: there is no file {handed[key]}"
            for key in lost
        ]
        raise ConfigError("\n".join([f"{name} has {_count(lines)}:", *lines]))
    return config.model_copy(
        update={
            "accounts": {name: account(one) for name, one in config.accounts.items()},
            "calendar": config.calendar.model_copy(
                update={"files": tuple(folder / path.expanduser() for path in config.calendar.files)}
            ),
            "materials": config.materials.model_copy(update=handed),
            "digest": config.digest.model_copy(update={"to": str(absolute(config.digest.file) or config.digest.to)}),
            "letters": absolute(config.letters),
            "ledger": absolute(config.ledger),
        }
    )


def _folder_name(name: str | None, folder: Path) -> str | None:
    """Return a mail folder's name as it is, or, where it is a path, that path made absolute."""
    is_path = name is not None and name.startswith(("/", "~/", "./", "../"))
    return str(folder / Path(name).expanduser()) if name and is_path else name


def _handed(value: str, folder: Path) -> str:
    """Return something to hand out: a web address or a sentence as it is, a file as an absolute path."""
    looks_like_a_file = re.fullmatch(
        r"(?:~|\.{0,2})/.*|[^\s/]+\.[A-Za-z0-9]{2,5}|[^\s:]+/[^\s]+\.[A-Za-z0-9]{2,5}", value
    )
    return str(folder / Path(value).expanduser()) if looks_like_a_file else value
