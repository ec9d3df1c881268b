"""`make demo` runs `assistant demo`: the first minutes of a newcomer."""

from pathlib import Path

from tests.cli.conftest import Shell


def test_the_demo_shows_the_whole_job(shell: Shell, tmp_path: Path) -> None:
    """Each verdict with evidence, each draft or the reason for silence, where drafts lie, one in full."""
    ran = shell.run("demo", "--folder", str(tmp_path / "demo"))

    assert (ran.code, ran.err) == (0, "")
    for expected in (
        "read as   rejection",
        "read as   scheduling",
        "read as   materials",
        "it says",
        "no draft",
        "neomutt -f",
    ):
        assert expected in ran.out
    assert "In-Reply-To: <" in ran.out and "Nothing was sent." in ran.out
    assert "Drafts waiting for you" in (tmp_path / "demo" / "job-search.html").read_text()


def test_a_second_demo_adds_no_draft(shell: Shell, tmp_path: Path) -> None:
    """Nothing comes twice, not even in the demo."""
    shell.run("demo", "--folder", str(tmp_path / "demo"))
    drafts = tmp_path / "demo" / "Mail" / ".Drafts" / "cur"
    before = sorted(drafts.iterdir())

    ran = shell.run("demo", "--folder", str(tmp_path / "demo"))

    assert ran.code == 0
    assert len(before) >= 4
    assert sorted(drafts.iterdir()) == before


def test_the_demo_judges_its_mail_rightly(shell: Shell, tmp_path: Path) -> None:
    """What a newcomer sees first must be right."""
    events = shell.run("demo", "--json", "--folder", str(tmp_path / "demo")).lines

    read = {event["message_id"]: event["label"] for event in events if event["event"] == "read"}
    planned = {(event["message_id"], event["letter"]) for event in events if event["event"] == "planned"}

    read.pop("<CAO9-fake-0001@mail.gmail.com>")  # whatever it is taken for, it is refused as a fraud
    assert read == {
        "<gh-48120077@us.greenhouse-mail.io>": "confirmation",
        "<5f1c0a2e-grid-analyst@brightwater-energy.example>": "scheduling",
        "<CAFx7references@mail.northfield-labs.example>": "materials",
        "<20260306.110500.whitlock@corvid-rail.example>": "rejection",
        "<lever.0190aa@hire.lever.co>": "rejection",
        "<9A31.sommerfeld@weserwerft.example>": "rejection",
        "<tallgrass-77@tallgrass-mobility.example>": "scheduling",
        "<alert-20260310@joblantern.example>": "unrelated",
        "<pryce-outreach-331@harbourtalent.example>": "outreach",
        "<sam-sunday@hale.example>": "unrelated",
    }
    assert planned == {
        ("<5f1c0a2e-grid-analyst@brightwater-energy.example>", "availability"),
        ("<CAFx7references@mail.northfield-labs.example>", "materials"),
        ("<CAFx7references@mail.northfield-labs.example>", "referee_heads_up"),
        ("<CAFx7references@mail.northfield-labs.example>", "reference_reminder"),
        ("<20260306.110500.whitlock@corvid-rail.example>", "feedback_request"),
        ("<20260306.110500.whitlock@corvid-rail.example>", "linkedin_note"),
        ("<9A31.sommerfeld@weserwerft.example>", "feedback_request"),
        ("<9A31.sommerfeld@weserwerft.example>", "linkedin_note"),
    }
    (silent,) = [event["because"] for event in events if event["event"] == "silent" and "fake" in event["message_id"]]
    assert silent.startswith("it looks like a fake recruiter")
