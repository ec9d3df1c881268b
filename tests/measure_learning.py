"""What a larger corpus and each part of the model earn, on held-out letters.

Run: .venv/bin/python -m tests.measure_learning

Every line is a whole cross-validation of a minute or two; the figures are put into the card of the shipped model.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant.shipped import shipped
from assistant.training import card, corpus, examples, regression
from assistant.training.corpus import Corpus
from assistant.training.evaluation import figures
from assistant.training.examples import Example
from assistant.training.regression import HeldOut, hold_out
from assistant.understanding import classifier
from assistant.understanding.words import words

SHARES = (3 / 4, 1 / 2, 1 / 4, 1 / 8)
Variant = Callable[[Corpus], HeldOut]


def main() -> None:
    """Measure one after another, print, and put each into the card at once."""
    written = corpus.load(shipped("fixtures", "corpus"))
    if classifier.read_card(shipped("models"))["corpus_sha256"] != written.sha256:
        raise SystemExit("The model was trained on another corpus; run `make train` first.")
    whole = hold_out(written)
    put("ablations", [measure("as shipped", whole)])
    put("learning_curve", [measure("1.000", whole)])
    for share in SHARES:
        put("learning_curve", [measure(f"{share:.3f}", partly(share)(written))], more=True)
    for name, patches in LEARNED_OTHERWISE.items():
        put("ablations", [measure(name, learned(*patches)(written))], more=True)


def put(section: str, entries: list[dict[str, Any]], *, more: bool = False) -> None:
    """Put entries into a section of the card, after those that are there or in their place."""
    path = shipped("models") / classifier.CARD
    told = json.loads(path.read_text(encoding="utf-8"))
    told[section] = [*told[section], *entries] if more else entries
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(name: str, held_out: HeldOut) -> dict[str, Any]:
    """Return, and print, the headline figures of everyday letters and of traps."""
    groups = card.groups(held_out)
    told: dict[str, Any] = {"variant": name}
    for group in ("everyday", "traps"):
        report = card.tell(figures(groups[group]))
        chosen = ("messages", "macro_f1", "acted", "acted_wrongly", "coverage", "expected_calibration_error")
        told[group] = {key: report[key] for key in chosen}
    print(json.dumps(told), flush=True)
    return told


def learned(*patches: AbstractContextManager[Any]) -> Variant:
    """Return a cross-validation in a changed room."""

    def run(written: Corpus) -> HeldOut:
        with ExitStack() as stack:
            for one in patches:
                stack.enter_context(one)
            return hold_out(written)

    return run


def partly(share: float) -> Variant:
    """Return a cross-validation that learns from a share of the families, and judges all letters."""

    def run(written: Corpus) -> HeldOut:
        kept = tuple(sentence for sentence in written.sentences if _position(sentence.family) < share)
        silent = {letter.id for letter in written.letters if _position(letter.family) >= share}
        return learned(_counted(lambda example: example.letter not in silent))(replace(written, sentences=kept))

    return run


def _position(family: str) -> float:
    """Return a number in [0, 1) that has nothing to do with the family's fold."""
    return regression.number(f"share {family}") % 1000 / 1000


def _counted(counts: Callable[[Example], bool]) -> AbstractContextManager[Any]:
    """Let examples weigh nothing where they do not count; letters among them are judged nevertheless."""
    make = examples.examples

    def weighed(*given: Any) -> list[Example]:
        return [example if counts(example) else replace(example, weight=0.0) for example in make(*given)]

    return patch.object(regression, "examples", weighed)


def _single_words(parts: Sequence[str]) -> list[str]:
    return [word for part in parts for word in words(part)]


def _nothing(*_: object) -> tuple[Example, ...]:
    return ()


LEARNED_OTHERWISE: dict[str, tuple[AbstractContextManager[Any], ...]] = {
    "single words only": (patch.object(regression, "_analyze", _single_words),),
    "words never seen not counted": (patch.object(regression, "unknown_terms", lambda *_: np.float64(1e-9)),),
    "without letters": (_counted(lambda example: not example.letter),),
    "without everyday letters": (_counted(lambda example: not example.everyday),),
    "without composed mails": (patch.object(examples, "_composed", _nothing),),
    "without sentences by themselves": (_counted(lambda example: not example.alone),),
}

if __name__ == "__main__":
    main()
