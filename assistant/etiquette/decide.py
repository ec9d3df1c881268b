"""From a situation to plans and silences: the one entry to the rules."""

from assistant.etiquette.gate import closed
from assistant.etiquette.materials import after_request
from assistant.etiquette.offer import after_feedback, after_offer
from assistant.etiquette.plan import Decision, silence
from assistant.etiquette.rejection import after_rejection
from assistant.etiquette.scheduling import after_invitation
from assistant.etiquette.situation import Situation
from assistant.understanding.facts import Item, Refusal
from assistant.understanding.labels import Label


def decide(situation: Situation) -> Decision:
    """Decide what to draft about one message, or why nothing.

    A clear refusal stands over anything else the mail says; a time to talk is answered together with what else is
    asked. A mail that refuses only beside something else is not guessed at, unless it offers to talk the refusal over.
    """
    if reason := closed(situation):
        return silence(reason)
    intents, facts = situation.verdict.intents, situation.facts
    if intents[0] is Label.rejection or (Label.rejection in intents and facts.refusal is Refusal.call_offered):
        return after_rejection(situation)
    if Label.offer in intents:
        return after_offer(situation)
    if Label.rejection in intents:
        return silence("it seems to turn you down, but says something else as well; read it and answer it yourself")
    if Label.scheduling in intents or Item.availability in facts.asked:
        return after_invitation(situation)
    if Label.materials in intents:
        return after_request(situation)
    return after_feedback(situation)
