"""`assistant doctor`: each part, ok or with its remedy."""

import os
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from assistant.cli.output import config_path, load_config, plain, print_json
from assistant.upkeep.doctor import examine


def run(given: Path | None, account: str | None, *, write_probe: bool, as_json: bool) -> int:
    """Print every finding as it is made; 1 if something is to be fixed."""
    sound = True
    load = partial(load_config, given, account)
    for finding in examine(config_path(given), load, datetime.now(UTC), write_probe=write_probe):
        sound = sound and finding.ok
        if as_json:
            print_json(asdict(finding))
        else:
            whose = f"{finding.account}: " if finding.account else ""
            print(plain(f"{'ok ' if finding.ok else 'fix'}  {whose}{finding.check}: {finding.words}"), flush=True)
    return os.EX_OK if sound else 1
