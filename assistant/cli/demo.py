"""`assistant demo`: the whole job, told step by step."""

import os
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from platformdirs import user_data_path

from assistant.cli.output import plain, print_json, readable, say_damage
from assistant.cli.report import write
from assistant.demo import ACCOUNT, NOW, build
from assistant.etiquette.plan import Letter
from assistant.ledger import plans
from assistant.ledger.plans import LIVE, Entry, State
from assistant.poller import poll
from assistant.poller.opening import load_classifier, opened
from assistant.poller.run import Event, Summary
from assistant.report.figures import compute
from assistant.report.gathering import gather
from assistant.report.page import render

_PAGE = "job-search.html"


def run(folder: Path | None, *, as_json: bool) -> int:
    """Build the mailbox, poll it, and tell what happened."""
    folder = (folder or user_data_path("inbox-assistant") / "demo").absolute()
    config = build(folder)
    events: list[Event] = []
    with opened(config, ACCOUNT, load_classifier(say_damage), NOW, watch=events.append) as one:
        summary = poll(one)
        with one.ledger.step() as step:
            entries = list(plans.entries(step, states=LIVE))
            figures = compute([gather(step, config, NOW)], config.zone, NOW)
    write(folder / _PAGE, render(figures, config.zone))
    if as_json:
        for event in events:
            print_json({"event": event.kind, "message_id": event.identity, **event.data})
        print_json({"event": "summary", **asdict(summary)})
    else:
        _print_messages(events)
        _print_drafts(entries, folder)
        _print_end(folder, summary, entries)
    return os.EX_OK


def _print_messages(events: list[Event]) -> None:
    """One block a message: what it is, why, and what follows from it."""
    about: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        about[event.identity].append(event)
    read = [event for event in events if event.kind == "read"]
    print(f"It is {NOW:%A %d %B %Y}, 10:00 in Berlin. {len(read)} messages are new in Robin Hale's inbox.\n")
    for event in read:
        data = event.data
        certainty = f"{data['probabilities'][data['label']]:.0%}"
        verdict = data["label"] if data["sure"] else f"unsure (most likely {data['label']})"
        print(plain(f"* {data['subject'] or event.identity}" + (f"  <{data['sender']}>" if data["sender"] else "")))
        print(plain(f"    read as   {verdict}, {certainty}"))
        for sentence in data.get("evidence", [])[:2]:
            print(plain(f"    it says   {sentence}"))
        for warning in data["warnings"]:
            print(plain(f"    warning   {warning}"))
        for other in about[event.identity]:
            _print_consequence(other)
        print()


def _print_consequence(event: Event) -> None:
    match event.kind:
        case "planned":
            print(plain(f"    draft     {Letter(event.data['letter']).words}: {event.data['because']}"))
        case "silent":
            print(plain(f"    no draft  {event.data['because']}"))
        case "tagged":
            print(f"    tagged    {event.data['keyword']}")


def _print_drafts(entries: list[Entry], folder: Path) -> None:
    lying = [one for one in entries if one.state is not State.planned]
    waiting = [one for one in entries if one.state is State.planned]
    print(f"Drafts in {folder / 'Mail' / '.Drafts'}:")
    for one in lying:
        to = ", ".join(address.address for address in one.plan.recipients) or "(To is yours to fill in)"
        print(plain(f"  - {one.plan.letter.words} to {to}"))
    for one in waiting:
        print(plain(f"  - {one.plan.letter.words} waits until {one.plan.not_before:%A %d %B %H:%M} UTC"))
    shown = next((one for one in lying if one.plan.letter.is_reply and one.raw), None)
    if shown is not None:
        print("\nOne of them in full:\n")
        print(plain("\n".join(f"    {line}" for line in readable(shown.raw).splitlines())))


def _print_end(folder: Path, summary: Summary, entries: list[Entry]) -> None:
    silent = f"{summary.silent} messages got no draft, each with its reason above. " if summary.read else ""
    print(f"\n{summary.placed} drafts were put just now, {len(entries)} are there in all. {silent}Nothing was sent.")
    print(f"Look at them in a mail client:  neomutt -f '{folder / 'Mail' / '.Drafts'}'")
    print(f"Look at the whole search, as `assistant report` draws it:  {folder / _PAGE}")
    print("Run it again: nothing comes twice. For your own mailbox: assistant init")
