"""Every part the assistant relies on, looked at one by one; what is wrong comes with its remedy.

machine     settings, files, clock, zone, model, ledger, schedule
accounts    password, name, connection, space, folders, tags
sign_in     since when and until when somebody is signed in, and what that allows
digest      where the digest of the morning goes
probe       a draft put and taken back, on request
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from assistant.config import Config
from assistant.errors import ConfigError
from assistant.upkeep.doctor.accounts import of_account
from assistant.upkeep.doctor.digest import of_digest
from assistant.upkeep.doctor.finding import Finding
from assistant.upkeep.doctor.machine import of_files, of_machine, of_model
from assistant.upkeep.doctor.probe import probe


def examine(
    settings: Path, load: Callable[[], tuple[Config, list[str]]], now: datetime, *, write_probe: bool
) -> Iterator[Finding]:
    """Yield what is found, part by part; without sound settings only what needs none.

    Args:
        settings: their file.
        load: gives what stands in it, and the accounts meant; raises ConfigError.
        now: aware UTC.
        write_probe: also put a draft into each mailbox and take it back.
    """
    try:
        config, accounts = load()
    except ConfigError as error:
        yield Finding(check="settings", ok=False, words=str(error))
        yield from of_model()
        return
    yield from of_files(settings, config, now)
    yield from of_machine(config, now)
    yield from of_model()
    yield from of_digest(config, accounts)
    for name in accounts:
        sound = True
        for finding in of_account(config, name, now):
            sound = sound and finding.ok
            yield finding
        if write_probe and sound:
            yield from probe(config, name, now)
