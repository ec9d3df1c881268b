"""After a rejection: let it rest, then ask for advice, once (etiquette rules 1 to 5)."""

from datetime import timedelta

from assistant.application import Application, company_key
from assistant.etiquette.plan import Decision, Letter, Plan, Silence, silence
from assistant.etiquette.situation import Situation
from assistant.mail.headers import Address
from assistant.understanding.facts import Person, Refusal

_VARIANT = {
    Refusal.plain: "ask",
    Refusal.reasons_given: "thanks",
    Refusal.call_offered: "accept_call",
    Refusal.role_gone: "keep_in_touch",
    Refusal.final_round: "final_round",
}


def after_rejection(situation: Situation) -> Decision:
    """Decide about a message that is sure to be a rejection and may be answered."""
    if Letter.feedback_request in situation.letters:
        return silence("a feedback request was already drafted for this application")
    if situation.human_contact is None:
        return silence(
            "it is an impersonal refusal: no interview and no personal word is known, and a form letter's signature is "
            "no contact. The self-review questions are worth a look today: was the résumé tailored to this job, is a "
            "skill worth adding?"
        )
    letter = _letter(situation)
    if letter.wanted_until <= max(situation.now, letter.not_before):
        return silence(f"it is older than {situation.config.rules.feedback_expires_days} days; asking now would come too late")
    note = _note(situation, letter)
    return Decision(
        plans=(letter, note) if isinstance(note, Plan) else (letter,),
        silences=(note,) if isinstance(note, Silence) else (),
    )


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
        because=_because(situation, variant),
        details={"variant": variant, "connect": _may_connect(situation)},
    )


def _because(situation: Situation, variant: str) -> str:
    reasons = {
        "ask": "asking what would make you stronger is worth it",
        "thanks": "they gave their reasons, so it only thanks",
        "accept_call": "they offer a feedback call, which is accepted at once",
        "keep_in_touch": "the role itself is gone, so it only keeps in touch",
        "final_round": "you were in the final round, so it also leaves the door open",
    }
    return f"a rejection after human contact ({situation.human_contact}): {reasons[variant]}"


def _may_connect(situation: Situation) -> bool:
    """Ask to connect only a person, once, and not while another role at that company is open (rule 3)."""
    writer = situation.writer
    if writer is None or situation.connected & _keys(writer, situation.answerable.address):
        return False
    return _open_elsewhere(situation) is None


def _keys(person: Person, address: Address | None) -> set[str]:
    return {person.name.lower()} | ({address.key} if address else set())


def _open_elsewhere(situation: Situation) -> Application | None:
    here = situation.match.application
    company = (here and here.company) or situation.facts.company
    for one in situation.applications:
        same = company and one.company and company_key(one.company) == company_key(company)
        if same and one.stage.is_open and (here is None or one.id != here.id):
            return one
    return None


def _note(situation: Situation, letter: Plan) -> Plan | Silence | None:
    """Plan the LinkedIn note to the user himself, to paste; a draft without a person makes none."""
    writer = situation.writer
    if not situation.config.rules.linkedin_note or writer is None:
        return None
    if not letter.details["connect"]:
        other = _open_elsewhere(situation)
        reason = f"another role there is still open ({other.role or 'role unknown'})" if other else f"{writer.name} was asked before"
        return Silence(because=f"no LinkedIn note: {reason}")
    return Plan(
        letter=Letter.linkedin_note,
        recipients=(Address(name=situation.config.me.name, address=situation.config.me.addresses[0]),),
        not_before=letter.not_before,
        wanted_until=letter.wanted_until,
        because=f"the decision is made, so {writer.name} can be asked to connect",
        details={"person": writer.name},
    )
