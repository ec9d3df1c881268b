"""Tables of words."""


def table(text: str) -> frozenset[str]:
    """Return the words of a text; lists of literals would be three times as long and nobody reads them."""
    return frozenset(text.split())
