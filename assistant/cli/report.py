"""`assistant report`: the whole search as one page."""

import os
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_documents_path

from assistant.cli.output import load_config, plain, print_json
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.poller.opening import open_ledger
from assistant.private_file import write_privately
from assistant.report.figures import Figures, as_json, compute
from assistant.report.gathering import gather
from assistant.report.page import render, render_anonymously

_NAMES = {False: "job-search.html", True: "job-search-anonymous.html"}


def run(
    given: Path | None,
    account: str | None,
    destination: Path | None,
    *,
    since: datetime | None,
    anonymous: bool,
    show: bool,
    json: bool,
) -> int:
    """Write the page and print where it lies; or print its figures and write nothing."""
    config, accounts = load_config(given, account)
    figures = _figures(config, accounts, since and since.replace(tzinfo=config.zone))
    if json:
        print_json(as_json(figures, anonymous=anonymous))
        return os.EX_OK
    path = _path(destination, _NAMES[anonymous])
    write(path, render_anonymously(figures.ways) if anonymous else render(figures, config.zone))
    print(plain(str(path)))
    if not anonymous:
        print("It names companies and people, so keep it to yourself; `--anonymous` makes one to share.")
    if show and not webbrowser.open(path.as_uri()):
        print("assistant: no browser could be started; open the file yourself.", file=sys.stderr)
    return os.EX_OK


def _figures(config: Config, accounts: list[str], since: datetime | None) -> Figures:
    now = datetime.now(UTC)
    materials = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            materials.append(gather(step, config, now, since=since))
    return compute(materials, config.zone, now)


def _path(destination: Path | None, name: str) -> Path:
    """Return where the page goes: documents by default, since browsers packed as snaps see no hidden folder."""
    if destination is None:
        documents = user_documents_path()
        destination = documents if documents.is_dir() else Path.home()
    return (destination / name if destination.is_dir() else destination).absolute()


def write(path: Path, page: str) -> None:
    """Write the page, readable for its owner alone.

    Raises:
        ConfigError: it cannot be written there.
    """
    try:
        write_privately(path, page)
    except OSError as error:
        raise ConfigError(f"The report cannot be written to {path}: {error.strerror}.") from error
