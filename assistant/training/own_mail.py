"""What the ledger knows of its own mistakes: what was said of mail that the user has spoken about."""

from assistant.ledger import corrections, messages
from assistant.ledger.connection import Step
from assistant.training.evaluation import Judged, headline
from assistant.understanding.labels import Label, Verdict


def spoken_about(step: Step) -> list[Judged]:
    """Return the messages the user corrected or confirmed, with the verdict they had when they were first read."""
    judged = []
    for one in corrections.recorded(step):
        record = messages.known(step, one.identity)
        told = record.verdict.get("probabilities", {}) if record else {}
        probabilities = dict.fromkeys(Label, 0.0) | {Label(name): float(value) for name, value in told.items()}
        verdict = Verdict(label=one.said, sure=one.said_surely, probabilities=probabilities)
        judged.append(Judged(id=one.identity, truth=headline(one.label), verdict=verdict))
    return judged
