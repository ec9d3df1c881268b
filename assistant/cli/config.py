"""`assistant config show`: every setting, its value, and where the value comes from."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.cli.output import config_path, load_config, plain, print_json, print_table
from assistant.config.origins import Origin, origins
from assistant.poller.accounts import ledger_path


def show(given: Path | None, *, as_json: bool) -> int:
    """Print the settings; passwords are not among them, only where they are kept."""
    config, _ = load_config(given, None)
    path = config_path(given)
    found = origins(config, path.read_text(encoding="utf-8"))
    if as_json:
        for one in found:
            print_json(asdict(one))
        return os.EX_OK
    print(plain(f"settings: {path}\nledger:   {ledger_path(config)}\n"))
    print_table(("setting", "value", "from"), [(one.setting, _written(one.value), _source(one)) for one in found])
    return os.EX_OK


def _written(value: Any) -> str:
    """Return a value about as the file would have it."""
    return "-" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _source(one: Origin) -> str:
    return f"line {one.line}" if one.line else "default"
