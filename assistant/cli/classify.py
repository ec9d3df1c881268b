"""`assistant classify`: one answer a message, whatever the message is."""

import os
import sys
from collections.abc import Iterator
from typing import Any

from assistant.cli.output import plain, print_json, say_damage
from assistant.learned import load_in_use
from assistant.mail.message import Arrival, Message, parse
from assistant.mail.sender import answerable
from assistant.mailbox.files import messages
from assistant.outline import outline
from assistant.understanding.facts import Facts, extract
from assistant.understanding.labels import Classify, Label, Verdict
from assistant.understanding.suspicion import Suspicion, suspect


def run(paths: list[str], *, as_json: bool, explain: bool) -> int:
    """Print an answer for every message at the paths, as it is read; 66 if a path cannot be read."""
    classify = load_in_use(say_damage).classify
    code = os.EX_OK
    for path in paths:
        try:
            for source, arrival in messages(path):
                _print(_answer(source, arrival, classify), as_json=as_json, explain=explain)
        except BrokenPipeError:
            raise
        except OSError as error:
            print(f"assistant: {path} cannot be read: {error.strerror}", file=sys.stderr)
            code = os.EX_NOINPUT
    return code


def _answer(source: str, arrival: Arrival, classify: Classify) -> dict[str, Any]:
    """Return what is said of one message; keys are documented in the README and stable."""
    try:
        message = parse(arrival)
        verdict = classify(message)
        if verdict.label is Label.unrelated:  # nothing in it matters here, so nothing is looked for
            return _judged(source, message, verdict, Facts(), Suspicion())
        facts = extract(message, refused=Label.rejection in verdict.intents if verdict.sure else None)
        return _judged(source, message, verdict, facts, suspect(message, facts))
    except Exception as error:  # whatever a message does, it gets an answer and the next one is read
        return {"source": source, "unreadable": True, "warnings": [f"{type(error).__name__}: {error}"]}


def _judged(source: str, message: Message, verdict: Verdict, facts: Facts, suspicion: Suspicion) -> dict[str, Any]:
    reply = answerable(message)
    return {
        "source": source,
        "unreadable": False,
        "message_id": message.id,
        "label": verdict.label.value,
        "also": [label.value for label in verdict.also],
        "probability": round(verdict.probability, 4),
        "probabilities": {label.value: round(value, 4) for label, value in verdict.probabilities.items()},
        "act": verdict.sure,
        "evidence": list(verdict.evidence),
        "facts": {name: value for name, value in outline(facts).items() if value},
        "answerable": {
            "yes": reply.yes,
            "address": reply.address.address if reply.address else None,
            "because": reply.because,
        },
        "warnings": [*suspicion.hard, *suspicion.soft],
    }


def _print(answer: dict[str, Any], *, as_json: bool, explain: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        print(plain("\n".join(_lines(answer, explain=explain))))


def _lines(answer: dict[str, Any], *, explain: bool) -> Iterator[str]:
    if answer["unreadable"]:
        yield f"{answer['source']}: unreadable: {answer['warnings'][0]}"
        return
    yield _headline(answer)
    yield from (f"  it says: {sentence}" for sentence in answer["evidence"])
    for name in ("company", "role", "asked", "booking_links"):
        if value := answer["facts"].get(name):
            yield f"  {name.replace('_', ' ')}: {value if isinstance(value, str) else ', '.join(value)}"
    if answer["label"] != Label.unrelated:
        reply = answer["answerable"]
        yield f"  answer to: {reply['address'] or 'nobody'} ({reply['because']})"
    yield from (f"  warning: {warning}" for warning in answer["warnings"])
    if explain:
        ordered = sorted(answer["probabilities"].items(), key=lambda pair: -pair[1])
        yield from (f"  {probability:7.1%}  {label}" for label, probability in ordered)


def _headline(answer: dict[str, Any]) -> str:
    percent = f"{answer['probability']:.0%}"
    sure = f"{answer['label']} ({percent})" if answer["act"] else f"unsure (most likely {answer['label']}, {percent})"
    return f"{answer['source']}: {sure}" + (f", also {', '.join(answer['also'])}" if answer["also"] else "")
