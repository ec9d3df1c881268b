"""What a set-up is made of: a table of providers, a file that loads, lines for a mail program."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.config.reading import read
from assistant.mailbox.folders import KNOWN_NAMES
from assistant.mailbox.providers import PROVIDERS, Provider, provider_at, provider_of
from assistant.mailbox.tags import KEYWORDS
from assistant.upkeep.clients import thunderbird_tags
from assistant.upkeep.setup import settings_text


def test_a_domain_belongs_to_one_provider() -> None:
    """Otherwise the order of a table decides where a password goes."""
    domains = [domain for one in PROVIDERS for domain in one.domains]

    assert len(domains) == len(set(domains))
    assert all(domain == domain.lower() for domain in domains)


@pytest.mark.parametrize("one", PROVIDERS, ids=lambda one: one.name)
def test_a_provider_can_be_reached_safely_and_says_what_to_click(one: Provider) -> None:
    """Encrypted, with steps and a page that is encrypted too."""
    assert one.security != "plain"
    assert (one.port, one.security) in {(993, "tls"), (1143, "starttls")}
    assert one.steps and all(step.endswith((".", "twosv")) for step in one.steps)
    assert urlsplit(one.link).scheme == "https"
    assert one.own_certificate == (one.security == "starttls")
    assert one.drafts is None or one.drafts in KNOWN_NAMES["drafts"]


@pytest.mark.parametrize(
    ("address", "name"),
    [("robin@gmail.com", "Gmail"), ("ROBIN@GMX.DE", "GMX"), ("r@pm.me", "Proton"), ("r@hale.example", None)],
)
def test_a_provider_is_known_by_the_domain(address: str, name: str | None) -> None:
    """In any case of letters; a domain of one's own tells nothing."""
    found = provider_of(address)

    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("host", "name"),
    [("imap.gmail.com", "Gmail"), ("IMAP.GMX.NET", "GMX"), ("imap.hale.example", None), ("127.0.0.1", None)],
)
def test_a_provider_is_known_by_its_server(host: str, name: str | None) -> None:
    """Whoever has a domain of his own at Google needs the same app password."""
    found = provider_at(host)

    assert (found and found.name) == name


ODD = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1)


@settings(deadline=None)
@given(name=ODD, signature=ODD, path=ODD)
def test_whatever_is_answered_comes_back_from_the_file(name: str, signature: str, path: str) -> None:
    """Names hold quotes, backslashes and whatever a keyboard gives."""
    me = {"name": name, "addresses": ("r@hale.example", "x@hale.example"), "signature": signature}
    account = {"kind": "imap", "host": path, "port": None, "user": "u", "password": {"command": ["pass", path]}}

    config = read(settings_text(me, "my.account", account, Path("/x")), folder=Path("/"))

    assert (config.me.name, config.me.signature) == (name, signature)
    assert config.accounts["my.account"].password.command == ("pass", path)  # type: ignore[union-attr]


def test_thunderbird_is_told_of_every_tag_in_lower_case() -> None:
    """Its keys are in lower case, and a tag it was not told of it does not show."""
    lines = thunderbird_tags()

    assert all(f'user_pref("mailnews.tags.{keyword.lower()}.tag", ' in lines for keyword in KEYWORDS.values())
    assert len(lines.splitlines()) == 2 * len(KEYWORDS)
