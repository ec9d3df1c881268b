"""`assistant init`: from an address to settings that work, with nothing written before the end."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from assistant.cli import checks
from assistant.cli.answers import Given, Mailbox, Tell, You, ask_for_mailbox, ask_who_you_are
from assistant.cli.asking import Asker
from assistant.cli.output import config_path, counted, plain, print_json, readable, say_damage
from assistant.cli.progress import reading_bar
from assistant.cli.trying import Undertaking, signed_in
from assistant.config import Config
from assistant.errors import ConfigError
from assistant.mailbox.account import Account
from assistant.mailbox.survey import Survey
from assistant.poller.opening import load_classifier
from assistant.upkeep import schedule, setup
from assistant.upkeep.clients import thunderbird_tags
from assistant.upkeep.preview import Preview, rehearse
from assistant.upkeep.schedule.job import job_for
from assistant.upkeep.setup import Existing

_SAMPLES = 3
_BROKEN_OFF = 130  # as a shell says of a program that Ctrl-C ended
_THUNDERBIRD = """
Thunderbird shows tags only if it was told of them. Close it, and put these lines into user.js in its profile folder
(Help, Troubleshooting Information, Profile Folder, Open Folder):

"""


def run(given: Given, settings: Path | None, *, at_terminal: bool, as_json: bool) -> int:
    """Ask, try, show, and only then write; 130 if it was broken off, with nothing written."""
    path = config_path(settings)
    before = setup.existing(path)
    tell = _quiet if as_json else _say
    asker = Asker(at_terminal=at_terminal)
    try:
        return _set_up(asker, given, path, before, settings, tell, as_json=as_json)
    except (KeyboardInterrupt, EOFError):
        print("\nNothing was written.", file=sys.stderr)
        return _BROKEN_OFF


def _set_up(
    asker: Asker, given: Given, path: Path, before: Existing | None, settings: Path | None, tell: Tell, *, as_json: bool
) -> int:
    if before is not None and not _wants_another(asker, given, path, before, tell):
        return 1
    tell("Nothing is written before you say so at the end, and your mail is only read.\n")
    you = ask_who_you_are(asker, given, before.config if before else None)
    name = _account_name(asker, given, before, you)
    mailbox = ask_for_mailbox(asker, given, you, name, path, tell)
    asker.insist_all_is_answered()
    plan = Undertaking(asker=asker, given=given, you=you, path=path, before=before, tell=tell)
    mailbox, seen = signed_in(plan, mailbox)
    mailbox = _with_folders(asker, given, mailbox, seen, tell)
    _, config = plan.settings(mailbox)
    preview = None
    if given.rehearsal:
        preview = _previewed(config, name, plan.account(config, mailbox), tell)
        _show(preview, tell)
        _insist_it_is_no_workplace(asker, given, you, config, preview)
    text, config = plan.settings(mailbox, _digest(asker, given, before))
    if not asker.confirm(f"Write these settings to {path}?", given=None, default=True):
        print("Nothing was written.", file=sys.stderr)
        return 1
    setup.write(path, text, before, plan.secret(config, mailbox))
    _tell_what_is_written(plan, mailbox, seen)
    try:
        scheduled = _schedule(asker, given, config, settings, tell)
    except (KeyboardInterrupt, EOFError):
        print("\nThe settings are written, but nothing polls yet: `assistant schedule install`.", file=sys.stderr)
        return _BROKEN_OFF
    if as_json:
        print_json(_as_json(path, mailbox, seen, preview, scheduled))
    tell("\nSee `assistant -h` for the rest: status, doctor, why, drafts, applications.")
    return os.EX_OK


def _tell_what_is_written(plan: Undertaking, mailbox: Mailbox, seen: Survey) -> None:
    plan.tell(f"\nWritten: {plan.path}" + (f" and {mailbox.keep_at}" if mailbox.keep_at else ""))
    if plan.before is not None:
        plan.tell(f"As they were, they are in {plan.path.name}.before.")
    elif seen.keeps_tags:
        plan.tell(_THUNDERBIRD + thunderbird_tags().rstrip())


def _wants_another(asker: Asker, given: Given, path: Path, before: Existing, tell: Tell) -> bool:
    """Return whether a mailbox is to be added to the settings that are there.

    Raises:
        ConfigError: nobody can be asked, and no option says so.
    """
    accounts = ", ".join(before.config.accounts)
    if not asker.at_terminal and given.account is None:
        raise ConfigError(
            f"There are settings already at {path}, with {accounts}; `assistant doctor` looks at them. To add a "
            "mailbox give --account with a new name; to begin anew move the file away, or name another with --config."
        )
    tell(f"There are settings at {path} already, with {accounts}. What is in them stays as it is.")
    if asker.confirm("Add another mailbox to them?", given=True if given.account else None, default=True):
        return True
    print("Nothing was written.", file=sys.stderr)
    return False


def _account_name(asker: Asker, given: Given, before: Existing | None, you: You) -> str:
    """Return what to call the account; the first one needs no thought."""
    taken = {name.lower() for name in before.config.accounts} if before else set()

    def unused(answer: str) -> str:
        if checks.account_name(answer).lower() in taken:
            raise ValueError("there is one of that name")
        return answer

    if before is None and given.account is None:
        return "main"
    domain = you.addresses[0].rpartition("@")[2].partition(".")[0] or "second"
    free = (name for name in (domain, *(f"{domain}{number}" for number in range(2, 99))) if name not in taken)
    return asker.ask("What to call it in the settings", "--account", given.account, default=next(free), check=unused)


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


def _digest(asker: Asker, given: Given, before: Existing | None) -> str | None:
    """Return where the morning digest is to go; None leaves it as it is, where nobody is asked.

    Raises:
        typer.BadParameter: settings that are there already are to be changed in this.
    """
    if before is not None and given.digest is not None:
        raise typer.BadParameter("The settings are there already; write it there, in [digest].", param_hint="--digest")
    if before is not None or (given.digest is None and not asker.at_terminal):
        return None
    question = "Each morning a digest of drafts and what is due: to your inbox, to a file (its name), or none"
    return asker.ask(question, "--digest", given.digest, default="inbox", check=checks.digest)


def _previewed(config: Config, name: str, account: Account, tell: Tell) -> Preview:
    """Rehearse a first poll, with a bar at a terminal."""
    tell(f"\nReading the last {config.rules.look_back_days} days, to show what would have happened ...")
    with reading_bar("reading", shown=sys.stderr.isatty()) as watch:
        return rehearse(config, name, account, load_classifier(say_damage), datetime.now(UTC), watch)


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


def _insist_it_is_no_workplace(asker: Asker, given: Given, you: You, config: Config, preview: Preview) -> None:
    """An employer may read what lies in a mailbox of his, drafts to other employers included.

    Raises:
        ConfigError: nobody said that it may be used all the same.
    """
    if not preview.looks_like_work or given.even_at_work:
        return
    domain = you.addresses[0].rpartition("@")[2]
    warning = (
        f"{preview.colleagues} people at {domain} wrote to you in the last {config.rules.look_back_days} days: "
        "this looks like your employer's mailbox. An employer may read what lies there, drafts to other employers too."
    )
    print(plain(f"Careful: {warning}"), file=sys.stderr)
    if not asker.confirm("Use it all the same?", given=None, default=False):
        raise ConfigError("Nothing was written. Use an address of your own, or --even-at-work.")


def _schedule(asker: Asker, given: Given, config: Config, settings: Path | None, tell: Tell) -> str:
    """Make the schedule if it is wanted; return whose it is, "" for none."""
    if given.schedule is None and (standing := [one for one in schedule.entries() if not one.obstacles]):
        return standing[0].using
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
        "account": mailbox.name,
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
