"""What a mailbox is like: its folders, their parts, whether it keeps tags."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import ConfigError, LoginRefused
from assistant.mailbox.account import ImapAccount, MaildirAccount
from assistant.mailbox.survey import survey
from assistant.mailbox.tags import KEYWORDS
from tests.conftest import Person
from tests.dovecot import Dovecot


@pytest.fixture
def account(dovecot: Dovecot, person: Person) -> ImapAccount:
    return ImapAccount(
        host="127.0.0.1", port=dovecot.port, user=person.user, secret=lambda: person.password, security="plain"
    )


def maildir(folder: Path, *beside: str) -> Path:
    for name in ("", *beside):
        for part in ("cur", "new", "tmp"):
            (folder / name / part).mkdir(parents=True)
    return folder


def changed(account: ImapAccount, **changes: object) -> ImapAccount:
    return replace(account, **changes)


def test_a_server_tells_its_folders_their_parts_and_what_it_can_do(account: ImapAccount, person: Person) -> None:
    """In one connection."""
    seen = survey(account)

    assert set(seen.folders) == {"INBOX", "Drafts", "Sent", "Trash", "Archive"}
    assert (seen.roles.drafts, seen.roles.sent, seen.missing, seen.keeps_tags) == ("Drafts", "Sent", [], True)
    assert "UIDPLUS" in seen.capabilities


def test_a_folder_named_in_another_case_is_missing_and_inbox_is_not(account: ImapAccount) -> None:
    """Servers tell Jobs from jobs; INBOX alone is the same in any case."""
    seen = survey(changed(account, folders=("inbox", "drafts"), trash="Kosz"))

    assert seen.missing == ["drafts", "Kosz"]


def test_a_refused_password_is_refused_here_too(account: ImapAccount) -> None:
    """With the error a poll would give."""
    with pytest.raises(LoginRefused):
        survey(changed(account, secret=lambda: "wrong"))


def test_a_maildir_is_seen_as_a_poll_sees_it(tmp_path: Path) -> None:
    """Folders with and without a dot, and by their path."""
    path = maildir(tmp_path / "Mail", ".Drafts", ".Sent")
    elsewhere = maildir(tmp_path / "Elsewhere")

    seen = survey(MaildirAccount(path=path, drafts=".Drafts", sent=str(elsewhere), trash=str(tmp_path / "nowhere")))

    assert set(seen.folders) == {"INBOX", "Drafts", "Sent"}
    assert seen.missing == [str(tmp_path / "nowhere")]
    assert not seen.keeps_tags


def test_a_maildir_keeps_tags_where_dovecot_has_a_letter_for_each(tmp_path: Path) -> None:
    """Its list is never written here, so one that lacks a keyword lacks it for good."""
    path = maildir(tmp_path / "Mail")
    lines = [f"{number} {keyword}\n" for number, keyword in enumerate(KEYWORDS.values())]
    (path / "dovecot-keywords").write_text("".join(lines))
    whole = survey(MaildirAccount(path=path)).keeps_tags
    (path / "dovecot-keywords").write_text("".join(lines[1:]))

    assert (whole, survey(MaildirAccount(path=path)).keeps_tags) == (True, False)


def test_a_maildir_that_is_not_there_is_the_settings_fault(tmp_path: Path) -> None:
    """A typing mistake in a path."""
    with pytest.raises(ConfigError):
        survey(MaildirAccount(path=tmp_path / "nope"))
