"""Letters on demand, what is due, lessons, and the ends the user puts to applications."""

from datetime import UTC, datetime, timedelta

from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.poller.household import mail

NOW = datetime.now(UTC)
CONFIRMED = mail(
    "Interview confirmed",
    "Hi Robin,\r\n\r\nthis is to confirm your interview for the Planner position at Brightwater on "
    f"{NOW + timedelta(days=3):%d %B %Y} at 2:30 pm CET.\r\n\r\n"
    "Best regards,\r\nTom Falk\r\nRecruiter, Brightwater",
    id="<confirmed@brightwater.example>",
    sender="Tom Falk <tom@brightwater.example>",
    sent=NOW - timedelta(hours=1),
)
REFUSED = mail(
    "Your application at Northfield",
    "Dear Robin,\r\n\r\nthank you for your interest in the Analyst position at Northfield. Unfortunately, we have "
    "decided not to move forward with your application at this time.\r\n\r\nNorthfield Talent Team",
    id="<refused@north.example>",
    sender="Northfield Careers <careers@north.example>",
    sent=NOW - timedelta(hours=2),
)


def polled(shell: Shell) -> None:
    """Deliver both messages and poll."""
    box = shell.maildir()
    (box / "new" / "1.a.host").write_bytes(CONFIRMED)
    (box / "new" / "2.b.host").write_bytes(REFUSED)
    assert shell.run("poll").code == 0


def drafts(shell: Shell) -> list[bytes]:
    return [path.read_bytes() for path in (shell.home / "Mail" / ".Drafts" / "cur").iterdir()]


def test_a_letter_that_is_asked_for_lies_in_drafts(shell: Shell) -> None:
    """Silence is the rule after a form letter; the user may know better."""
    polled(shell)
    before = drafts(shell)

    done = shell.run("draft", "feedback", "refused@north.example")

    assert (done.code, done.err) == (0, "")
    assert "drafted: feedback request to careers@north.example" in done.out
    assert len(drafts(shell)) == len(before) + 1
    assert shell.run("poll").out == ""
    assert len(drafts(shell)) == len(before) + 1


def test_a_letter_that_cannot_be_says_why(shell: Shell) -> None:
    """No offer is made up for a nudge."""
    polled(shell)

    done = shell.run("draft", "deadline-nudge", "<refused@north.example>", "--json")

    assert done.code == 1
    assert done.lines[-1]["placed"] == 0
    assert "none is ever made up" in done.lines[-1]["notes"][0]


def test_an_unknown_letter_or_message_is_said(shell: Shell) -> None:
    """With what there is to choose from."""
    polled(shell)

    letter, message = shell.run("draft", "love", "<refused@north.example>"), shell.run("draft", "feedback", "<x@y>")

    assert (letter.code, message.code) == (2, 1)
    assert "feedback, linkedin" in letter.err
    assert "no message <x@y> has been read yet" in message.err


def test_what_is_due_is_one_list_and_nothing_due_prints_nothing(shell: Shell) -> None:
    """Cron mails what is printed."""
    shell.maildir()
    empty = shell.run("due")
    polled(shell)

    told = shell.run("due", "--json")

    assert (empty.code, empty.out) == (0, "")
    assert [(one["whose"], one["company"]) for one in told.lines] == [("both", "Brightwater")]
    assert "interview" in told.lines[0]["what"]
    assert "Brightwater" in shell.run("due").out


def test_lessons_ask_the_questions_of_the_day(shell: Shell) -> None:
    """Review first, ask later."""
    polled(shell)

    told = shell.run("lessons", "--json").lines

    assert [(one["company"], len(one["ask_yourself"])) for one in told] == [("Northfield", 3)]
    assert "ask yourself: Is there a skill worth adding?" in shell.run("lessons").out


def test_hired_closes_the_rest_and_offers_to_withdraw(shell: Shell) -> None:
    """People who wait deserve a word."""
    polled(shell)

    hint = shell.run("hired")
    after = shell.run("applications", "--json").lines

    assert hint.code == 0
    assert "assistant draft withdraw '<confirmed@brightwater.example>'" in hint.out
    assert {one["company"]: one["stage"] for one in after} == {"Brightwater": "closed", "Northfield": "rejected"}


def test_a_withdrawal_is_drafted_where_it_is_wished_for(shell: Shell) -> None:
    """One command ends an application decently."""
    polled(shell)
    (number,) = [one["id"] for one in shell.run("applications", "--json").lines if one["company"] == "Brightwater"]

    done = shell.run("close", str(number), "--withdraw")

    assert done.code == 0
    assert any(b'To: "Tom Falk"' in raw for raw in drafts(shell))
    assert shell.run("close", str(number)).code == 1


def test_a_paused_search_drafts_nothing_and_goes_on_when_told(shell: Shell) -> None:
    """A rest is a rest."""
    box = shell.maildir()
    shell.run("poll")
    shell.run("pause")
    (box / "new" / "1.a.host").write_bytes(CONFIRMED)
    shell.run("poll")
    paused = drafts(shell)
    why = shell.run("why", "confirmed@brightwater.example").out
    resumed = shell.run("resume")

    assert paused == []
    assert "you have paused your search" in why
    assert "goes on" in resumed.out


def test_what_rests_comes_back_after_the_rest(shell: Shell) -> None:
    """A week without the search must not cost the answer to an invitation."""
    box = shell.maildir()
    (box / "new" / "1.a.host").write_bytes(invitation())
    shell.run("poll")
    before = drafts(shell)
    shell.run("pause")
    shell.run("poll")
    resting = drafts(shell)
    shell.run("resume")
    shell.run("poll")

    assert (len(before), resting, len(drafts(shell))) == (1, [], 1)
    assert shell.run("poll").out == ""
