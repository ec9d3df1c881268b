"""From a situation to plans and silences: the one entry to the rules."""

from assistant.etiquette.gate import closed
from assistant.etiquette.materials import after_request
from assistant.etiquette.plan import Decision, silence
from assistant.etiquette.rejection import after_rejection
from assistant.etiquette.scheduling import after_invitation
from assistant.etiquette.situation import Situation
from assistant.understanding.labels import Label


def decide(situation: Situation) -> Decision:
    """Decide what to draft about one message, or why nothing.

    A refusal stands over anything else the mail says; a time to talk is answered together with what else is asked.
    """
    if reason := closed(situation):
        return silence(reason)
    intents = situation.verdict.intents
    if intents[0] is Label.rejection:
        return after_rejection(situation)
    if Label.scheduling in intents:
        return after_invitation(situation)
    if Label.materials in intents:
        return after_request(situation)
    return after_rejection(situation)
