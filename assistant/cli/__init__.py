"""The commands. The only room that prints; what can be typed is in `commands/`, the work beside it."""

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from assistant.cli.commands import learning, mail, privacy, search, setup
from assistant.errors import AssistantError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


for group in (setup, mail, search, learning, privacy):
    app.add_typer(group.app)


def main() -> None:
    """Run a command; errors meant for the user become one message on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a locale without “ or ü must not end a run
    try:
        try:
            app()
        finally:
            print(end="", flush=True)
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (BrokenPipeError, SystemExit) as end:
        if not _nobody_reads(end):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(os.EX_OK)


def _nobody_reads(end: BaseException) -> bool:
    """Whether the reader of our output has left, as `head` does; Typer makes an exit with code 1 of that."""
    return isinstance(end, BrokenPipeError) or isinstance(end.__context__, BrokenPipeError)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"assistant {version('inbox-assistant')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Reads your job-search mail, tags it, and leaves replies as drafts. It never sends."""
