"""How things are printed: tables on a terminal, plain text in a pipe, JSON lines for programs."""

import email
import email.policy
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from assistant.config import Config
from assistant.config.reading import load
from assistant.errors import ConfigError, DamagedModel


def config_path(given: Path | None) -> Path:
    """Return the settings file: the one given, or the user's own."""
    return given or user_config_path("inbox-assistant") / "config.toml"


def load_config(given: Path | None, account: str | None) -> tuple[Config, list[str]]:
    """Return settings and the accounts meant: all, or the one named."""
    config = load(config_path(given))
    if account is not None and account not in config.accounts:
        raise ConfigError(f'There is no account "{account}"; the settings have {", ".join(config.accounts)}.')
    return config, [account] if account else list(config.accounts)


def say_damage(damage: DamagedModel) -> None:
    """Say on standard error that the user's own model is passed over."""
    print(plain(f"assistant: {damage}"), file=sys.stderr)


def identity_of(message_id: str) -> str:
    """Return what the ledger knows a message by, of an id given with or without its angle brackets."""
    return message_id if message_id.startswith(("<", "no-id:")) else f"<{message_id}>"


def print_json(value: Mapping[str, Any]) -> None:
    """Print one object on one line, in one piece: accounts that are watched print beside each other."""
    print(json.dumps(value, ensure_ascii=False, default=str) + "\n", end="")


def plain(text: str) -> str:
    """Return text safe for a terminal: control, escape and direction-overriding characters removed."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", text)


def readable(raw: bytes) -> str:
    """Return a draft as a mail client shows it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    fields = [
        f"{name}: {message[name]}" for name in ("From", "To", "Cc", "Subject", "Date", "In-Reply-To") if message[name]
    ]
    body = message.get_body(("plain",))
    return "\n".join([*fields, "", body.get_content() if body else ""])


def counted(count: int, what: str) -> str:
    """Return "1 draft", "2 drafts" and the like."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def when(moment: datetime | None, config: Config) -> str:
    """Return a moment in the user's zone, "" if unknown."""
    return f"{moment.astimezone(config.zone):%a %d %b %H:%M}" if moment else ""


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on a terminal, tab-separated lines in a pipe."""
    if not sys.stdout.isatty():
        for row in [columns, *rows]:
            print("\t".join(plain(cell).replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    Console().print(table)
