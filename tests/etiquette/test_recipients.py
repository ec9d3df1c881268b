"""Whoever a mail names, a letter goes to its writer, to the user himself or to a referee who agreed (rule 5)."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.etiquette.decide import decide
from assistant.etiquette.plan import Decision
from assistant.etiquette.situation import Situation
from assistant.mail.headers import Address
from assistant.mail.sender import answerable
from assistant.understanding.facts import Item, Part, Person, Refusal
from assistant.understanding.labels import Label
from tests.etiquette.scenes import moment, proposed, scene

OWN = "robin@hale.example"
REFEREES = "Ulla Berg agreed; Ken Ade did not agree; Eva Alt agreed until Sun 3 May"
NAMES = ("Jane Doe", "Tom Li", "Mia Roe")
ADDRESSES = ("jane@acme.example", "tom@acme.example", "mia@hr.acme.example", "al@elsewhere.example", OWN)

people = st.lists(
    st.builds(
        Person,
        name=st.sampled_from(NAMES),
        address=st.sampled_from([None, *ADDRESSES]),
        part=st.sampled_from(Part),
    ),
    max_size=4,
).map(tuple)
mailboxes = st.lists(
    st.builds(Address, name=st.sampled_from(["", *NAMES]), address=st.sampled_from(ADDRESSES)), max_size=7
).map(tuple)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Return mail of a sure label with any people, addresses, times and requests in it."""
    base = scene({"mail": "rejection", "now": "Mon 4 May 09:00", "referees": REFEREES})
    message = replace(base.message, reply_to=draw(mailboxes), cc=draw(mailboxes), to=draw(mailboxes))
    facts = replace(
        base.facts,
        people=(known := draw(people)),
        writer=draw(st.sampled_from([None, *known[:1]])),
        agency=draw(st.sampled_from([None, "Finders"])),
        met=draw(st.sampled_from([None, "good to talk to you"])),
        refusal=draw(st.sampled_from([None, *Refusal])),
        asked=tuple(draw(st.lists(st.sampled_from(Item), unique=True))),
        proposed=tuple(map(proposed, draw(st.lists(st.sampled_from(["Thu 7 May 14:00", "Fri 8 May"]), unique=True)))),
        fixed=draw(st.booleans()),
        moved=draw(st.booleans()),
        cancelled=draw(st.booleans()),
    )
    labels = draw(st.lists(st.sampled_from(Label), min_size=1, max_size=3, unique=True))
    return replace(
        base,
        message=message,
        facts=facts,
        answerable=answerable(message, own=base.config.me.own),
        verdict=replace(base.verdict, label=labels[0], also=tuple(labels[1:])),
        agenda=replace(base.agenda, busy=draw(st.sampled_from([None, ()]))),
    )


@settings(max_examples=400, deadline=None)
@given(situations())
def test_nobody_is_written_to_but_writer_user_and_consenting_referee(situation: Situation) -> None:
    """An address out of a mail's text or Cc is a guess, and going round the writer burns bridges."""
    assert situation.answerable.address is None or situation.answerable.yes

    decision = decide(situation)

    writer = situation.answerable.address
    allowed = {OWN, "ulla@cargo.example", *([writer.key] if writer else [])}
    assert {one.key for plan in decision.plans for one in plan.recipients} <= allowed
    assert all(one.key != OWN for plan in decision.plans if not plan.letter.is_note for one in plan.recipients)
    _assert_readers_belong(decision, situation)


def _assert_readers_belong(decision: Decision, situation: Situation) -> None:
    """Cc holds colleagues of the writer only, at most four, and stands in no letter that names references or salary."""
    for plan in decision.plans:
        assert len(plan.cc) <= 4
        assert not plan.cc or plan.recipients
        assert all(one.key != OWN and one not in plan.recipients for one in plan.cc)
        if plan.cc:
            assert situation.answerable.address is not None
            assert {one.domain.removeprefix("hr.") for one in plan.cc} == {
                situation.answerable.address.domain.removeprefix("hr.")
            }
            package = plan.details.get("materials")
            assert package is None or (package["references"] == "none" and not package["salary"])


@settings(max_examples=200, deadline=None)
@given(situations())
def test_a_decision_is_never_empty_and_can_be_stored(situation: Situation) -> None:
    """The ledger keeps details as JSON, and a message without plan or reason could not be explained."""
    decision = decide(situation)

    assert decision.plans or decision.silences
    for plan in decision.plans:
        assert json.loads(json.dumps(plan.details)) == plan.details
        assert plan.not_before < plan.wanted_until
        assert plan.wanted_until > moment("Mon 4 May 09:00")
    assert sum(plan.letter.is_reply for plan in decision.plans) <= 1


@settings(max_examples=200, deadline=None)
@given(situations())
def test_private_things_are_never_part_of_a_letter(situation: Situation) -> None:
    """A birth date or an account number once sent cannot be taken back (rule 10)."""
    private = {"birth date", "photo", "identity document", "bank details", "health or disability", "salary"}

    decision = decide(situation)

    for plan in decision.plans:
        package = plan.details.get("materials") or {}
        assert private.isdisjoint([*package.get("given", ()), *package.get("promised", ())])
