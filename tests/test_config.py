"""Settings: every mistake at once, every path absolute, the example complete."""

import re
import tomllib
from pathlib import Path

import pytest

from assistant.config import (
    Config,
    EmlSettings,
    GmailSettings,
    ImapSettings,
    MaildirSettings,
    MboxSettings,
    OutlookSettings,
    Section,
)
from assistant.config.reading import load, read
from assistant.errors import ConfigError

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
GOOD = '[me]\nname = "Robin"\naddresses = ["robin@example.org"]\n[accounts.main]\nkind = "maildir"\npath = "Mail"\n'


def mistakes(text: str, folder: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        read(text, folder=folder)
    return str(caught.value)


def test_the_example_loads_as_it_stands() -> None:
    """A newcomer copies it; it must be right."""
    config = read(EXAMPLE.read_text(), folder=EXAMPLE.parent)

    assert isinstance(config.accounts["main"], ImapSettings)


def test_the_example_loads_with_every_line_uncommented(tmp_path: Path) -> None:
    """What is commented out is documentation, and documentation that does not load is wrong."""
    (tmp_path / "bridge.pem").touch()
    text = re.sub(r"^# (\w+ = |\[)", r"\1", EXAMPLE.read_text(), flags=re.MULTILINE)
    text = re.sub(r"^(password = \{ (?!command)|path = \"~/Maildir)", r"# \1", text, flags=re.MULTILINE)

    config = read(text, folder=tmp_path)

    assert config.referees[0].name == "Ulla Bergström"


def fields(model: type[Section]) -> set[str]:
    return set(model.model_fields)


def test_the_example_names_every_setting() -> None:
    """A setting nobody can find does not exist."""
    text = EXAMPLE.read_text()
    sections = [
        *[
            field.annotation
            for name, field in Config.model_fields.items()
            if name in ("me", "rules", "calendar", "never")
        ],
        Config.model_fields["materials"].annotation,
        ImapSettings,
        MaildirSettings,
        MboxSettings,
        EmlSettings,
        GmailSettings,
        OutlookSettings,
    ]

    missing = [
        name
        for section in sections
        if isinstance(section, type) and issubclass(section, Section)
        for name in fields(section)
        if not re.search(rf"^(?:# )?{name} = ", text, re.MULTILINE)
    ]

    assert missing == []


@pytest.mark.parametrize("section", ["rules"])
def test_the_example_shows_the_defaults_the_program_has(section: str, tmp_path: Path) -> None:
    """A default that the documentation states wrongly misleads for ever."""
    block = EXAMPLE.read_text().partition(f"[{section}]")[2].partition("\n[")[0]
    shown = tomllib.loads(re.sub(r"^# ", "", block, flags=re.MULTILINE))

    config = read(GOOD, folder=tmp_path)

    actual = dict(getattr(config, section))
    assert {name: tuple(value) if isinstance(value, list) else value for name, value in shown.items()} == actual


def test_all_mistakes_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    """Fixing one mistake only to be shown the next wears people out."""
    text = '[me]\nname = ""\nzone = "Berlin"\naddresses = ["robin"]\n[accounts.main]\nkind = "imap"\nprot = 1\n'

    words = mistakes(text, tmp_path)

    for expected in (
        "line 2: me.name: must not be empty",
        "line 3: me.zone: is no time zone",
        "line 4: me.addresses.0: holds characters that do not belong there",
        "line 6: accounts.main.host: is missing",
        "line 6: accounts.main.password: is missing",
        "line 7: accounts.main.prot: is not a setting",
    ):
        assert expected.partition(": ")[2] in words
    assert "line 3" in words and "line 7" in words


def test_no_settings_tells_what_to_do_first(tmp_path: Path) -> None:
    """It is the first message most people see."""
    with pytest.raises(ConfigError, match=r"(?s)config\.example\.toml.*assistant demo"):
        load(tmp_path / "config.toml")


def test_broken_toml_is_one_sentence(tmp_path: Path) -> None:
    """A missing quote is the commonest mistake."""
    assert "is not valid TOML" in mistakes('[me\nname = "x', tmp_path)


def test_relative_paths_start_at_the_settings_file(tmp_path: Path) -> None:
    """Cron runs somewhere else."""
    config = read(GOOD, folder=tmp_path)

    account = config.accounts["main"]
    assert isinstance(account, MaildirSettings)
    assert account.path == tmp_path / "Mail"


def test_a_file_to_hand_out_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    """Otherwise its path would be written into a letter."""
    words = mistakes(GOOD + '[materials]\ncv = "cv/robin.pdf"\n', tmp_path)

    assert "line 8: materials.cv: there is no file" in words


def test_a_sentence_and_an_address_to_hand_out_stay_as_they_are(tmp_path: Path) -> None:
    """Not everything is a file."""
    text = GOOD + '[materials]\nwork_permit = "EU citizen, no permit needed"\nportfolio = "https://example.org/a.pdf"\n'

    materials = read(text, folder=tmp_path).materials

    assert (materials.work_permit, materials.portfolio) == ("EU citizen, no permit needed", "https://example.org/a.pdf")


def test_a_password_in_the_settings_is_refused(tmp_path: Path) -> None:
    """Settings are copied into bug reports."""
    text = GOOD.replace('kind = "maildir"\npath = "Mail"', 'kind = "imap"\nhost = "h"\nuser = "u"\npassword = "secret"')

    words = mistakes(text, tmp_path)

    assert "accounts.main.password" in words
    assert "'secret'" not in words


def test_a_mail_folder_given_by_its_path_is_taken_from_the_settings_folder_and_a_name_stays(tmp_path: Path) -> None:
    """Drafts of mail that is never written lie elsewhere, and "~" is the home folder to everybody."""
    text = (
        '[me]\nname = "A"\naddresses = ["a@x.org"]\n[accounts.a]\nkind = "mbox"\npath = "Inbox"\n'
        'drafts = "~/Drafts"\nsent = "./Sent"\ntrash = "Trash"\n'
    )
    account = read(text, folder=tmp_path).accounts["a"]

    assert isinstance(account, MboxSettings)
    assert (account.path, account.sent, account.trash) == (tmp_path / "Inbox", str(tmp_path / "Sent"), "Trash")
    assert account.drafts == str(Path.home() / "Drafts")
