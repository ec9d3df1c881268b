"""A job search with a moving clock: the story is delivered, the mailbox polled, and a diary kept of what came of it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Protocol

from assistant.agenda import Span
from assistant.application import Application, Stage
from assistant.calendars import busy_spans
from assistant.config import Calendar, Config
from assistant.config.reading import load
from assistant.ledger import applications, messages, plans
from assistant.ledger.connection import Ledger, connect
from assistant.ledger.plans import Entry, State
from assistant.mailbox import Mailbox
from assistant.mailbox.tags import DRAFT_ME, KEYWORDS, NOT_A_JOB
from assistant.poller import asking, poll
from assistant.poller.due import due
from assistant.poller.opening import load_letters
from assistant.poller.run import Run
from assistant.shipped import shipped
from assistant.understanding.classifier import load as load_model
from tests.mailbox.test_maildir import MaildirWorld
from tests.replay.diary import Diary
from tests.replay.script import BERLIN, Happening, Post

_HERE = Path(__file__).parent
_WORKING = [time(hour, minute) for hour in range(8, 19) for minute in (0, 30)]
_ALWAYS = [time(7), time(12), time(20)]


class Home(Protocol):
    """Where the user's mail lies; every backend's world of the mailbox tests is one."""

    def open(self) -> Mailbox:
        """Open the mailbox afresh."""
        ...

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime, flags: str = "") -> None:
        """Put a message into a folder."""
        ...

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """Return bytes and flags of all messages of a folder."""
        ...

    def remove(self, message_id: str, *, folder: str) -> None:
        """Delete a message for good."""
        ...


def maildir_home(path: Path) -> MaildirWorld:
    """Return an empty Maildir that keeps every keyword of ours."""
    home = MaildirWorld(path)
    names = [*KEYWORDS.values(), DRAFT_ME, NOT_A_JOB]
    (path / "dovecot-keywords").write_text("".join(f"{number} {name}\n" for number, name in enumerate(names)))
    return home


def polls(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield when the mailbox is polled: every half hour of a working day, three times on any day."""
    day = first.astimezone(BERLIN).date()
    while day <= last.astimezone(BERLIN).date():
        clocks = {*_ALWAYS, *(_WORKING if day.weekday() < 5 else [])}
        for clock in sorted(clocks):
            yield datetime.combine(day, clock, tzinfo=BERLIN).astimezone(UTC)
        day += timedelta(days=1)


class Search:
    """One account, played through."""

    def __init__(self, home: Home, folder: Path, *, tell_letters: bool = False) -> None:
        """Begin with an empty ledger in a folder."""
        self.home, self.folder = home, folder
        self.config: Config = load(_HERE / "settings.toml")
        self.post = Post()
        self.delivered: list[tuple[Happening, bytes]] = []
        self.diary = Diary(self.post.names)
        self._calendars: dict[tuple[tuple[Path, ...], date], tuple[Span, ...] | None] = {}
        self._tell_letters = tell_letters
        self._model = load_model(shipped("models"))

    def play(self, story: list[Happening], moments: Iterable[datetime]) -> str:
        """Let everything happen at its time, with a poll at each moment given; return the diary."""
        coming = list(story)
        (start,) = [one.at for one in story if one.act == "starts"]
        for now in moments:
            while coming and coming[0].at <= now:
                one = coming.pop(0)
                self.diary.turn_to(one.at)
                try:
                    self._ACTS[one.act](self, one)
                except (ValueError, AssertionError) as error:
                    self.diary.say(f"IN VAIN: {one.act} {one.words} ({error!r})")
            if now < start:
                continue
            self.diary.turn_to(now)
            with closing(self.home.open()) as box:
                poll(self.run(box, now))
            if self._tell_letters:
                self._show_letters()
        assert not coming
        return self.diary.text()

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, open for as long as the search lasts."""
        return connect(self.folder / "ledger.sqlite3", "main")

    @cached_property
    def letters(self) -> object:
        """The shipped letters."""
        return load_letters(self.config)

    def run(self, box: Mailbox, now: datetime) -> Run:
        """Return what a poll at a moment works with."""
        return Run(
            account="main",
            mailbox=box,
            ledger=self.ledger,
            classify=self._model.classify,
            letters=self.letters,  # type: ignore[arg-type]
            busy=self._busy(now.astimezone(BERLIN).date()),
            files={},
            config=self.config,
            now=now,
            watch=self.diary.note,
        )

    def _busy(self, day: date) -> tuple[Span, ...] | None:
        """Read the calendars once a day."""
        key = (self.config.calendar.files, day)
        if key not in self._calendars:
            midnight = datetime.combine(day, time(0), tzinfo=BERLIN)
            self._calendars[key] = busy_spans(self.config.calendar.files, zone=self.config.zone, now=midnight)
        return self._calendars[key]

    def entries(self) -> list[Entry]:
        """Return everything that was ever planned."""
        with self.ledger.step() as step:
            return list(plans.entries(step))

    def _starts(self, one: Happening) -> None:
        self.diary.say("Robin sets the assistant up")

    def _mail(self, one: Happening) -> None:
        raw = self.post.write(one)
        self.delivered.append((one, raw))
        self.home.deliver(raw, received=one.at)
        subject = f'"{one.fields["Subject"]}"'
        self.diary.say(f"mail {one.words} from {one.fields['From']}: {subject}")

    def _writes(self, one: Happening) -> None:
        self.home.deliver(self.post.write(one), folder="Sent", received=one.at, flags=r"\Seen")
        self.diary.say(f"Robin writes {one.words} to {one.fields['To']} from the telephone")

    def _sends(self, one: Happening) -> None:
        """Send a draft, as it is or with another text; a mail program gives what was edited an id of its own."""
        raw, entry = self._lying(one.words)
        message = message_from_bytes(raw, policy=policy.SMTP)
        assert isinstance(message, EmailMessage)
        identity = entry.message_id
        if one.body:
            identity = f"<{len(self.post.ids)}.edited@hale.example>"
            _replace(message, {**one.fields, "Message-ID": identity})
            message.set_content(one.body + "\n", cte="8bit")
        _replace(message, {"Date": format_datetime(one.at.astimezone(BERLIN))})
        self.home.remove(entry.message_id, folder="Drafts")
        self.home.deliver(message.as_bytes(), folder="Sent", received=one.at, flags=r"\Seen")
        self.post.note(one.fields.get("Name", identity), identity, str(message["References"] or ""))
        self.diary.say(f"Robin {'edits and ' if one.body else ''}sends the {one.words}")

    def _edits(self, one: Happening) -> None:
        """Change a draft and leave it lying."""
        raw, entry = self._lying(one.words)
        self.home.remove(entry.message_id, folder="Drafts")
        self.home.deliver(raw + one.body.encode() + b"\r\n", folder="Drafts", received=one.at, flags=r"\Draft \Seen")
        self.diary.say(f"Robin edits the {one.words} and leaves it")

    def _deletes(self, one: Happening) -> None:
        _, entry = self._lying(one.words)
        self.home.remove(entry.message_id, folder="Drafts")
        self.diary.say(f"Robin deletes the {one.words}")

    def _tags(self, one: Happening) -> None:
        """Set a keyword as a mail program does; where none is kept, ask for the same by a command."""
        name, keyword = one.words.split()
        with closing(self.home.open()) as box:
            place = box.find(self.post.ids[name])
            assert place
            kept = box.tag([place], keyword)
        if kept:
            self.diary.say(f"Robin tags {name} {keyword}")
        else:
            self._runs(replace(one, words=f"{self._INSTEAD[keyword]} {name}"))

    def _settings(self, one: Happening) -> None:
        """Name a calendar."""
        calendar = Calendar(files=(_HERE / one.words.removeprefix("calendar "),))
        self.config = self.config.model_copy(update={"calendar": calendar})
        self.diary.say(f"Robin names his calendar, {one.words.removeprefix('calendar ')}, in the settings")

    def _runs(self, one: Happening) -> None:
        self.diary.say(f"Robin runs `assistant {one.words}`")
        command, *rest = one.words.split()
        self._COMMANDS[command](self, one.at, " ".join(rest))

    def _draft(self, now: datetime, words: str) -> None:
        kind, name = words.split()
        with self.ledger.step() as step:
            record = messages.known(step, self.post.ids[name])
        assert record, f"{name} was not read yet"
        with closing(self.home.open()) as box:
            decision, _ = asking.draft_now(self.run(box, now), kind, record)
        for silence in decision.silences:
            self.diary.say(f"note: {silence.because}", more=True)

    def _due(self, now: datetime, words: str) -> None:
        with self.ledger.step() as step:
            found = due(step, self.config, now)
        for one in found or [None]:
            self.diary.say(self.diary.promise(one) if one else "nothing is due", more=True)

    def _close(self, now: datetime, words: str) -> None:
        self._end(now, self._application(words), Stage.closed)

    def _hired(self, now: datetime, words: str) -> None:
        """As the command with `--withdraw`: all others are closed, and those who wait are told."""
        here = self._application(words)
        with self.ledger.step() as step:
            others = [one for one in applications.recorded(step) if one.stage.is_open and one.id != here.id]
            last = {one.id: asking.waiting_letter(step, one) for one in others}
        for one in others:
            if record := last[one.id]:
                with closing(self.home.open()) as box:
                    asking.draft_now(self.run(box, now), "withdraw", record)
        for one in others:
            self._end(now, one, Stage.closed)
        self._end(now, here, Stage.hired)

    def _end(self, now: datetime, one: Application, stage: Stage) -> None:
        with self.ledger.step() as step:
            asking.close(now, step, one, stage)
        self.diary.say(f"{one.company}, {one.role or 'role unknown'}, is {stage}", more=True)

    def _application(self, words: str) -> Application:
        with self.ledger.step() as step:
            (found,) = [one for one in applications.recorded(step) if words in f"{one.company}, {one.role}"]
        return found

    def _list(self, now: datetime, words: str) -> None:
        with self.ledger.step() as step:
            for one in reversed(applications.recorded(step)):
                self.diary.say(f"{one.company or '?'}, {one.role or 'role unknown'}: {one.stage}", more=True)

    def _lying(self, words: str) -> tuple[bytes, Entry]:
        """Return the draft that a letter and its recipient name."""
        name, _, to = words.partition(" to ")
        (entry,) = [
            one
            for one in self.entries()
            if one.state in (State.placed, State.edited)
            and one.plan.letter.words == name
            and to == (one.plan.recipients[0].address if one.plan.recipients else "nobody yet")
        ]
        for raw, _ in self.home.messages("Drafts"):
            if message_from_bytes(raw)["Message-ID"] == entry.message_id:
                return raw, entry
        raise AssertionError(f"{words} does not lie in Drafts")

    def _show_letters(self) -> None:
        for raw, _ in self.home.messages("Drafts"):
            self.diary.show(message_from_bytes(raw, policy=policy.SMTP))

    _ACTS: ClassVar[dict[str, Callable[["Search", Happening], None]]] = {
        "starts": _starts, "mail": _mail, "writes": _writes, "sends": _sends, "edits": _edits, "deletes": _deletes,
        "tags": _tags, "settings": _settings, "runs": _runs,
    }  # fmt: skip
    _INSTEAD: ClassVar[dict[str, str]] = {DRAFT_ME: "draft interested"}
    _COMMANDS: ClassVar[dict[str, Callable[["Search", datetime, str], None]]] = {
        "draft": _draft, "due": _due, "close": _close, "hired": _hired, "applications": _list,
    }  # fmt: skip


def _replace(message: EmailMessage, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        if name != "Name":
            del message[name]
            message[name] = value
