"""Questions at a terminal; where nobody can be asked, an option gives the answer or is named as missing."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass, field

import typer

Check = Callable[[str], str]
"""Returns an answer, put right; raises ValueError with what is wrong with it."""


def anything(answer: str) -> str:
    """Accept what is not empty."""
    if not answer:
        raise ValueError("it must not be empty")
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whoever answers.

    Attributes:
        at_terminal: somebody is there to be asked.
        missing: options that nobody gave and that have no default.
    """

    at_terminal: bool
    missing: list[str] = field(default_factory=list)

    def ask(self, question: str, option: str, given: str | None, default: str = "", check: Check = anything) -> str:
        """Return the answer: what the option gave, else what is typed, else the default.

        Raises:
            typer.BadParameter: what the option gave is wrong.
        """
        if given is not None:
            try:
                return check(given.strip())
            except ValueError as error:
                raise typer.BadParameter(f"{given!r}: {error}.", param_hint=option) from error
        if self.at_terminal:
            return self._asked(question, default, check)
        if not default:
            self.missing.append(option)
        return default

    def _asked(self, question: str, default: str, check: Check) -> str:
        while True:
            answer = input(f"{question} [{default}]: " if default else f"{question}: ").strip() or default
            try:
                return check(answer)
            except ValueError as error:
                print(f"  {error}.")

    def secret(self, question: str) -> str:
        """Ask for something that is not shown."""
        while not (answer := getpass.getpass(f"{question} (not shown as you type): ").strip()):
            pass
        return answer

    def confirm(self, question: str, *, given: bool | None, default: bool) -> bool:
        """Return whether the user wants something; the default where nobody can be asked."""
        if given is not None or not self.at_terminal:
            return default if given is None else given
        while True:
            answer = input(f"{question} [{'Y/n' if default else 'y/N'}]: ").strip().lower()
            if answer in ("", "y", "yes", "n", "no"):
                return answer[0] == "y" if answer else default

    def insist_all_is_answered(self) -> None:
        """Stop if something was neither given nor could be asked.

        Raises:
            typer.BadParameter: all missing options at once.
        """
        if self.missing:
            raise typer.BadParameter(f"Give {', '.join(self.missing)}, or run `assistant init` at a terminal.")
