"""Where a secret lies: exactly one of a command, the keyring, the environment or a file.

The keyring and a file can also be written, which a sign-in needs. No secret is ever part of a repr, an exception or a
log line.
"""

import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ConfigError
from assistant.private_file import write_privately

COMMAND_TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretSource:
    """Where one secret lies; exactly one attribute is set.

    Attributes:
        command: program and arguments whose first line of output is the secret; no shell is involved.
        keyring: service and user name under which the desktop's keyring holds it.
        environment: name of an environment variable.
        file: a file of the user's own that nobody else may read; its first line is the secret.

    Raises:
        ConfigError: none or several are set.
    """

    command: tuple[str, ...] | None = None
    keyring: tuple[str, str] | None = None
    environment: str | None = None
    file: Path | None = None

    def __post_init__(self) -> None:
        """Insist on exactly one."""
        if sum(source is not None for source in (self.command, self.keyring, self.environment, self.file)) != 1:
            raise ConfigError("Name exactly one place for the password: a command, the keyring, a variable or a file.")

    def reveal(self) -> str:
        """Return the secret.

        Raises:
            ConfigError: it is not there, or not kept safely; the message says what to do.
        """
        if self.command is not None:
            secret = _from_command(self.command)
        elif self.keyring is not None:
            secret = _from_keyring(*self.keyring)
        elif self.environment is not None:
            secret = os.environ.get(self.environment, "")
        else:
            assert self.file is not None
            secret = _from_file(self.file)
        if not secret:
            raise ConfigError(f"The password is empty or missing in {self._named()}.")
        return secret

    @property
    def can_keep(self) -> bool:
        """Whether a secret can be written there."""
        return self.keyring is not None or self.file is not None

    def insist_it_can_keep(self) -> None:
        """Say so if no secret can be written there.

        Raises:
            ConfigError: it is a command or a variable.
        """
        if not self.can_keep:
            raise ConfigError(f"Nothing can be kept in {self._named()}; name a file or the keyring.")

    def is_empty(self) -> bool:
        """Whether nothing is there yet; only the keyring and a file can tell."""
        if self.keyring is not None:
            return not _from_keyring(*self.keyring)
        return self.file is not None and not self.file.exists()

    def keep(self, secret: str) -> None:
        """Put a secret of one line there, in the place of any that was: all of it or nothing, also if power fails.

        Raises:
            ConfigError: it cannot be written.
        """
        self.insist_it_can_keep()
        if self.keyring is not None:
            _into_keyring(*self.keyring, secret)
        elif self.file is not None:
            _into_file(self.file, secret)

    def forget(self) -> None:
        """Remove the secret; nothing happens where there is none.

        Raises:
            ConfigError: it cannot be removed.
        """
        if self.keyring is not None and not self.is_empty():
            _into_keyring(*self.keyring, None)
        elif self.file is not None:
            self.file.unlink(missing_ok=True)

    def _named(self) -> str:
        if self.command is not None:
            return f"the output of `{self.command[0]}`"
        if self.keyring is not None:
            return f"the keyring (service {self.keyring[0]!r}, user {self.keyring[1]!r})"
        return f"the variable {self.environment}" if self.environment is not None else f"the file {self.file}"


def _from_command(command: tuple[str, ...]) -> str:
    if not command:
        raise ConfigError("The command for the password is empty.")
    try:
        done = _run(command)
    except OSError as error:
        raise ConfigError(f"`{command[0]}` could not be run: {error.strerror}.") from error
    if done is None:
        raise ConfigError(
            f"`{command[0]}` gave no password within {COMMAND_TIMEOUT_SECONDS} s; unlock what it waits for."
        )
    if done.returncode:
        raise ConfigError(f"`{command[0]}` ended with status {done.returncode}, so there is no password.")
    return _first_line(done.stdout, f"the output of `{command[0]}`")


def _run(command: tuple[str, ...]) -> "subprocess.CompletedProcess[bytes] | None":
    """Run it, None if it takes too long; that exception, which holds what was printed, goes no further."""
    try:
        return subprocess.run(  # noqa: S603 - the user's own command, given as a list, no shell
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None


def _from_keyring(service: str, user: str) -> str:
    import keyring  # slow, and most installations do not use it
    import keyring.errors

    try:
        return keyring.get_password(service, user) or ""
    except keyring.errors.KeyringError as error:
        raise ConfigError(f"The keyring could not be read: {error}.") from error


def _into_keyring(service: str, user: str, secret: str | None) -> None:
    import keyring
    import keyring.errors

    try:
        if secret is None:
            keyring.delete_password(service, user)
        else:
            keyring.set_password(service, user, secret)
    except keyring.errors.KeyringError as error:
        raise ConfigError(f"The keyring could not be written: {error}.") from error


def _into_file(path: Path, secret: str) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_privately(path, secret + "\n")
    except OSError as error:
        raise ConfigError(f"The file {path} could not be written: {error.strerror}.") from error


def _from_file(path: Path) -> str:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        hint = "it may not be a symbolic link" if path.is_symlink() else error.strerror
        raise ConfigError(f"The password file {path} could not be opened: {hint}.") from error
    try:
        _insist_it_is_private(path, os.fstat(handle))
        return _first_line(os.read(handle, 65536), f"the file {path}")
    finally:
        os.close(handle)


def _insist_it_is_private(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise ConfigError(f"The password file {path} is not a plain file.")
    if state.st_uid != os.geteuid():
        raise ConfigError(f"The password file {path} belongs to somebody else; run `chown $(id -un) {path}`.")
    if state.st_mode & 0o077:
        raise ConfigError(f"The password file {path} can be read by others; run `chmod 600 {path}`.")


def _first_line(output: bytes, source: str) -> str:
    line = output.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
    if "\N{REPLACEMENT CHARACTER}" in line:  # raised by hand: a UnicodeDecodeError would carry the bytes along
        raise ConfigError(f"The password in {source} is not UTF-8 text.")
    return line
