"""Print which mailbox keeps which sentence of the contract: `make contract`.

A pytest plugin: every test of a class that inherits laws is a cell; rows are laws, columns are mailboxes.
"""

from collections import Counter, defaultdict

import pytest

_KEPT, _SKIPPED, _BROKEN = "kept", "-", "BROKEN"


class ContractTable:
    """Collects outcomes and prints them when all is done."""

    def __init__(self) -> None:
        """Start with an empty table."""
        self._table: dict[str, dict[str, str]] = defaultdict(dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep only tests of classes: the laws."""
        items[:] = [item for item in items if isinstance(item.parent, pytest.Class)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the worst outcome of a law's cases: fixtures that fail count as much as the law."""
        _, _, rest = report.nodeid.partition("::Test")
        mailbox, _, law = rest.partition("::test_")
        if not law:
            return
        law, _, case = law.partition("[")
        lacking = case.rstrip("]").rpartition("-")[2] if mailbox == "WithoutOne" else ""
        column = self._table[f"{mailbox} {lacking}".strip()]
        told = _BROKEN if report.failed else _SKIPPED if report.skipped else _KEPT
        column[law] = max(told, column.get(law, _KEPT), key=(_KEPT, _SKIPPED, _BROKEN).index)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print laws by mailboxes; where a mailbox lacks what a law speaks of, another law takes its place."""
        table = dict(sorted(self._table.items()))
        laws = dict.fromkeys(law for column in table.values() for law in column)
        terminalreporter.section("which mailbox keeps which law")
        letters = [chr(65 + number) for number in range(len(table))]
        for letter, mailbox in zip(letters, table, strict=True):
            terminalreporter.write_line(f"{letter}  {mailbox}")
        terminalreporter.write_line(f"{'':100}" + "  ".join(letters))
        marks = {_KEPT: "+", _SKIPPED: "-", _BROKEN: "!", "": " "}
        for law in laws:
            cells = (marks[column.get(law, "")] for column in table.values())
            terminalreporter.write_line(f"{law.replace('_', ' '):100}" + "  ".join(cells))
        told = Counter(outcome for column in table.values() for outcome in column.values())
        terminalreporter.write_line(
            f"+ kept ({told[_KEPT]}), - skipped ({told[_SKIPPED]}), ! broken ({told[_BROKEN]}); "
            "empty: another law takes its place there"
        )


def pytest_configure(config: pytest.Config) -> None:
    """Add the table to a run with `-p tests.contract_table`."""
    config.pluginmanager.register(ContractTable())
