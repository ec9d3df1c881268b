"""`assistant init`: from an address to settings that work, with nothing written before the end."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.cli.answers import Given, Mailbox, Tell, You, ask_for_mailbox, ask_who_you_are
from assistant.cli.asking import Asker
from assistant.cli.output import config_path, counted, plain, print_json, readable, say_damage
from assistant.cli.progress import reading_bar
from assistant.config import Config
from assistant.errors import ConfigError, LoginRefused
from assistant.mailbox.account import Account, ImapAccount
from assistant.mailbox.survey import Survey, survey
from assistant.poller.opening import load_classifier, mailbox_account
from assistant.shipped import shipped
from assistant.upkeep import schedule, setup
from assistant.upkeep.clients import thunderbird_tags
from assistant.upkeep.preview import Preview, rehearse
from assistant.upkeep.schedule.job import job_for

_TRIES = 3
_SAMPLES = 3
_THUNDERBIRD = """
Thunderbird shows tags only if it was told of them. Close it, and put these lines into user.js in its profile folder
(Help, Troubleshooting Information, Profile Folder, Open Folder):

"""


def run(given: Given, settings: Path | None, *, at_terminal: bool, as_json: bool) -> int:
    """Ask, try, show, and only then write; 130 if it was broken off, with nothing written."""
    path = config_path(settings)
    setup.insist_it_is_new(path)
    tell = _quiet if as_json else _say
    asker = Asker(at_terminal=at_terminal)
    try:
        return _set_up(asker, given, path, settings, tell, as_json=as_json)
    except (KeyboardInterrupt, EOFError):
        print("\nNothing was written.", file=sys.stderr)
        return 130


def _set_up(asker: Asker, given: Given, path: Path, settings: Path | None, tell: Tell, *, as_json: bool) -> int:
    tell("Nothing is written before you say so at the end, and your mail is only read.\n")
    you = ask_who_you_are(asker, given)
    mailbox = ask_for_mailbox(asker, given, you, path, tell)
    asker.insist_all_is_answered()
    mailbox, seen = _signed_in(asker, given, you, mailbox, path, tell)
    mailbox = _with_folders(asker, given, mailbox, seen, tell)
    text, config = _settings(you, given, mailbox, path)
    preview = None
    if given.rehearsal:
        preview = _previewed(config, given, _account(config, given, mailbox), tell)
        _show(preview, tell)
        _insist_it_is_no_workplace(asker, given, config, preview)
    if not asker.confirm(f"Write these settings to {path}?", given=None, default=True):
        print("Nothing was written.", file=sys.stderr)
        return 1
    setup.write(path, text, mailbox.kept)
    tell(f"\nWritten: {path}" + (f" and {mailbox.kept[0]}" if mailbox.kept else ""))
    if seen.keeps_tags:
        tell(_THUNDERBIRD + thunderbird_tags().rstrip())
    scheduled = _schedule(asker, given, config, settings, tell)
    if as_json:
        print_json(_as_json(path, mailbox, seen, preview, scheduled))
    tell("\nSee `assistant -h` for the rest: status, doctor, why, drafts, applications.")
    return os.EX_OK


def _settings(you: You, given: Given, mailbox: Mailbox, path: Path) -> tuple[str, Config]:
    text = setup.settings_text(you.table(), given.account, mailbox.table(), shipped("config.example.toml"))
    return text, setup.check(text, path)


def _account(config: Config, given: Given, mailbox: Mailbox) -> Account:
    """Return what is needed to open the mailbox before anything is written, a typed password included."""
    account = mailbox_account(config, given.account)
    if mailbox.typed and isinstance(account, ImapAccount):
        return replace(account, secret=lambda: mailbox.typed)
    return account


def _signed_in(
    asker: Asker, given: Given, you: You, mailbox: Mailbox, path: Path, tell: Tell
) -> tuple[Mailbox, Survey]:
    """Look at the mailbox; a password that is refused may be typed again."""
    for left in reversed(range(_TRIES)):
        account = _account(_settings(you, given, mailbox, path)[1], given, mailbox)
        tell(f"Looking at {mailbox.where} ...")
        try:
            return mailbox, survey(account)
        except LoginRefused as refusal:
            if not (left and asker.at_terminal and mailbox.typed):
                raise
            tell(f"  {refusal}")
            mailbox = replace(mailbox, typed=asker.secret("Once more"))
    raise AssertionError("the last try returns or raises")


def _with_folders(asker: Asker, given: Given, mailbox: Mailbox, seen: Survey, tell: Tell) -> Mailbox:
    """Find Drafts and Sent, or ask for them; without Drafts there is nothing to leave a draft in."""

    def there(name: str) -> str:
        if name not in seen.folders:
            raise ValueError(f"there is no folder {name!r}; there are {', '.join(seen.folders)}")
        return name

    named = {}
    for role in ("drafts", "sent"):
        usual = getattr(mailbox.provider, role, None)
        known = getattr(seen.roles, role) or (usual if usual in seen.folders else None)
        if known is None or getattr(given, role) is not None:
            question = f"Which folder is {role.capitalize()}? {', '.join(seen.folders)}"
            named[role] = asker.ask(question, f"--{role}", getattr(given, role), check=there)
        elif getattr(seen.roles, role) is None:
            named[role] = known
        tell(f"  {role.capitalize()}: {named.get(role) or known}")
    asker.insist_all_is_answered()
    tell("  Tags: " + ("kept" if seen.keeps_tags else "not kept by this mailbox; everything else works without them"))
    return replace(mailbox, folders=named)


def _previewed(config: Config, given: Given, account: Account, tell: Tell) -> Preview:
    """Rehearse a first poll, with a bar at a terminal."""
    tell(f"\nReading the last {config.rules.look_back_days} days, to show what would have happened ...")
    with reading_bar("reading", shown=sys.stderr.isatty()) as watch:
        return rehearse(config, given.account, account, load_classifier(say_damage), datetime.now(UTC), watch)


def _show(preview: Preview, tell: Tell) -> None:
    kinds = [f"{count} {label}" for label, count in sorted(preview.labels.items(), key=lambda pair: -pair[1])]
    if preview.unsure:
        kinds.append(f"{preview.unsure} perhaps about a job (unsure, so left alone)")
    tell(f"\nRead {counted(preview.read, 'message')}: {', '.join(kinds) or 'none'}.")
    if preview.unreadable:
        tell(f"{preview.unreadable} could not be read.")
    tell(f"{counted(len(preview.drafts), 'draft')} would be put now, {preview.later} would follow in their time.")
    for number, entry in enumerate(preview.drafts[:_SAMPLES], start=1):
        tell(f"\n--- Draft {number}: {entry.plan.letter.words}, because {entry.plan.because}")
        tell("\n".join(f"    {line}" for line in readable(entry.raw).rstrip().splitlines()))
    if preview.silences:
        tell("\nNo draft for the rest of what is about jobs, because:")
        for because, count in list(preview.silences.items())[:8]:
            tell(f"  {count:4}  {because}")
    tell("")


def _insist_it_is_no_workplace(asker: Asker, given: Given, config: Config, preview: Preview) -> None:
    """An employer may read what lies in a mailbox of his, drafts to other employers included.

    Raises:
        ConfigError: nobody said that it may be used all the same.
    """
    if not preview.looks_like_work or given.even_at_work:
        return
    domain = config.me.addresses[0].rpartition("@")[2]
    warning = (
        f"{preview.colleagues} people at {domain} wrote to you in the last {config.rules.look_back_days} days: "
        "this looks like your employer's mailbox. An employer may read what lies there, drafts to other employers too."
    )
    print(plain(f"Careful: {warning}"), file=sys.stderr)
    if not asker.confirm("Use it all the same?", given=None, default=False):
        raise ConfigError("Nothing was written. Use an address of your own, or --even-at-work.")


def _schedule(asker: Asker, given: Given, config: Config, settings: Path | None, tell: Tell) -> str:
    """Make the schedule if it is wanted; return whose it is, "" for none."""
    if not asker.confirm("\nPoll every 10 minutes from now on?", given=given.schedule, default=asker.at_terminal):
        tell("Poll by hand with `assistant poll`, or let the machine do it: `assistant schedule install`.")
        return ""
    try:
        entry = schedule.install(job_for(config, settings, 10), None)
    except ConfigError as error:
        if given.schedule:
            raise
        tell(f"That did not work: {error}")
        return ""
    tell(f"{entry.using} polls every 10 minutes. `assistant schedule remove` ends that.")
    for obstacle in entry.obstacles:
        tell(f"  In the way: {obstacle}")
    for remark in entry.remarks:
        tell(f"  {remark}")
    return entry.using


def _as_json(path: Path, mailbox: Mailbox, seen: Survey, preview: Preview | None, scheduled: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "settings": str(path),
        "drafts": mailbox.folders.get("drafts") or seen.roles.drafts,
        "sent": mailbox.folders.get("sent") or seen.roles.sent,
        "keeps_tags": seen.keeps_tags,
        "schedule": scheduled,
    }
    if preview is not None:
        told["preview"] = {
            "read": preview.read,
            "labels": preview.labels,
            "unsure": preview.unsure,
            "drafts": [one.plan.letter.value for one in preview.drafts],
            "later": preview.later,
            "silences": preview.silences,
            "looks_like_work": preview.looks_like_work,
        }
    return told


def _say(text: str) -> None:
    print(plain(text), flush=True)


def _quiet(text: str) -> None:
    """With --json only the object at the end is printed."""
