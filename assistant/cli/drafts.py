"""`assistant drafts`: what lies in the mailbox and what waits."""

from pathlib import Path

from assistant.cli.output import load_config, plain, print_json, print_table, when
from assistant.ledger import plans
from assistant.ledger.plans import LIVE, State
from assistant.poller.opening import open_ledger


def run(given: Path | None, account: str | None, *, everything: bool, as_json: bool) -> int:
    """Print the drafts of the accounts meant."""
    config, accounts = load_config(given, account)
    states = tuple(State) if everything else (*LIVE, State.stuck)
    rows = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            entries = plans.entries(step, states=states)
        for one in entries:
            to = ", ".join(address.address for address in one.plan.recipients)
            if as_json:
                print_json(
                    {
                        "account": name,
                        "letter": one.plan.letter.value,
                        "to": [address.address for address in one.plan.recipients],
                        "state": one.state.value,
                        "outcome": one.outcome,
                        "because": one.plan.because,
                        "not_before": one.plan.not_before.isoformat(),
                        "wanted_until": one.plan.wanted_until.isoformat(),
                        "answers": one.parent,
                        "message_id": one.message_id,
                    }
                )
            hour = f"from {when(one.plan.not_before, config)}" if one.state is State.planned else ""
            rows.append((name, one.plan.letter.words, to, str(one.state), hour or one.outcome, one.plan.because))
    if not as_json:
        if rows:
            print_table(("account", "letter", "to", "state", "when", "because"), rows)
        else:
            print(plain("There are no drafts."))
    return 0
