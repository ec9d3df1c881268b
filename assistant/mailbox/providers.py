"""Which provider an address, a server or a name belongs to, and how its passwords are written."""

import re

from assistant.mailbox.provider_table import PROVIDERS, Provider

_IN_GROUPS = re.compile(r"\s*[a-z0-9]{4}(?:\s[a-z0-9]{4}){3}\s*")


def as_issued(password: str, host: str) -> str:
    """Return an app password without the gaps a provider's page shows it with; any other password as it is.

    Google and others show four letters, a gap (at times one that does not break), four letters, and so on, and people
    paste that.
    """
    found = provider_at(host)
    if found is not None and found.sign_in == "app password" and _IN_GROUPS.fullmatch(password):
        return re.sub(r"\s", "", password)
    return password


def provider_of(address: str) -> Provider | None:
    """Return the provider that gives out addresses of this domain, None if it is not known."""
    domain = address.rpartition("@")[2].lower()
    return next((one for one in PROVIDERS if domain in one.domains), None)


def provider_at(host: str) -> Provider | None:
    """Return the provider whose server this is, for addresses of a domain of one's own; None if it is not known.

    A server on this machine may be anybody's.
    """
    here = [one for one in PROVIDERS if one.host == host.lower() and not one.own_certificate]
    return next((one for one in here if not one.domains), here[0] if here else None)


def provider_called(name: str) -> Provider | None:
    """Return the provider that people with a domain of their own call so, None if there is none."""
    return next((one for one in PROVIDERS if name.strip().lower() in one.nicknames), None)
