"""A message's words: HTML to text, quoted history and signature split off and kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the writer said, and what was cut away from it.

    Attributes:
        text: the writer's own words, LF line ends; never empty if the message has any words.
        quote: quoted history, "" if none.
        signature: from the signature delimiter or the closing block on, "" if none.
        whole: everything readable, in its original order.
        links: targets of links in order of appearance, http and https only.
        hidden: text that HTML hides from the reader; never classified, a signal of fraud.
    """

    text: str = ""
    quote: str = ""
    signature: str = ""
    whole: str = ""
    links: tuple[str, ...] = ()
    hidden: str = ""
