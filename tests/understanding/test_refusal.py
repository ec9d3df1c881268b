"""How a rejection was given."""

import pytest

from assistant.understanding.facts import Refusal

R = Refusal

CASES = [
    ("stock", "Unfortunately, we have decided not to move forward with your application.", R.plain),
    ("other_candidates", "We have decided to proceed with other candidates.", R.plain),
    ("closer_match", "We chose other candidates who more closely match our needs.", R.plain),
    ("regret", "We regret to inform you that you have not been selected.", R.plain),
    ("wont", "We won't be moving forward at this time.", R.plain),
    ("no_interview", "We are unable to offer you an interview.", R.plain),
    ("filled", "The position has been filled.", R.plain),
    ("filled_by_another", "The role was filled by another candidate.", R.plain),
    ("no_match", "After review we found that your background is not a match for the role.", R.plain),
    ("german_stock", "Leider müssen wir Ihnen mitteilen, dass wir uns anderweitig entschieden haben.", R.plain),
    ("german_absagen", "Wir müssen Ihnen daher leider absagen.", R.plain),
    ("german_engere_wahl", "Wir konnten Ihre Bewerbung nicht in die engere Wahl ziehen.", R.plain),
    ("german_sagen_ab", "Andere erfüllen die Kriterien besser, daher sagen wir dir heute ab.", R.plain),
    ("german_positive_nachricht", "Wir können Ihnen keine positive Nachricht geben.", R.plain),
    ("cancelled", "Due to a change in plans, this position has been cancelled.", R.role_gone),
    ("frozen", "We cannot proceed, as all hiring has been frozen.", R.role_gone),
    ("freeze", "Because of a hiring freeze we are not able to move forward.", R.role_gone),
    ("internal", "We have decided not to proceed, as the role was filled internally.", R.role_gone),
    ("internal_candidate", "We have chosen another candidate: an internal candidate accepted the role.", R.role_gone),
    ("not_filling", "We have decided not to fill the position.", R.role_gone),
    ("german_intern", "Leider wurde die Stelle intern besetzt.", R.role_gone),
    ("german_gestrichen", "Die Stelle wurde leider gestrichen.", R.role_gone),
    ("german_einstellungsstopp", "Wegen eines Einstellungsstopps müssen wir Ihnen leider absagen.", R.role_gone),
    ("lack_of_experience", "We will not move forward, because you lack experience with Kubernetes.", R.reasons_given),
    ("years", "We are not moving forward. We need someone with at least 5 years of experience.", R.reasons_given),
    ("language", "We cannot offer you the role: your German is not strong enough for our customers.", R.reasons_given),
    ("sponsorship", "We are not able to proceed as we cannot sponsor visas.", R.reasons_given),
    (
        "would_have_liked",
        "We decided not to proceed. We would have liked to see more depth in testing.",
        R.reasons_given,
    ),
    ("german_fehlt", "Leider müssen wir absagen, da Ihnen Erfahrung mit SAP fehlt.", R.reasons_given),
    (
        "german_more",
        "Wir müssen Ihnen absagen. Wir hätten uns mehr Erfahrung in der Pflege gewünscht.",
        R.reasons_given,
    ),
    ("german_language", "Leider müssen wir absagen: Ihre Deutschkenntnisse reichen noch nicht aus.", R.reasons_given),
    ("call", "We decided not to proceed, but I am happy to give you feedback on a call.", R.call_offered),
    (
        "call_talk",
        "We are not moving forward. If you like, we can talk by phone and I will give you feedback.",
        R.call_offered,
    ),
    ("german_call", "Leider müssen wir absagen. Gerne geben wir Ihnen in einem Telefonat Feedback.", R.call_offered),
    ("finalist", "You were one of our finalists, but we chose another candidate.", R.final_round),
    ("final_round", "It was a close decision in the final round, but we went with another candidate.", R.final_round),
    ("last_two", "You were among the last two, but we have decided to go with another candidate.", R.final_round),
    ("german_letzte_runde", "Sie waren in der letzten Runde, wir müssen Ihnen aber leider absagen.", R.final_round),
    ("german_letzte_zwei", "Sie waren unter den letzten zwei Kandidaten, leider müssen wir absagen.", R.final_round),
    ("not_into_the_final_round", "You have not been selected for the final round.", R.plain),
    (
        "years_of_the_company",
        "We regret to inform you that we chose another candidate. We grew in the last two years.",
        R.plain,
    ),
    # no refusal
    ("conditional", "If you are not selected, keep an eye on our careers page.", None),
    ("conditional_short", "If you aren't selected for this role, don't give up.", None),
    ("cannot_answer_everyone", "We regret that we are unable to respond to every applicant.", None),
    ("acknowledgement", "Thank you for your application. We will be in touch.", None),
    ("not_yet", "We have not yet decided.", None),
    ("reschedule", "Unfortunately I cannot make our interview on Thursday.", None),
    ("cancelled_interview", "Unfortunately we have to cancel the interview.", None),
    ("do_not_hesitate", "Please do not hesitate to contact us.", None),
    ("invitation", "We would like to move forward and invite you to an interview.", None),
    ("own_withdrawal", "We are sorry that you have decided not to continue.", None),
    ("german_eingang", "Wir haben Ihre Bewerbung erhalten und melden uns.", None),
    ("german_falls", "Falls wir uns nicht melden, fragen Sie bitte nach.", None),
    ("german_noch_nicht", "Leider können wir Ihnen noch nichts sagen, wir haben noch nicht entschieden.", None),
    ("german_no_reply", "Bitte antworten Sie nicht auf diese E-Mail.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_kind_of_refusal_decides_what_may_be_asked(read_facts, text, expected):
    """Asking for tips where reasons were given, or the role is gone, shows that nobody read the mail."""
    assert read_facts(text).refusal is expected
