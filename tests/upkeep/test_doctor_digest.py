"""Doctor tells whether the digest can come to its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.config import Config, Digest, GmailSettings, MaildirSettings, MboxSettings, Me
from assistant.mailbox.google import scopes
from assistant.mailbox.grants import Grants
from assistant.poller.accounts import secret_source
from assistant.upkeep.doctor.digest import of_digest
from tests.gmail.account import signed_in


def settings(folder: Path, to: str) -> Config:
    return Config(
        me=Me(name="Robin Hale", addresses=("robin@hale.example",)),
        accounts={
            "main": GmailSettings(kind="gmail", user="robin@gmail.example", client=folder / "client.json"),
            "home": MaildirSettings(kind="maildir", path=folder / "Mail"),
        },
        digest=Digest(to=to),
        ledger=folder / "ledger.sqlite3",
    )


def test_what_is_not_asked_for_is_not_looked_at(tmp_path: Path) -> None:
    """Most people want to know what is wrong, not what is off."""
    assert list(of_digest(settings(tmp_path, "none"), ["main", "home"])) == []


@pytest.mark.parametrize("tags", [True, False])
def test_a_google_sign_in_that_allows_no_digest_is_told_with_its_remedy(tmp_path: Path, tags: bool) -> None:
    """Without the scope for labels there is none for INBOX; the other accounts may have it."""
    config = settings(tmp_path, "inbox")
    grant = signed_in(tmp_path, "robin@gmail.example", "token", "http://127.0.0.1:1").grants.read()
    Grants(secret_source(config, "main"), "main").keep(replace(grant, scopes=scopes(tags=tags)))
    found = {one.account: one for one in of_digest(config, ["main", "home"])}

    assert (found["main"].ok, found["home"].ok) == (tags, True)
    assert tags or "assistant login main" in found["main"].words


@pytest.mark.parametrize("alone", [True, False])
def test_files_take_no_digest_and_that_is_wrong_only_where_there_is_nothing_else(tmp_path: Path, alone: bool) -> None:
    """What is never written cannot have it; another account may."""
    config = settings(tmp_path, "inbox")
    files = MboxSettings(kind="mbox", path=tmp_path / "mail", drafts=str(tmp_path / "Drafts"))
    accounts = {"old": files} if alone else {**config.accounts, "old": files}
    (found,) = of_digest(config.model_copy(update={"accounts": accounts}), ["old"])

    assert found.ok is not alone
    assert "[digest]" in found.words


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Before the first morning without a digest."""
    (good,) = of_digest(settings(tmp_path, str(tmp_path / "digest.txt")), ["main"])
    (bad,) = of_digest(settings(tmp_path, str(tmp_path / "nowhere" / "digest.txt")), ["main"])

    assert good.ok
    assert not bad.ok and "[digest]" in bad.words
