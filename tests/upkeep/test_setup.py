"""What a set-up is made of: a table of providers, a file that loads, lines for a mail program."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.config.reading import read
from assistant.errors import ConfigError
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.folders import KNOWN_NAMES
from assistant.mailbox.provider_table import PROVIDERS, Provider
from assistant.mailbox.providers import provider_at, provider_called, provider_of
from assistant.mailbox.tags import KEYWORDS
from assistant.upkeep.clients import thunderbird_tags
from assistant.upkeep.setup import Existing, settings_text, with_account, write


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
    [
        ("imap.gmail.com", "Google Workspace"),
        ("IMAP.GMX.NET", "GMX"),
        ("outlook.office365.com", "Microsoft 365"),
        ("imap.hale.example", None),
        ("127.0.0.1", None),
    ],
)
def test_a_provider_is_known_by_its_server(host: str, name: str | None) -> None:
    """Whoever has a domain of his own at Google needs the same app password."""
    found = provider_at(host)

    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("answer", "name"), [("Google", "Google Workspace"), (" office 365 ", "Microsoft 365"), ("imap.x.example", None)]
)
def test_a_company_is_known_by_who_has_its_mail(answer: str, name: str | None) -> None:
    """People know that their mail is at Google; they do not know a server."""
    found = provider_called(answer)

    assert (found and found.name) == name


BEFORE = """\
# mine
[me]
name = "Robin"   # as I sign
addresses = [  # all of them
    'robin@hale.example', # the first
    "r@hale.example",
]
[accounts.main]
kind = "maildir"
path = "Mail" # no newline at the end"""
ADDED = {"kind": "maildir", "path": "/other"}


def test_an_account_is_added_and_every_line_stays(tmp_path: Path) -> None:
    """Comments are an evening's work too, and the first address stays the one letters come from."""
    before = Existing(text=BEFORE, config=read(BEFORE, folder=tmp_path))

    text, config = with_account(before, ("R@hale.example", "new@x.example"), "x", ADDED, tmp_path / "config.toml")

    assert config.me.addresses == ("robin@hale.example", "new@x.example", "r@hale.example")
    assert list(config.accounts) == ["main", "x"]
    assert [line.replace(', "new@x.example"', "") for line in text.splitlines()][: BEFORE.count("\n") + 1] == (
        BEFORE.splitlines()
    )


@pytest.mark.parametrize(
    "odd",
    [
        'me = { name = "R", addresses = ["r@hale.example"] }\n[accounts.main]\nkind = "maildir"\npath = "Mail"',
        'accounts = { main = { kind = "maildir", path = "Mail" } }\n[me]\nname = "R"\naddresses = ["r@hale.example"]',
        '[me]\nname = """\naddresses = ["x"]"""\n"addresses" = ["r@hale.example"]\n'
        '[accounts.main]\nkind = "maildir"\npath = "Mail"',
    ],
)
def test_settings_written_in_an_odd_way_are_left_alone(tmp_path: Path, odd: str) -> None:
    """What cannot be changed for certain is not changed."""
    before = Existing(text=odd, config=read(odd, folder=tmp_path))

    with pytest.raises(ConfigError):
        with_account(before, ("new@x.example",), "x", ADDED, tmp_path / "config.toml")


def test_settings_that_changed_meanwhile_are_not_written_over(tmp_path: Path) -> None:
    """An editor may have been open beside."""
    path = tmp_path / "config.toml"
    path.write_text(BEFORE)
    before = Existing(text=BEFORE, config=read(BEFORE, folder=tmp_path))
    path.write_text("theirs")

    with pytest.raises(ConfigError, match="meanwhile"):
        write(path, "ours", before, None)
    assert path.read_text() == "theirs"


def test_a_secret_is_not_left_behind_without_its_settings(tmp_path: Path) -> None:
    """Half a set-up is worse than none."""
    (tmp_path / "file").touch()
    secret = SecretSource(file=tmp_path / "main.password")

    with pytest.raises(ConfigError, match="cannot be written"):
        write(tmp_path / "file" / "config.toml", "text", None, (secret, "hush"))
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_link_to_the_settings_stays_a_link_and_a_copy_is_kept(tmp_path: Path) -> None:
    """Many keep such files in one folder of their own."""
    real, path = tmp_path / "dotfiles" / "config.toml", tmp_path / "config.toml"
    real.parent.mkdir()
    real.write_text(BEFORE)
    path.symlink_to(real)

    write(path, "ours", Existing(text=BEFORE, config=read(BEFORE, folder=tmp_path)), None)

    assert (path.is_symlink(), real.read_text()) == (True, "ours")
    assert real.with_name("config.toml.before").read_text() == BEFORE


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
