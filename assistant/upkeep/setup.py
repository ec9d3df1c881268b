"""New settings: from answers to a file that loads, kept for the user alone."""

import json
import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.config import Config
from assistant.config.reading import load, read
from assistant.errors import ConfigError
from assistant.mailbox.credentials import SecretSource
from assistant.private_file import write_privately

_PATIENCE_SECONDS = 2
_NEVER_EXIST = frozenset({"example", "invalid", "localhost", "test"})  # RFC 6761
_HEAD = """\
# Settings of the inbox assistant, made by `assistant init`. Every other setting, with its default, is in
# {example}
# `assistant doctor` looks at what you change.

"""


def settings_text(
    me: Mapping[str, Any], name: str, account: Mapping[str, Any], example: Path, *, digest: str | None = None
) -> str:
    """Return the settings as TOML; values are text, numbers, truth values, lists of text, and one table in a line."""
    tables = [("me", me), (f"accounts.{name}" if re.fullmatch(r"[\w-]+", name) else f'accounts."{name}"', account)]
    tables += [("digest", {"to": digest})] if digest else []
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """Settings that are there already, as text and as read."""

    text: str
    config: Config


def existing(path: Path) -> Existing | None:
    """Return the settings that are there already, None if there are none.

    Raises:
        ConfigError: they have mistakes, which come first.
    """
    if not path.exists():
        return None
    config = load(path)
    return Existing(text=path.read_text(encoding="utf-8"), config=config)


_FIRST_ADDRESS = re.compile(
    r"""^[ \t]*(?:me\.)?addresses[ \t]*=[ \t]*\[(?:\s|\#[^\n]*\n)*(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE
)


def with_account(
    before: Existing, addresses: Sequence[str], name: str, account: Mapping[str, Any], path: Path
) -> tuple[str, Config]:
    """Return settings with one account more, and what they make; every line that was there stays, comments too.

    Args:
        before: the settings as they are.
        addresses: the user's own; those that are not in [me] yet go behind the first one there.
        name: of the new account, which no other has.
        account: its table.
        path: of the settings.

    Raises:
        ConfigError: the text is built so that this would change anything else.
    """
    text, new = before.text, [one for one in addresses if one.lower() not in before.config.me.own]
    if new:
        added = "".join(f", {_value(one)}" for one in new)
        text = _FIRST_ADDRESS.sub(lambda found: found[0] + added, text, count=1)
    title = f"accounts.{name}" if re.fullmatch(r"[\w-]+", name) else f'accounts."{name}"'
    text = f"{text.rstrip()}\n\n{_table(title, account)}"
    after = check(text, path)
    others = {key: one for key, one in after.accounts.items() if key != name}
    unchanged = after.model_copy(update={"me": before.config.me, "accounts": others}) == before.config
    if not unchanged or {*after.me.addresses} != {*before.config.me.addresses, *new}:
        raise ConfigError(f"{path} is written in a way that no account can be added to; add [{title}] by hand.")
    return text, after


def write(path: Path, text: str, before: Existing | None, secret: tuple[SecretSource, str] | None) -> None:
    """Write settings, and a secret elsewhere, for the user alone; either all is there afterwards or nothing new.

    Settings that were there stay beside them as config.toml.before; a link stays a link.

    Raises:
        ConfigError: they cannot be written, or the settings have changed since they were read.
    """
    path = path.resolve()
    if (path.read_text(encoding="utf-8") if path.exists() else None) != (before.text if before else None):
        raise ConfigError(f"{path} was changed meanwhile, so nothing was written. Run `assistant init` again.")
    try:
        if secret is not None:
            secret[0].keep(secret[1])
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if before is not None:
                write_privately(path.with_name(f"{path.name}.before"), before.text)
            write_privately(path, text)
        except BaseException:
            if secret is not None:
                secret[0].forget()
            raise
    except OSError as error:
        raise ConfigError(f"{error.filename or path} cannot be written: {error.strerror}.") from error
