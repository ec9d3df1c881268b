"""What a sign-in gives is kept where only its owner reads it, and never half."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from assistant.errors import ConfigError, LoginRefused
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.grants import Grant, Grants

GRANT = Grant(
    client_id="id",
    client_secret="s3cret",
    token_url="https://token.example/token",
    scopes=("a", "b"),
    refresh_token="r3fresh",
    ends_at=datetime(2026, 11, 29, 9, 0, tzinfo=UTC),
    access_token="acc3ss",
    access_ends_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
)


class Keyring(keyring.backend.KeyringBackend):
    """A keyring in memory; "locked" cannot be written."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if service == "locked":
            raise keyring.errors.PasswordSetError("it is locked")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def own_keyring() -> Iterator[Keyring]:
    """Use a keyring of the test's own."""
    before, mine = keyring.get_keyring(), Keyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_what_is_kept_is_read_again(tmp_path: Path, own_keyring: Keyring) -> None:
    """In a file and in the keyring, all of it."""
    for source in (SecretSource(file=tmp_path / "new" / "sign-in"), SecretSource(keyring=("mail", "me"))):
        grants = Grants(source, "main")
        with pytest.raises(LoginRefused, match="assistant login main"):
            grants.read()
        grants.keep(GRANT)
        assert grants.read() == GRANT

        grants.forget()
        grants.forget()
        with pytest.raises(LoginRefused):
            grants.read()
    assert own_keyring.held == {}


def test_a_kept_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the umask says; the folder it may have to make, too."""
    before = os.umask(0)
    try:
        SecretSource(file=tmp_path / "new" / "sign-in").keep("secret")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new" / "sign-in").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_kept_file_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    """A symbolic link or a readable old file must not get the new secret."""
    elsewhere, path = tmp_path / "elsewhere", tmp_path / "sign-in"
    elsewhere.write_text("old")
    path.symlink_to(elsewhere)

    SecretSource(file=path).keep("new")

    assert elsewhere.read_text() == "old"
    assert SecretSource(file=path).reveal() == "new"


def test_a_secret_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """A full disk must not sign the user out."""
    path = tmp_path / "sign-in"
    SecretSource(file=path).keep("old")
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from pathlib import Path; from assistant.mailbox.credentials import SecretSource;"
        "from assistant.errors import ConfigError\n"
        "try: SecretSource(file=Path(sys.argv[1])).keep('x' * 5000)\n"
        "except ConfigError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)

    assert "could not be written" in done.stdout
    assert SecretSource(file=path).reveal() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["sign-in"]


def test_what_is_kept_is_on_the_disk_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renamed file whose bytes are still in memory is an empty file after a power cut."""
    path, done, sync, rename = tmp_path / "sign-in", list[str](), os.fsync, Path.replace

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else f"file of {os.fstat(handle).st_size} bytes")
        sync(handle)

    def renamed(self: Path, target: Path) -> Path:
        done.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    SecretSource(file=path).keep("secret")

    assert done == ["file of 7 bytes", "rename", "folder"]


def test_what_cannot_be_written_is_said(tmp_path: Path, own_keyring: Keyring) -> None:
    """A command or a variable gives a secret but takes none."""
    (tmp_path / "file").touch()
    for source, words in (
        (SecretSource(command=("pass", "show")), "name a file"),
        (SecretSource(environment="X"), "name a file"),
        (SecretSource(keyring=("locked", "me")), "locked"),
        (SecretSource(file=tmp_path / "file" / "below"), "could not be written"),
    ):
        with pytest.raises(ConfigError, match=words):
            source.keep("secret")


def test_a_grant_from_elsewhere_is_used_and_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the sign-in may come by a variable; each run then gets an access token of its own."""
    monkeypatch.setenv("SIGN_IN", GRANT.dumps())
    grants = Grants(SecretSource(environment="SIGN_IN"), "main")

    grants.renew(grants.read())

    assert grants.read() == GRANT
