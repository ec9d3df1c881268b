"""Where passwords come from, and that they go nowhere else."""

import os
import sys
import time
import traceback
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from assistant.errors import ConfigError
from assistant.mailbox import credentials
from assistant.mailbox.credentials import SecretSource

SECRET = "corréct horse"


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    """A file as it should be."""
    path = tmp_path / "password"
    path.write_text(f"{SECRET}\nsecond line\n")
    path.chmod(0o600)
    return path


class Keyring(keyring.backend.KeyringBackend):
    """A keyring with one entry; "locked" cannot be opened."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        if service == "locked":
            raise keyring.errors.KeyringLocked("it is locked")
        return SECRET if (service, username) == ("mail", "me") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture
def own_keyring() -> object:
    """Use a keyring of the test's own."""
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)


def prints(text: str, status: int = 0) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; sys.stdout.buffer.write({text.encode()!r}); sys.exit({status})")


def test_the_first_line_of_a_file_is_the_secret(secret_file: Path) -> None:
    """`pass` files and Docker secrets end with a line break or more."""
    assert SecretSource(file=secret_file).reveal() == SECRET


def test_the_first_line_of_a_commands_output_is_the_secret() -> None:
    """Password managers print notes below."""
    assert SecretSource(command=prints(f"{SECRET}\r\nnotes")).reveal() == SECRET


def test_a_command_goes_through_no_shell(tmp_path: Path) -> None:
    """What looks like a shell's syntax in an argument must not be run."""
    mark = tmp_path / "mark"
    program = (sys.executable, "-c", "import sys; print(sys.argv[1])", f"$(touch {mark}); x")

    assert SecretSource(command=program).reveal() == f"$(touch {mark}); x"
    assert not mark.exists()


def test_the_environment_gives_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """For containers."""
    monkeypatch.setenv("MAIL_PASSWORD", SECRET)

    assert SecretSource(environment="MAIL_PASSWORD").reveal() == SECRET


@pytest.mark.usefixtures("own_keyring")
def test_the_keyring_gives_the_secret() -> None:
    """For desktops."""
    assert SecretSource(keyring=("mail", "me")).reveal() == SECRET
    with pytest.raises(ConfigError, match="mail"):
        SecretSource(keyring=("mail", "you")).reveal()
    with pytest.raises(ConfigError, match="locked"):
        SecretSource(keyring=("locked", "me")).reveal()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_file_others_may_read_is_refused_with_the_cure(secret_file: Path, mode: int) -> None:
    """A password others can read is no secret; the message says what to type."""
    secret_file.chmod(mode)
    with pytest.raises(ConfigError, match=f"chmod 600 {secret_file}"):
        SecretSource(file=secret_file).reveal()


def test_a_symbolic_link_is_refused(secret_file: Path, tmp_path: Path) -> None:
    """Whoever can write the folder could point it elsewhere."""
    link = tmp_path / "link"
    link.symlink_to(secret_file)
    with pytest.raises(ConfigError, match="symbolic link"):
        SecretSource(file=link).reveal()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else_is_refused(secret_file: Path) -> None:
    """They could change it, and read what is asked for with it."""
    os.chown(secret_file, 65534, 65534)
    with pytest.raises(ConfigError, match="chown"):
        SecretSource(file=secret_file).reveal()


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """Opening a pipe nobody writes to would wait for ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    for path in (pipe, tmp_path, tmp_path / "missing"):
        with pytest.raises(ConfigError, match=str(path)):
            SecretSource(file=path).reveal()


def test_a_command_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked password manager would hold up every later poll."""
    monkeypatch.setattr(credentials, "COMMAND_TIMEOUT_SECONDS", 0.2)
    started = time.monotonic()
    with pytest.raises(ConfigError, match="unlock"):
        SecretSource(command=(sys.executable, "-c", "import time; time.sleep(30)")).reveal()

    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "command", [(), ("/nonexistent/pass", "show"), prints(""), prints("\nlate"), prints(SECRET, 1)]
)
def test_a_command_without_a_password_is_a_mistake_of_the_configuration(command: tuple[str, ...]) -> None:
    """An empty password would be sent and locked out."""
    with pytest.raises(ConfigError):
        SecretSource(command=command).reveal()


def test_no_secret_is_in_any_message_or_traceback(secret_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cron mails what is printed, and error trackers send whole chains of exceptions."""
    monkeypatch.setattr(credentials, "COMMAND_TIMEOUT_SECONDS", 1)
    secret_file.write_bytes(b"hunter2\xff\n")
    programs = (
        "import sys; sys.stdout.buffer.write(b'hunt' + b'er2\\xff')",
        "import sys; print('hunt' + 'er2'); sys.exit(2)",
        "import time; print('hunt' + 'er2', flush=True); time.sleep(30)",
    )
    sources = [SecretSource(command=(sys.executable, "-c", program)) for program in programs]
    for source in (SecretSource(file=secret_file), *sources):
        with pytest.raises(ConfigError) as raised:
            source.reveal()

        told = "".join(traceback.format_exception(raised.value))
        assert "hunter2" not in told + repr(raised.value.__context__)


@pytest.mark.parametrize("sources", [{}, {"environment": "A", "file": Path("b")}])
def test_exactly_one_source_is_named(sources: dict[str, object]) -> None:
    """With two, nobody knows which password was used."""
    with pytest.raises(ConfigError, match="exactly one"):
        SecretSource(**sources)
