"""What requests cost, counted from the wire by Google's price list and not by this project's code."""

from collections.abc import Iterable

from tests.gmail.web_proxy import Asked

PRICES = {
    ("GET", "profile"): 1,
    ("GET", "history"): 2,
    ("GET", "labels"): 1,
    ("GET", "messages"): 5,
    ("GET", "messages/*"): 20,
    ("GET", "threads/*"): 40,
    ("GET", "drafts"): 5,
    ("POST", "drafts"): 10,
    ("DELETE", "drafts/*"): 10,
    ("POST", "labels"): 5,
    ("POST", "messages/*"): 5,
}
"""Quota units (Gmail API usage limits of 2026-05-01; drafts and labels as of 2025)."""


def units(asked: Iterable[Asked]) -> int:
    """Add up the price of requests."""
    return sum(_price(one) for one in asked)


def _price(asked: Asked) -> int:
    parts = asked.path.removeprefix("/gmail/v1/users/me/").split("/")
    return PRICES[asked.method, parts[0] + ("/*" if len(parts) > 1 else "")]
