"""The configuration: every setting with its default. `reading` reads them from one TOML file."""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

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
    """Where a password, or a sign-in, comes from; exactly one of the four."""

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
    junk: bool | Annotated[str, Field(min_length=1)] = True
    tags: bool = True
    paused: bool = False


class FolderSettings(MailboxSettings):
    """What a mailbox of folders has besides."""

    drafts: str | None = None
    sent: str | None = None
    trash: str | None = None


class ImapSettings(FolderSettings):
    """A mailbox on an IMAP server; `port` defaults to 993 for tls and 143 otherwise."""

    kind: Literal["imap"]
    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    user: str = Field(min_length=1)
    password: Secret
    security: Literal["tls", "starttls", "plain"] = "tls"
    ca_file: Path | None = None
    fingerprint: Annotated[str, Field(pattern=r"^(?:[0-9A-Fa-f]{2}:?){32}$")] | None = None


class OutlookSettings(FolderSettings):
    """A mailbox at Outlook.com or Microsoft 365, over IMAP; `sign_in` defaults to a file beside the ledger."""

    kind: Literal["outlook"]
    user: EmailAddress
    client_id: str = Field(min_length=1)
    authority: str = "https://login.microsoftonline.com/common"
    sign_in: Secret | None = None
    host: str = Field(default="outlook.office365.com", min_length=1)
    port: int = Field(default=993, ge=1, le=65535)
    ca_file: Path | None = None


class LocalSettings(FolderSettings):
    """Mail in files on this machine."""

    path: Path


class MaildirSettings(LocalSettings):
    """A Maildir."""

    kind: Literal["maildir"]


class ReadOnlySettings(LocalSettings):
    """Files that are never written; drafts go to a folder beside them, which is made as `drafts_as` if missing."""

    drafts_as: Literal["maildir", "eml"] = "maildir"


class MboxSettings(ReadOnlySettings):
    """An mbox file, or a folder of them such as Thunderbird's."""

    kind: Literal["mbox"]


class EmlSettings(ReadOnlySettings):
    """A folder of .eml files."""

    kind: Literal["eml"]


class GmailSettings(MailboxSettings):
    """A Google account, read through the Gmail API; `sign_in` defaults to a file beside the ledger."""

    kind: Literal["gmail"]
    user: EmailAddress
    client: Path
    sign_in: Secret | None = None
    endpoint: str = "https://gmail.googleapis.com"


SignedInSettings = GmailSettings | OutlookSettings
"""Accounts that no password opens: their users sign in with a browser."""

AnyAccount = ImapSettings | MaildirSettings | MboxSettings | EmlSettings | SignedInSettings
Account = Annotated[AnyAccount, Field(discriminator="kind")]


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


class Digest(Section):
    """The morning digest: `to` is "inbox", "none" or a file; `at` on working days; `account` whose inbox it is."""

    to: str = Field(default="none", min_length=1)
    at: time = time(7, 0)
    account: AccountName | None = None

    @field_validator("to")
    @classmethod
    def _inbox_in_any_case(cls, to: str) -> str:
        return to.lower() if to.lower() in ("inbox", "none") else to

    @property
    def file(self) -> Path | None:
        """The file it is written to, None if it is not to be one."""
        return None if self.to in ("inbox", "none") else Path(self.to)


class Never(Section):
    """Whom never to draft to: addresses, domains ("@example.com") and companies."""

    senders: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


class Privacy(Section):
    """For how long the words of what is over are kept, see assistant.ledger.retention."""

    keep_days: int = Field(default=180, ge=30, le=3650)


class Config(Section):
    """Everything the user may set."""

    me: Me
    accounts: dict[AccountName, Account] = Field(min_length=1)
    rules: Rules = Rules()
    calendar: Calendar = Calendar()
    materials: Materials = Materials()
    referees: tuple[Referee, ...] = ()
    never: Never = Never()
    privacy: Privacy = Privacy()
    corrections: Corrections = Corrections()
    digest: Digest = Digest()
    letters: Path | None = None
    ledger: Path | None = None
    paused: bool = False

    @model_validator(mode="after")
    def _digest_has_an_account(self) -> Self:
        if self.digest.account not in (None, *self.accounts):
            raise ValueError(f'digest.account names "{self.digest.account}", which is none of the accounts')
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return ZoneInfo(self.me.zone)
