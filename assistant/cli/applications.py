"""`assistant applications`: one row per role at a company."""

from pathlib import Path

from assistant.cli.output import load_config, print_json, print_table, when
from assistant.ledger import applications, interviews
from assistant.poller.opening import open_ledger


def run(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Print the applications of the accounts meant, the last touched first."""
    config, accounts = load_config(given, account)
    rows = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            known, agreed = applications.recorded(step), interviews.recorded(step)
        for one in known:
            times = [it.starts_at.isoformat() for it in agreed if it.application == one.id and it.starts_at]
            if as_json:
                print_json(
                    {
                        "account": name,
                        "id": one.id,
                        "company": one.company,
                        "role": one.role,
                        "stage": one.stage.value,
                        "met": one.met,
                        "interviews": times,
                        "last_word_at": one.changed_at and one.changed_at.isoformat(),
                    }
                )
            rows.append(
                (str(one.id), one.company or "?", one.role or "?", str(one.stage), when(one.changed_at, config))
            )
    if not as_json:
        if rows:
            print_table(("number", "company", "role", "stage", "last word"), rows)
        else:
            print("There are no applications yet; run `assistant poll` first.")
    return 0
