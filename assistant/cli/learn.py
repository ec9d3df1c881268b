"""`assistant learn`: retrain with what the user corrected."""

import os
import sys
from dataclasses import asdict
from pathlib import Path

from assistant.cli.output import load_config, print_json
from assistant.cli.progress import counting_bar
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.learned import own_folder
from assistant.ledger import corrections
from assistant.ledger.lock import only_run
from assistant.mail.body import Body
from assistant.mail.message import Message
from assistant.poller.opening import open_ledger
from assistant.shipped import shipped
from assistant.training import Correction
from assistant.training.learning import ROUNDS, Outcome, learn, unlearn
from assistant.training.regression import FITS


def run(given: Path | None, *, undo: bool, as_json: bool) -> int:
    """Learn from the corrections of all accounts; 1 if there is nothing to learn from or the new model is no better."""
    if undo:
        return _undo(as_json=as_json)
    config, accounts = load_config(given, None)
    learned_from = [one for name in accounts for one in _corrections(config, name)]
    if not learned_from:
        print("assistant: there is nothing to learn from yet; run `assistant correct` first.", file=sys.stderr)
        return 1
    try:
        outcome = _learn(learned_from)
    except OSError as error:
        raise ConfigError(f"No model can be made in {own_folder().parent}: {error.strerror}.") from error
    if outcome is None:
        print("assistant: learning is under way already.", file=sys.stderr)
        return 1
    _tell(outcome, as_json=as_json)
    return 1 if outcome.objection else os.EX_OK


def _learn(learned_from: list[Correction]) -> Outcome | None:
    """Learn, unless another process is at it."""
    with only_run(own_folder().with_name("learning.lock")) as alone:
        if not alone:
            return None
        if sys.stderr.isatty():
            print("Learning from the whole corpus and your corrections takes some minutes.", file=sys.stderr)
        with counting_bar("Learning", ROUNDS * FITS, shown=sys.stderr.isatty()) as advance:
            return learn(shipped("fixtures", "corpus"), shipped("models"), own_folder(), learned_from, advance)


def _corrections(config: Config, name: str) -> list[Correction]:
    with open_ledger(config, name).step() as step:
        recorded = corrections.recorded(step)
    return [
        Correction(
            message=Message(id="", identity=one.identity, subject=one.subject, body=Body(text=one.words)),
            label=one.label,
        )
        for one in recorded
    ]


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print_json({"taken": not outcome.objection, **asdict(outcome)})
    elif outcome.objection:
        print(f"assistant: the new model is not taken: {outcome.objection}.", file=sys.stderr)
    else:
        print(
            f"Learned from {outcome.corrections} corrections: {outcome.right} of them are judged rightly now, "
            f"{outcome.right_before} by the shipped model. On the shipped letters macro-F1 is {outcome.macro_f1:.3f}, "
            f"before {outcome.macro_f1_before:.3f}. `assistant learn --undo` goes back."
        )


def _undo(*, as_json: bool) -> int:
    removed = unlearn(own_folder())
    if as_json:
        print_json({"removed": removed})
    elif removed:
        print("Your own model is removed and the shipped one is in use again; your corrections are kept.")
    else:
        print("There is no model of your own; the shipped one is in use.")
    return os.EX_OK
