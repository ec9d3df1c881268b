"""After a rejection: let it rest, then ask for advice, once (etiquette rules 1 to 5)."""

from dataclasses import replace
from datetime import timedelta

from assistant.application import Application, is_same_company
from assistant.etiquette.answering import answer
from assistant.etiquette.offer import after_feedback
from assistant.etiquette.plan import Decision, Letter, Plan, Silence, silence
from assistant.etiquette.situation import Situation, on_day
from assistant.mail.headers import Address
from assistant.understanding.facts import Refusal

_VARIANT = {
    Refusal.plain: "ask",
    Refusal.reasons_given: "thanks",
    Refusal.call_offered: "accept_call",
    Refusal.role_gone: "keep_in_touch",
    Refusal.final_round: "final_round",
}
_BECAUSE = {
    "ask": "asking what would make you stronger is worth it",
    "thanks": "they gave their reasons, so it only thanks",
    "accept_call": "they offer a feedback call, which is accepted at once",
    "keep_in_touch": "the role itself is gone, so it only keeps in touch",
    "final_round": "you were in the final round, so it also leaves the door open",
}
QUESTIONS = (
    "Was the résumé tailored to this job?",
    "How were attitude and appearance?",
    "Is there a skill worth adding?",
)
"""What is better asked of oneself on the day of a refusal than of them (rule 2)."""

_REVIEW = (
    "look back yourself today: was the résumé tailored to this job, how were attitude and appearance, "
    "is there a skill worth adding?"
)


def after_rejection(situation: Situation) -> Decision:
    """Decide about a message that is sure to be a rejection and may be answered."""
    if situation.asked_feedback:
        asked = silence("a feedback request was already drafted for this application")
        return after_feedback(situation) if situation.facts.feedback else asked
    if situation.human_contact is None:
        return _after_an_impersonal_one(situation)
    letter = _letter(situation)
    if letter.wanted_until <= max(situation.now, letter.not_before):
        days = situation.config.rules.feedback_expires_days
        return silence(f"it is older than {days} days; asking now would come too late")
    note = _note(situation, letter)
    return Decision(plans=(letter, *note.plans), silences=(*_rest(situation, letter), *note.silences))


def ask_for_advice(situation: Situation) -> Decision:
    """Plan the request the user asks for himself: at once, and without a sign of human contact; still only once."""
    if situation.asked_feedback:
        return silence("a feedback request was already drafted for this application")
    return Decision(plans=(_letter(situation),))


def connect(situation: Situation) -> Decision:
    """Plan the LinkedIn note the user asks for himself."""
    if situation.addressee is None:
        return silence("it is not certain who wrote it, so there is nobody to ask")
    return _note(situation, _letter(situation))


def _after_an_impersonal_one(situation: Situation) -> Decision:
    """Silence with a hint; two lines of thanks where the user wants them."""
    hint = silence(_impersonal(situation))
    rules = situation.config.rules
    until = situation.arrived_at + timedelta(days=rules.feedback_expires_days)
    rested = situation.agenda.working_morning(situation.arrived_at + timedelta(hours=rules.feedback_hold_hours))
    if not rules.thank_for_impersonal_refusals or until <= max(situation.now, rested):
        return hint
    because = "you want refusals thanked for that nobody you know wrote; it also asks to keep your papers on file"
    plan = answer(situation, Letter.rejection_thanks, because, until=until)
    return Decision(plans=(replace(plan, not_before=rested),), silences=hint.silences)


def _impersonal(situation: Situation) -> str:
    until = situation.arrived_at + timedelta(days=situation.config.rules.feedback_expires_days)
    reason = (
        "it is an impersonal refusal: no interview and no personal word is known, and a form letter's signature is no "
        "contact. If you did talk with somebody there, ask for advice yourself, until "
        f"{on_day(situation.config, until)}"
    )
    return f"{reason}. Either way, {_REVIEW}" if until > situation.now else reason


def _rest(situation: Situation, letter: Plan) -> tuple[Silence, ...]:
    """Say that the letter waits and what is better done on the day of the refusal (rule 2)."""
    if letter.not_before <= situation.now:
        return ()
    because = f"nothing before {on_day(situation.config, letter.not_before)}, so that it rests; {_REVIEW}"
    return (Silence(because=because),)


def _letter(situation: Situation) -> Plan:
    rules = situation.config.rules
    variant = _VARIANT[situation.facts.refusal or Refusal.plain]
    at_once = variant == "accept_call"
    rested = situation.arrived_at + timedelta(hours=rules.feedback_hold_hours)
    assert situation.answerable.address is not None
    return Plan(
        letter=Letter.feedback_request,
        recipients=(situation.answerable.address,),
        not_before=situation.now if at_once else situation.agenda.working_morning(rested),
        wanted_until=situation.arrived_at + timedelta(days=rules.feedback_expires_days),
        because=f"a rejection after human contact ({situation.human_contact or 'you say so'}): {_BECAUSE[variant]}",
        details={
            "variant": variant,
            "talked": situation.conversation is not None,
            "connect": [] if variant == "thanks" or _obstacle(situation) else _keys(situation),
        },
    )


def _note(situation: Situation, letter: Plan) -> Decision:
    """Plan the LinkedIn note to the user himself, to paste; a refusal that no person signed makes none."""
    person = situation.addressee
    if not situation.config.rules.linkedin_note or person is None:
        return Decision()
    if obstacle := _obstacle(situation):
        return silence(f"no LinkedIn note: {obstacle}")
    plan = Plan(
        letter=Letter.linkedin_note,
        recipients=(Address(name=situation.config.me.name, address=situation.config.me.addresses[0]),),
        not_before=letter.not_before,
        wanted_until=letter.wanted_until,
        because=f"the decision is made, so {person.name} can be asked to connect",
        details={"person": person.name, "connect": _keys(situation)},
    )
    return Decision(plans=(plan,))


def _keys(situation: Situation) -> list[str]:
    """Return by what the addressee is recognised as asked already: name and address, lower case; [] if unknown."""
    person = situation.addressee
    return [key.lower() for key in (person.name, person.address) if key] if person else []


def _obstacle(situation: Situation) -> str | None:
    """Return why nobody is asked to connect (rule 3): asked before, or another role at that company is open."""
    person = situation.addressee
    if person and not situation.connected.isdisjoint(_keys(situation)):
        return f"{person.name} was asked before"
    if other := _open_elsewhere(situation):
        return f"another role there is still open ({other.role or 'role unknown'})"
    return None


def _open_elsewhere(situation: Situation) -> Application | None:
    here = situation.match.application
    company = (here and here.company) or situation.facts.company
    if not company:
        return None
    for one in situation.applications:
        same = one.company is not None and is_same_company(one.company, company)
        if same and one.stage.is_open and (here is None or one.id != here.id):
            return one
    return None
