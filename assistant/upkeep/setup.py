"""New settings: from answers to a file that loads, kept for the user alone."""

import json
import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.config import Config
from assistant.config.reading import read
from assistant.errors import ConfigError

_PATIENCE_SECONDS = 2
_NEVER_EXIST = frozenset({"example", "invalid", "localhost", "test"})  # RFC 6761
_HEAD = """\
# Settings of the inbox assistant, made by `assistant init`. Every other setting, with its default, is in
# {example}
# `assistant doctor` looks at what you change.

"""


def settings_text(me: Mapping[str, Any], name: str, account: Mapping[str, Any], example: Path) -> str:
    """Return the settings as TOML; values are text, numbers, truth values, lists of text, and one table in a line."""
    tables = (("me", me), (f"accounts.{name}" if re.fullmatch(r"[\w-]+", name) else f'accounts."{name}"', account))
    return _HEAD.format(example=example) + "\n".join(_table(title, values) for title, values in tables)


def _table(title: str, values: Mapping[str, Any]) -> str:
    lines = (f"{key} = {_value(value)}\n" for key, value in values.items() if value is not None)
    return f"[{title}]\n{''.join(lines)}"


def _value(value: Any) -> str:
    """Write a value; a JSON string is a TOML string too (TOML 1.0, "String")."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Path):
        return _value(str(value))
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def likely_host(domain: str) -> str:
    """Return the IMAP server a domain seems to have, "" if none answers; only a connection is made, nothing is said."""
    if domain.rpartition(".")[2] in _NEVER_EXIST:
        return ""
    for host in (f"imap.{domain}", f"mail.{domain}", domain):
        try:
            socket.create_connection((host, 993), _PATIENCE_SECONDS).close()
        except (OSError, UnicodeError):
            continue
        return host
    return ""


def check(text: str, path: Path) -> Config:
    """Return the settings the text makes.

    Raises:
        ConfigError: they have mistakes.
    """
    return read(text, folder=path.absolute().parent, name=f"{path}, as it would be written,")


def insist_it_is_new(path: Path) -> None:
    """Refuse to write over settings.

    Raises:
        ConfigError: there are some.
    """
    if path.exists():
        raise ConfigError(
            f"There are settings already at {path}; `assistant doctor` looks at them. "
            "To begin anew move the file away, or name another with --config."
        )


def write(path: Path, text: str, secret: tuple[Path, str] | None) -> None:
    """Write settings, and a password beside them, for the user alone; each file is there whole or not at all.

    Raises:
        ConfigError: they cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if secret is not None:
            _write_privately(secret[0], secret[1] + "\n")
        _write_privately(path, text)
    except OSError as error:
        raise ConfigError(f"{error.filename or path} cannot be written: {error.strerror}.") from error


def _write_privately(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
