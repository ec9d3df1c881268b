"""Whether the digest of the morning can come to its place."""

import os
from collections.abc import Iterator, Sequence

from assistant.config import Config, GmailSettings, ReadOnlySettings
from assistant.errors import AssistantError
from assistant.mailbox.grants import Grants
from assistant.poller.accounts import secret_source
from assistant.upkeep.doctor.finding import Finding


def of_digest(config: Config, accounts: Sequence[str]) -> Iterator[Finding]:
    """Look at the digest's place, if it is to have one; an inbox is asked about for each account meant."""
    at = f"at {config.digest.at:%H:%M} on working days"
    if file := config.digest.file:
        ok = file.parent.is_dir() and os.access(file.parent, os.W_OK)
        words = f"{file}, {at}" if ok else f"{file.parent} cannot be written; correct `to` under [digest]"
        yield Finding(check="digest", ok=ok, words=words)
    elif config.digest.to == "inbox":
        for name in accounts:
            if isinstance(config.accounts[name], ReadOnlySettings):
                words = "files take none; it needs another account, or a file as `to` under [digest]"
                yield Finding(check="digest", account=name, ok=len(config.accounts) > 1, words=words)
            else:
                refusal = _refusal(config, name)
                words = refusal or f"may come to the inbox, {at}"
                yield Finding(check="digest", account=name, ok=not refusal, words=words)


def _refusal(config: Config, name: str) -> str:
    """Return why an account's inbox takes no digest, with what to do; "" if it does, or if its sign-in is not there."""
    if not isinstance(config.accounts[name], GmailSettings):
        return ""
    from assistant.mailbox.gmail.labels import allows_changes  # with Gmail's client, which costs 120 ms

    try:
        granted = Grants(secret_source(config, name), name).read().scopes
    except AssistantError:  # the check of the sign-in says so
        return ""
    if allows_changes(granted):
        return ""
    return f"the sign-in allows no digest in the inbox; set `tags = true` and run `assistant login {name}`"
