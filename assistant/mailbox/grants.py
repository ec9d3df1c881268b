"""What a provider granted at sign-in, and where it is kept between runs."""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta

from assistant.errors import ConfigError, LoginRefused
from assistant.mailbox.credentials import SecretSource

_SOON = timedelta(days=2)
"""Before a sign-in's end the user is told so long; a weekend must not lie between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One sign-in (RFC 6749 §1.5).

    Attributes:
        client_id: the program the grant was given to, as the provider knows it.
        client_secret: of an installed program no secret (RFC 8252 §8.5), but Google asks for it.
        token_url: where access tokens are had.
        scopes: what was granted.
        refresh_token: gives access tokens until it is withdrawn.
        granted_at: when the user granted it; None for one from before this was kept.
        ends_at: when the refresh token dies by itself; None if it does not.
        access_token: opens the mailbox for an hour, "" before the first.
        access_ends_at: when it stops doing so.
    """

    client_id: str
    client_secret: str = field(repr=False)
    token_url: str
    scopes: tuple[str, ...]
    refresh_token: str = field(repr=False)
    granted_at: datetime | None = None
    ends_at: datetime | None = None
    access_token: str = field(default="", repr=False)
    access_ends_at: datetime | None = None

    def ends_soon(self, now: datetime) -> bool:
        """Whether it dies by itself within two days, or has."""
        return self.ends_at is not None and now > self.ends_at - _SOON

    def dumps(self) -> str:
        """Return it as one line of text."""
        return json.dumps(asdict(self), default=datetime.isoformat)

    @classmethod
    def loads(cls, text: str) -> "Grant":
        """Read what `dumps` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            values = {"granted_at": None, **json.loads(text)}
            values = {one.name: values[one.name] for one in fields(cls)}
            for name in ("granted_at", "ends_at", "access_ends_at"):
                values[name] = values[name] and datetime.fromisoformat(values[name])
            return cls(**values | {"scopes": tuple(values["scopes"])})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("this is no sign-in") from error


class Grants:
    """Where one account's grant is kept."""

    def __init__(self, source: SecretSource, account: str) -> None:
        """Keep it at a place for secrets; the account's name is for sentences that tell the user what to run."""
        self._source, self.account = source, account

    def read(self) -> Grant:
        """Return the grant.

        Raises:
            LoginRefused: nobody has signed in yet.
            ConfigError: what is there cannot be read.
        """
        if self._source.is_empty():
            raise LoginRefused(f"Nobody has signed in to {self.account} yet; run `assistant login {self.account}`.")
        text = self._source.reveal()
        try:
            return Grant.loads(text)
        except ValueError:  # without its cause: that would show the secret
            pass
        raise ConfigError(f"What is kept for {self.account} is no sign-in; run `assistant login {self.account}`.")

    def keep(self, grant: Grant) -> None:
        """Put a new grant in the place of the old one.

        Raises:
            ConfigError: it cannot be written there.
        """
        self._source.keep(grant.dumps())

    def renew(self, grant: Grant) -> None:
        """Keep a grant with a new access token, where that can be written; elsewhere each run gets its own."""
        if self._source.can_keep:
            self._source.keep(grant.dumps())

    def forget(self) -> None:
        """Remove the grant."""
        self._source.forget()


class Unkept(Grants):
    """A grant that is tried before it is kept; what is renewed stays in memory."""

    def __init__(self, grant: Grant) -> None:
        """Hold it."""
        self.grant, self.account = grant, ""

    def read(self) -> Grant:
        """Return it."""
        return self.grant

    def renew(self, grant: Grant) -> None:
        """Hold another one in its place."""
        self.grant = grant
