"""The configuration: one TOML file, every setting with a default, all mistakes reported at once."""

import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.errors import ConfigError
from assistant.shipped import shipped

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LabelName = Literal[
    "rejection", "scheduling", "materials", "offer", "confirmation", "outreach", "update", "unrelated"
]  # fmt: skip
"""As in assistant.understanding.labels, which lies above this room."""

EmailAddress = Annotated[str, Field(pattern=r"^[!-;=?A-~]+@[!-;=?A-~]+$")]
"""ASCII only: an address with other letters needs a mail system that few have (RFC 6531)."""


AccountName = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,60}$")]
"""It is part of a file's name."""


class Section(BaseModel):
    """A table of the file: unknown settings are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Me(Section):
    """Who the user is; `addresses` holds every address and alias, the first one is the default From."""

    name: str = Field(min_length=1)
    addresses: tuple[EmailAddress, ...] = Field(min_length=1)
    signature: str = ""
    zone: str = "UTC"
    phone: str = ""
    linkedin: str = ""

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError('is no time zone; write one like "Europe/Berlin" or "America/New_York"')
        return zone

    @property
    def own(self) -> frozenset[str]:
        """All own addresses, lower case."""
        return frozenset(address.lower() for address in self.addresses)


class Secret(Section):
    """Where a password comes from; exactly one of the four."""

    command: tuple[str, ...] | None = None
    keyring: str | None = None
    environment: str | None = None
    file: Path | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.command, self.keyring, self.environment, self.file)) != 1:
            raise ValueError("needs exactly one of command, keyring, environment, file")
        return self


class MailboxSettings(Section):
    """What every mailbox has."""

    folders: tuple[str, ...] = Field(default=("INBOX",), min_length=1)
    drafts: str | None = None
    sent: str | None = None
    trash: str | None = None
    tags: bool = True
    paused: bool = False


class ImapSettings(MailboxSettings):
    """A mailbox on an IMAP server; `port` defaults to 993 for tls and 143 otherwise."""

    kind: Literal["imap"]
    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    user: str = Field(min_length=1)
    password: Secret
    security: Literal["tls", "starttls", "plain"] = "tls"
    ca_file: Path | None = None


class MaildirSettings(MailboxSettings):
    """A Maildir on this machine."""

    kind: Literal["maildir"]
    path: Path


Account = Annotated[ImapSettings | MaildirSettings, Field(discriminator="kind")]


class Rules(Section):
    """Timing and manners; the defaults are those of a careful candidate."""

    voice: Literal["formal", "warm"] = "warm"
    english_for_other_languages: bool = False
    look_back_days: int = Field(default=30, ge=1, le=365)
    first_run_drafts: int = Field(default=3, ge=0, le=50)
    drafts_per_day: int = Field(default=8, ge=1, le=100)
    working_days: tuple[Weekday, ...] = Field(default=("mon", "tue", "wed", "thu", "fri"), min_length=1)
    day_starts: time = time(9, 0)
    day_ends: time = time(17, 0)
    feedback_hold_hours: int = Field(default=48, ge=24, le=168)
    feedback_expires_days: int = Field(default=9, ge=3, le=30)
    answer_within_days: int = Field(default=7, ge=1, le=30)
    slots_offered: int = Field(default=4, ge=3, le=5)
    slot_minutes: int = Field(default=60, ge=15, le=240)
    thank_you_after_hours: int = Field(default=2, ge=1, le=12)
    thank_you_within_hours: int = Field(default=24, ge=6, le=72)
    follow_up_after_days: int = Field(default=5, ge=3, le=20)
    follow_up_again_days: int = Field(default=7, ge=4, le=30)
    follow_ups: int = Field(default=2, ge=0, le=2)
    thank_for_impersonal_refusals: bool = False
    linkedin_note: bool = True
    linkedin_limit: int = Field(default=200, ge=50, le=300)

    @model_validator(mode="after")
    def _day_has_hours(self) -> Self:
        if self.day_starts >= self.day_ends:
            raise ValueError("day_starts must be before day_ends")
        return self


class Calendar(Section):
    """Calendars (.ics) that tell when the user is busy: files, and addresses they are fetched from."""

    files: tuple[Path, ...] = ()
    urls: tuple[Annotated[str, Field(pattern=r"^(?:https://|http://(?:localhost|127\.0\.0\.1)[:/])\S+$")], ...] = ()


class Referee(Section):
    """A person who agreed to be named: used only where `consented` is true and `until` has not passed.

    `roles`: only for jobs whose title holds one of these words; empty: for any.
    """

    name: str = Field(min_length=1)
    relation: str = Field(min_length=1)
    address: EmailAddress
    phone: str = ""
    consented: bool = False
    until: date | None = None
    roles: tuple[str, ...] = ()


class Materials(Section):
    """What may be handed out when it is asked for: an existing file is attached, a web address is written."""

    portfolio: str = ""
    work_samples: str = ""
    transcript: str = ""
    certificates: str = ""
    cv: str = ""
    cover_letter: str = ""
    work_permit: str = ""
    start_date: str = ""
    references_before_interview: bool = False


class Corrections(Section):
    """Folders the user moves mail into to say what it is (`folders`: folder → label) or to ask for a letter."""

    folders: dict[str, LabelName] = Field(default_factory=dict)
    draft_me: str = ""

    @property
    def watched(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.folders, *([self.draft_me] if self.draft_me else []))


class Never(Section):
    """Whom never to draft to: addresses, domains ("@example.com") and companies."""

    senders: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


class Config(Section):
    """Everything the user may set."""

    me: Me
    accounts: dict[AccountName, Account] = Field(min_length=1)
    rules: Rules = Rules()
    calendar: Calendar = Calendar()
    materials: Materials = Materials()
    referees: tuple[Referee, ...] = ()
    never: Never = Never()
    corrections: Corrections = Corrections()
    letters: Path | None = None
    ledger: Path | None = None
    paused: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return ZoneInfo(self.me.zone)


def load(path: Path) -> Config:
    """Read the file; ConfigError names every mistake at once, each with its line and remedy.

    Relative paths in the file are taken from the folder the file lies in, "~" is the home folder.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigError(
            f"There are no settings at {path}. Run `assistant init`, or copy {shipped('config.example.toml')} there "
            "and fill in your name and mailbox; `assistant demo` needs none."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The configuration {path} could not be read: {error}") from error
    return read(text, folder=path.absolute().parent, name=str(path))


def read(text: str, *, folder: Path, name: str = "config.toml") -> Config:
    """Read configuration text as `load` does."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is not valid TOML: {error}") from error
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        lines = [_mistake(text, detail) for detail in error.errors()]
        raise ConfigError("\n".join([f"{name} has {_count(lines)}:", *lines])) from error
    return _with_paths(config, folder, name, text)


def _count(lines: list[str]) -> str:
    return "one mistake" if len(lines) == 1 else f"{len(lines)} mistakes"


_REMEDY = {
    "extra_forbidden": "is not a setting; config.example.toml has the names",
    "missing": "is missing; add it",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "holds characters that do not belong there",
    "too_short": "needs at least one entry",
    "int_parsing": "must be a whole number",
    "bool_parsing": "must be true or false",
    "model_type": "is a table; no password belongs here, write { command = [...] }, { file = ... } or the like",
    "union_tag_not_found": 'needs a kind: "imap" or "maildir"',
    "union_tag_invalid": 'has a kind that does not exist; write "imap" or "maildir"',
}
"""What to do about a mistake, by pydantic's type of error; its own words for any other."""


def _mistake(text: str, detail: Any) -> str:
    where = detail["loc"]
    if where[:1] == ("accounts",):  # pydantic names the kind of account as a step of the path
        where = (*where[:2], *where[3:])
    line = _line_of(text, where)
    place = ".".join(str(part) for part in where) or "the file"
    remedy = _REMEDY.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    shown = detail["type"] != "extra_forbidden" and "password" not in where
    if shown and isinstance(detail["input"], str | int | float):
        remedy += f" (found {detail['input']!r})"
    return f"  line {line}: {place}: {remedy}" if line else f"  {place}: {remedy}"


def _line_of(text: str, where: tuple[Any, ...]) -> int:
    """Return the 1-based line of the deepest part of a setting's path that stands in the text, 0 if none does."""
    best, depth = 0, 0
    table: tuple[Any, ...] = ()
    path: tuple[Any, ...]
    counts: dict[tuple[Any, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            table = tuple(part.strip().strip("\"'") for part in header[2].split("."))
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            path = table
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            path = (*table, *(part.strip("\"'") for part in key[1].split(".")))
        else:
            continue
        if len(path) > depth and path == where[: len(path)]:
            best, depth = number, len(path)
    return best


def _with_paths(config: Config, folder: Path, name: str, text: str) -> Config:
    """Return the configuration with every path absolute; ConfigError if something to hand out is not there."""

    def absolute(path: Path | None) -> Path | None:
        return None if path is None else folder / path.expanduser()

    def account(one: ImapSettings | MaildirSettings) -> ImapSettings | MaildirSettings:
        if isinstance(one, MaildirSettings):
            return one.model_copy(update={"path": absolute(one.path)})
        secret = one.password.model_copy(update={"file": absolute(one.password.file)})
        return one.model_copy(update={"ca_file": absolute(one.ca_file), "password": secret})

    handed = {key: _handed(value, folder) for key, value in config.materials if isinstance(value, str)}
    if lost := [key for key, value in handed.items() if value.startswith("/") and not Path(value).is_file()]:
        lines = [
            f"  line {_line_of(text, ('materials', key))}: materials.{key}: there is no file {handed[key]}"
            for key in lost
        ]
        raise ConfigError("\n".join([f"{name} has {_count(lines)}:", *lines]))
    return config.model_copy(
        update={
            "accounts": {name: account(one) for name, one in config.accounts.items()},
            "calendar": config.calendar.model_copy(
                update={"files": tuple(folder / path.expanduser() for path in config.calendar.files)}
            ),
            "materials": config.materials.model_copy(update=handed),
            "letters": absolute(config.letters),
            "ledger": absolute(config.ledger),
        }
    )


def _handed(value: str, folder: Path) -> str:
    """Return something to hand out: a web address or a sentence as it is, a file as an absolute path."""
    looks_like_a_file = re.fullmatch(
        r"(?:~|\.{0,2})/.*|[^\s/]+\.[A-Za-z0-9]{2,5}|[^\s:]+/[^\s]+\.[A-Za-z0-9]{2,5}", value
    )
    return str(folder / Path(value).expanduser()) if looks_like_a_file else value
