"""What the user says by command: one transaction over all accounts it is about, remembered as one command."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

from assistant.by_hand.consequences import application_of, unknown
from assistant.config import Config
from assistant.errors import CannotBeDone
from assistant.ledger import applications, commands
from assistant.ledger.connection import Step
from assistant.poller.opening import open_ledger


@contextmanager
def saying(config: Config, accounts: Sequence[str], words: str, now: datetime) -> Iterator[dict[str, Step]]:
    """Open the transaction of a command; yield it on behalf of each account."""
    if not accounts:
        yield {}
        return
    with open_ledger(config, accounts[0]).step() as step, ExitStack() as stack:
        steps = {name: step.for_account(name) for name in accounts}
        for one in steps.values():
            stack.enter_context(commands.remembered(one, words, now))
        yield steps


def account_of(config: Config, accounts: Sequence[str], numbers: Sequence[int]) -> str:
    """Return the account that holds all applications of these numbers.

    Raises:
        CannotBeDone: one does not exist, or they are not all of one account.
    """
    found = [_holder(config, accounts, number) for number in numbers]
    if len(set(found)) > 1:
        raise CannotBeDone(
            f"Applications {' and '.join(map(str, numbers))} are of different accounts, so they stay apart."
        )
    return found[0]


def _holder(config: Config, accounts: Sequence[str], number: int) -> str:
    into = None
    with open_ledger(config, accounts[0]).step() as step:
        for name in accounts:
            here = step.for_account(name)
            if any(one.id == number for one in applications.recorded(here)):
                return name
            into = into or applications.merged_into(here, number)
    raise unknown(number, into)


def title_of(config: Config, account: str, number: int) -> str:
    """Return an application's number with company and role."""
    with open_ledger(config, account).step() as step:
        return f"{number} ({application_of(step, number).title})"
