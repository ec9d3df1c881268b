"""Having the user's consent to read a mailbox: in a browser on this machine, or by a code on another device."""

import os
import sys
import webbrowser
from dataclasses import dataclass
from datetime import datetime

from assistant.cli.output import plain
from assistant.config import GmailSettings, OutlookSettings, SignedInSettings
from assistant.mailbox import browser, device_code, microsoft
from assistant.mailbox.device_code import Errand
from assistant.mailbox.google import read_client, scopes
from assistant.mailbox.grants import Grant
from assistant.mailbox.signing_in import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the user wants to sign in.

    Attributes:
        device: by a code on another device.
        opens: the page is opened in a browser; otherwise its address is only printed.
        port: where on this machine the browser comes back to; 0 for any.
    """

    device: bool = False
    opens: bool = True
    port: int = 0


def consent(settings: SignedInSettings, manner: Manner, now: datetime) -> Grant:
    """Return what the user grants; nothing is kept, and nothing is left behind if it is broken off.

    Raises:
        LoginRefused, MailboxUnreachable, ConfigError: as the two ways of signing in.
    """
    client, asked = _client(settings)
    no_browser_here = isinstance(settings, OutlookSettings) and manner.opens and not manner.port and not _has_browser()
    if manner.device or no_browser_here:
        return device_code.sign_in(client, scopes=asked, show=_show_errand, now=now)

    def show(url: str) -> None:
        print(f"Open this page to sign in:\n\n{url}\n", file=sys.stderr, flush=True)
        if manner.opens:
            webbrowser.open(url)

    return browser.sign_in(client, scopes=asked, user=settings.user, show=show, now=now, port=manner.port)


def _client(settings: SignedInSettings) -> tuple[Client, tuple[str, ...]]:
    """Return who asks, and for what."""
    if isinstance(settings, GmailSettings):
        return read_client(settings.client), scopes(tags=settings.tags)
    return microsoft.client(settings.client_id, settings.authority), microsoft.SCOPES


def _has_browser() -> bool:
    """Whether a browser can show the page here; one for a terminal cannot, Microsoft's page needs JavaScript."""
    shown = any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
    if sys.platform not in ("darwin", "win32") and not shown:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _show_errand(errand: Errand) -> None:
    told = f"On any device open {errand.page} and type this code:\n\n    {errand.code}\n"
    print(plain(told), file=sys.stderr)
    print(f"Waiting for that; the code is good for {errand.minutes} minutes.", file=sys.stderr, flush=True)
