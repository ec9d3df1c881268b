"""`assistant applications`: the list, and what the user arranges by hand."""

import sys
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from assistant.cli.options import AccountOption, ConfigOption, JsonOption

app = typer.Typer(help="List your applications, and put them right by hand.")

NumberArgument = Annotated[int, typer.Argument(help="Its number in `assistant applications`.", show_default=False)]
CompanyOption = Annotated[str | None, typer.Option("--company", help="The employer.", show_default=False)]
RoleOption = Annotated[str | None, typer.Option("--role", help="The job's title.", show_default=False)]
StageOption = Annotated[
    str | None,
    typer.Option(
        "--stage", help="applied, in process, interview, offer, rejected, closed, or hired.", show_default=False
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", help="Your own words.", show_default=False)]
AppliedOption = Annotated[
    str | None, typer.Option("--applied", metavar="DAY", help="When you applied: 2026-11-02.", show_default=False)
]


class Order(StrEnum):
    """What a list of applications is sorted by."""

    last = "last"
    next = "next"
    company = "company"
    stage = "stage"


class Dates(StrEnum):
    """Which comes first in 02/11/2026."""

    day_first = "day-first"
    month_first = "month-first"


@app.callback(invoke_without_command=True)
def applications(
    context: typer.Context,
    stage: Annotated[
        list[str] | None, typer.Option("--stage", help="Only this stage; may be given again.", show_default=False)
    ] = None,
    company: Annotated[str, typer.Option("--company", help="Only companies whose name holds this.")] = "",
    is_open: Annotated[
        bool | None, typer.Option("--open/--closed", help="Only those that are open, or that are over.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], metavar="DAY", help="Only with a word since, as 2026-11-02."),
    ] = None,
    sort: Annotated[Order, typer.Option("--sort", help="By last word, next day, company or stage.")] = Order.last,
    csv: Annotated[bool, typer.Option("--csv", help="As a spreadsheet: CSV in UTF-8.")] = False,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """List your applications: company, role, stage, last word, and what comes next.

    Example: assistant applications --open --sort next
    """
    if context.invoked_subcommand is not None:
        return
    from assistant.cli.applications import Sort, Wanted, run
    from assistant.cli.arranging import stage_of

    wanted = Wanted(
        stages=tuple(stage_of(one) for one in stage or ()),
        company=company,
        is_open=is_open,
        since=since.date() if since else None,
        sort=Sort(sort.value),
    )
    sys.exit(run(config, account, wanted, as_json=json, as_csv=csv))


@app.command()
def show(number: NumberArgument, config: ConfigOption = None, json: JsonOption = False) -> None:
    """Show one application: its mail with Message-IDs, its interviews, its drafts, your note.

    Example: assistant applications show 3
    """
    from assistant.cli.showing import show

    sys.exit(show(config, number, as_json=json))


@app.command()
def edit(
    number: NumberArgument,
    company: CompanyOption = None,
    role: RoleOption = None,
    stage: StageOption = None,
    note: NoteOption = None,
    applied: AppliedOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say what an application is. It stands over all mail, whenever that comes; '' leaves it to the mail again.

    Example: assistant applications edit 3 --role 'Data Engineer' --stage interview
    """
    from assistant.cli.arranging import edit

    said = {"company": company, "role": role, "stage": stage, "note": note, "applied": applied}
    sys.exit(edit(config, number, said, as_json=json))


@app.command()
def add(
    company: Annotated[str, typer.Option("--company", help="The employer.", show_default=False)],
    role: RoleOption = None,
    stage: StageOption = None,
    note: NoteOption = None,
    applied: AppliedOption = None,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Add an application of which no mail tells yet; mail that comes for it joins it.

    Example: assistant applications add --company Acme --role 'Data Engineer' --applied 2026-11-02
    """
    from assistant.cli.arranging import add

    said = {"company": company, "role": role, "stage": stage, "note": note, "applied": applied}
    sys.exit(add(config, account, said, as_json=json))


@app.command()
def merge(
    kept: Annotated[int, typer.Argument(help="The application that stays.", show_default=False)],
    others: Annotated[list[int], typer.Argument(help="Those that become part of it.", show_default=False)],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make one application of several; their mail, interviews and drafts belong to the first from now on.

    Example: assistant applications merge 3 5
    """
    from assistant.cli.arranging import merge

    sys.exit(merge(config, kept, others, as_json=json))


@app.command()
def split(
    number: NumberArgument,
    messages: Annotated[list[str], typer.Argument(help="Message-IDs of what does not belong to it.")],
    company: CompanyOption = None,
    role: RoleOption = None,
    stage: StageOption = None,
    note: NoteOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make an application of its own of some messages; later mail in their conversations follows them.

    Example: assistant applications split 3 '<a1b2@acme.example>' --role Analyst
    """
    from assistant.cli.arranging import split

    said = {"company": company, "role": role, "stage": stage, "note": note, "applied": None}
    sys.exit(split(config, number, messages, said, as_json=json))


@app.command()
def assign(
    number: NumberArgument,
    messages: Annotated[list[str], typer.Argument(help="Message-IDs of what belongs to it.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say that messages belong to an application; later mail in their conversations follows them.

    Example: assistant applications assign 3 '<a1b2@acme.example>'
    """
    from assistant.cli.arranging import assign

    sys.exit(assign(config, number, messages, as_json=json))


@app.command("import")
def bring_in(
    file: Annotated[str, typer.Argument(help="A CSV file; - for standard input.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; change nothing.")] = False,
    dates: Annotated[
        Dates | None, typer.Option("--dates", help="How to read days such as 02/11/2026.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Take applications from a spreadsheet: Huntr, Teal, Simplify, or your own. Twice changes nothing.

    Example: assistant applications import jobs.csv --dry-run
    """
    from assistant.cli.importing import run

    sys.exit(run(file, config, account, order=dates.value if dates else None, dry=dry_run, as_json=json))
