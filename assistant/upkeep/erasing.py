"""Forgetting for good: in the ledger, in its copies beside it, in the learned model, in copies of calendars."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.errors import LedgerBusy, LedgerUnwritable
from assistant.learned import own_folder
from assistant.ledger import failures
from assistant.ledger.backup import beside, discard_replaced
from assistant.ledger.connection import Step, connect
from assistant.ledger.forgetting import Forgotten, accounts, forget_everything, scrub
from assistant.ledger.lock import only_run

What = Callable[[Step], Forgotten]


def erase(ledger: Path, names: Sequence[str], what: What) -> Forgotten:
    """Forget something in some accounts; return what the ledger held of it.

    Backups that lie in the ledger's folder are treated alike, and what a restored backup replaced is removed. A model
    learned from corrections holds words of theirs; where some are forgotten, it goes, too.

    Nobody else may use the ledger meanwhile.

    Raises:
        LedgerBusy: somebody does, or a model is being learned.
        LedgerUnwritable: a file cannot be removed.
    """
    try:
        discard_replaced(ledger)
        found = _in_file(ledger, names, what)
        for copy in beside(ledger):
            _in_file(copy, names, what)
        if found.corrections:
            _remove_own_model()
    except OSError as error:
        raise LedgerUnwritable(f"{error.filename} cannot be removed: {error.strerror}.") from error
    return found


def erase_everything(ledger: Path, calendars: Path) -> Forgotten:
    """Forget all accounts, the learned model, and copies of calendars; settings and sign-ins are not its business.

    Raises:
        LedgerBusy, LedgerUnwritable: as `erase`.
    """
    with connect(ledger, "").step() as step:
        names = accounts(step)
    found = erase(ledger, names, forget_everything)
    _remove_own_model()
    shutil.rmtree(calendars, ignore_errors=True)
    failures.beside(ledger).unlink(missing_ok=True)
    return found


def _in_file(path: Path, names: Sequence[str], what: What) -> Forgotten:
    found = Forgotten()
    for name in names:
        with connect(path, name).step() as step:
            found += what(step)
    scrub(path)
    return found


def _remove_own_model() -> None:
    folder = own_folder()
    if not folder.parent.exists():
        return
    with only_run(folder.with_name("learning.lock")) as alone:
        if not alone:
            raise LedgerBusy("A model is being learned just now; run the command again when it is done.")
        for one in (folder, *folder.parent.glob("learning-*")):
            with suppress(FileNotFoundError):
                shutil.rmtree(one)
