"""Good news: an offer is thanked for and never accepted (etiquette rule 11); feedback is thanked for (rule 12)."""

from datetime import timedelta

from assistant.etiquette.answering import answer, usual_limit
from assistant.etiquette.plan import Decision, Letter, Silence, silence
from assistant.etiquette.situation import Situation

_FEEDBACK_AGE = timedelta(days=14)


def after_offer(situation: Situation) -> Decision:
    """Decide about a message that is sure to make an offer and may be answered: thank, ask for what is missing."""
    facts = situation.facts
    if usual_limit(situation) <= situation.now:
        return silence("it is an offer, too old to be acknowledged now; answer it yourself")
    due = f" until {facts.deadlines[0].words}" if facts.deadlines else ""
    letter = answer(
        situation,
        Letter.offer_reply,
        "an offer is acknowledged within a day; the letter thanks for it and neither accepts nor declines",
        in_writing=not situation.message.attachments,
        ask_deadline=not facts.deadlines,
    )
    return Decision(plans=(letter,), silences=(Silence(because=f"whether you accept{due} is for you alone to say"),))


def after_feedback(situation: Situation) -> Decision:
    """Decide about a message that tells the user how he did: thank for it."""
    until = situation.arrived_at + _FEEDBACK_AGE
    if until <= situation.now:
        return silence("it gives feedback, which is kept; thanking for it now would come too late")
    because = "they took the time to give you feedback, which is kept (`assistant lessons`)"
    return Decision(plans=(answer(situation, Letter.feedback_thanks, because, until=until),))
