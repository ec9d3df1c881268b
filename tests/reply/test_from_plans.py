"""What etiquette plans, a letter can be written from: all rows of its tables, through to the draft."""

from pathlib import Path

import pytest

import tests.etiquette.scenes as scenes
from assistant.etiquette.decide import decide
from assistant.etiquette.on_demand import Wish, fulfil
from assistant.etiquette.plan import Letter, Plan
from assistant.etiquette.situation import Situation
from assistant.reply.compose import Desk, compose
from tests.reply.test_letters import BANNED, DANGLING, GREETINGS, plain
from tests.reply.writing import LETTERS, read

TABLES = Path(scenes.__file__).parent
NAMED_BY_THE_MAIL = {"Herr", "Frau", "Mr", "Ms", "Mrs"}


def planned(table: str) -> list[tuple[str, Situation, Plan]]:
    """Return every plan that a folder of tables leads to, with its row's title."""
    found = []
    for path in sorted((TABLES / table).glob("*.txt")):
        for title, lines, _ in scenes.read_rows(path):
            kind, offers, asked = (lines.pop(key, "") for key in ("wish", "offers elsewhere", "asked before"))
            situation = scenes.scene(dict(lines))
            times = [scenes.midnight(one) for one in offers.split("; ") if one]
            wish = Wish(situation=situation, offers=times, followed_up=int(asked or 0))
            decision = fulfil(kind, wish) if kind else decide(situation)
            found += [(title, situation, plan) for plan in decision.plans]
    return found


PLANNED = [*planned("rules"), *planned("wishes")]


@pytest.mark.parametrize(
    ("situation", "plan"), [pytest.param(*one[1:], id=f"{one[2].letter}: {one[0]}") for one in PLANNED]
)
def test_what_is_planned_can_be_written(situation: Situation, plan: Plan) -> None:
    """A detail that the plan does not carry, or the letter calls by another name, stops the whole run."""
    desk = Desk(account="main", config=situation.config, letters=LETTERS, agenda=situation.agenda, files={})
    application = situation.match.application

    draft = compose(plan, situation.message, situation.facts, application, desk, ordinal=0, now=situation.now)

    written = read(draft, is_reply=plan.letter.is_reply)
    banned = {found[0] for found in BANNED.finditer(written.text)} - NAMED_BY_THE_MAIL
    assert not banned
    assert not DANGLING.search(plain(written.text)), written.text
    assert plan.letter.is_note or GREETINGS.match(written.text.splitlines()[0])
    assert (written.fields["To"] is None) == ("[[FILL IN: " in written.text)


def test_the_tables_lead_to_most_letters() -> None:
    """Tables that a glob no longer finds would pass in silence; thanks in time are planned from stories."""
    assert {plan.letter for _, _, plan in PLANNED} == set(Letter)
