"""Bars on standard error, while messages are read or a model is trained."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.poller.run import Event, nobody_watches


@contextmanager
def reading_bar(title: str, *, shown: bool) -> Iterator[Callable[[Event], None]]:
    """Give what is to be told of a pass's events; nothing is drawn unless it is to be shown."""
    if not shown:
        yield nobody_watches
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)

        def watch(event: Event) -> None:
            if event.kind == "listed":
                progress.reset(task, total=event.data["count"])
            elif event.kind in ("read", "unreadable"):
                progress.advance(task)

        yield watch


@contextmanager
def counting_bar(title: str, steps: int, *, shown: bool) -> Iterator[Callable[[], None]]:
    """Give what is to be called after each of so many steps; nothing is drawn unless it is to be shown."""
    if not shown:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=steps)
        yield lambda: progress.advance(task)
