"""The user's own marks: a tag he changes, a folder he moves a message into."""

from datetime import timedelta

from assistant.config import Config, Corrections
from assistant.ledger import corrections
from assistant.ledger.connection import connect
from assistant.mailbox.tags import KEYWORDS, NOT_A_JOB
from assistant.understanding.labels import Label
from tests.poller.household import INVITATION, House, mail

ID = "<invitation@bright.example>"
UNSURE = mail(
    "[materials?] Your profile",
    "Hi Robin,\r\n\r\ncould you send us your portfolio?\r\n\r\nBest,\r\nTom Falk",
    id="<portfolio@bright.example>",
    sender="Tom Falk <tom@bright.example>",
)


_KEYWORDS = (*KEYWORDS.values(), NOT_A_JOB)


def with_letters(house: House) -> None:
    """Dovecot, whose list it is, knows the keywords."""
    lines = [f"{number} {name}\n" for number, name in enumerate(_KEYWORDS)]
    (house.folder / "Mail" / "dovecot-keywords").write_text("".join(lines))


def tag(house: House, *names: str) -> None:
    """Give the only message of INBOX these keywords, as a mail client does."""
    (file,) = [path for part in ("cur", "new") for path in (house.folder / "Mail" / part).iterdir()]
    flags = "".join(sorted(chr(ord("a") + _KEYWORDS.index(name)) for name in names))
    file.rename(house.folder / "Mail" / "cur" / f"{file.name.partition(':2,')[0]}:2,{flags}")


def labels(house: House) -> list[tuple[str, Label]]:
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        return [(one.identity, one.label) for one in corrections.recorded(step)]


def keywords(house: House, identity: str) -> frozenset[str]:
    record = house.record(identity)
    assert record is not None
    box = house.mailbox()
    try:
        return box.tags([record.place])[record.place]
    finally:
        box.close()


def test_a_tag_that_the_user_changes_is_a_correction(house: House) -> None:
    """He reviews mail where he reads it, not in a shell."""
    with_letters(house)
    house.deliver(INVITATION)
    house.poll()
    tag(house, "$JobUpdate")
    house.poll(after=timedelta(minutes=10))
    house.poll(after=timedelta(minutes=10))

    assert labels(house) == [(ID, Label.update)]
    assert house.drafts() == {}
    assert keywords(house, ID) == {"$JobUpdate"}


def test_a_tag_added_beside_ours_is_a_correction_too(house: House) -> None:
    """Some clients only add."""
    with_letters(house)
    house.deliver(INVITATION)
    house.poll()
    tag(house, KEYWORDS[Label.scheduling], NOT_A_JOB)
    house.poll(after=timedelta(minutes=10))

    assert labels(house) == [(ID, Label.unrelated)]
    assert keywords(house, ID) <= {NOT_A_JOB}


def test_our_own_tag_is_no_correction(house: House) -> None:
    """Else every guess would confirm itself."""
    with_letters(house)
    house.deliver(INVITATION)
    for _ in range(3):
        house.poll(after=timedelta(minutes=10))

    assert keywords(house, ID) == {KEYWORDS[Label.scheduling]}
    assert labels(house) == []


def test_a_tag_that_is_taken_away_says_nothing(house: House) -> None:
    """Clients lose keywords; silence is not a label."""
    with_letters(house)
    house.deliver(INVITATION)
    house.poll()
    tag(house)
    house.poll(after=timedelta(minutes=10))

    assert labels(house) == []
    assert len(house.drafts()) == 1


def test_a_message_moved_into_a_labels_folder_is_corrected(house: House) -> None:
    """The user's own folders say what his mail is."""
    house.config = replace_corrections(house, folders={"Nothing": "unrelated"})
    house.maildir("Nothing").close()
    house.deliver(INVITATION)
    house.poll()
    move(house, "Nothing")
    house.poll(after=timedelta(minutes=10))
    house.poll(after=timedelta(minutes=10))

    assert labels(house) == [(ID, Label.unrelated)]
    assert house.drafts() == {}


def test_a_message_moved_into_the_wishing_folder_gets_its_letter_once(house: House) -> None:
    """Thrown away, it does not come back."""
    house.config = replace_corrections(house, draft_me="Draft-me")
    house.maildir("Draft-me").close()
    house.deliver(UNSURE)
    house.poll()
    before = house.drafts()
    move(house, "Draft-me")
    for _ in range(3):
        house.poll(after=timedelta(minutes=10))

    assert before == {}
    assert len(house.drafts()) == 1


def test_why_there_is_no_letter_for_a_mark_is_told(house: House) -> None:
    """Silence has a reason."""
    house.config = replace_corrections(house, draft_me="Draft-me")
    house.maildir("Draft-me").close()
    house.deliver(mail("[unrelated] Sale", "Everything half price.", id=ID, sender="Shop <shop@shop.example>"))
    house.poll()
    move(house, "Draft-me")
    house.poll(after=timedelta(minutes=10))

    record = house.record(ID)
    assert record is not None
    assert any("you asked for a letter: no letter fits it" in one for one in record.silences)


def replace_corrections(house: House, **values: object) -> Config:
    """Return the settings with folders that mean something."""
    return house.config.model_copy(update={"corrections": Corrections.model_validate(values)})


def move(house: House, folder: str) -> None:
    """Move the only message of INBOX into a folder, as a mail client does."""
    inbox = house.folder / "Mail"
    (file,) = [path for part in ("cur", "new") for path in (inbox / part).iterdir()]
    file.rename(inbox / f".{folder}" / "cur" / (file.name if ":2," in file.name else f"{file.name}:2,"))
