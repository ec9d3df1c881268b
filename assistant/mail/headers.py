"""Header fields, each guarded by itself, so that one bad field never costs the message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox as RFC 5322 §3.4 has it.

    Attributes:
        name: display name, decoded, control characters removed, "" if none.
        address: addr-spec as written (local part's case kept), always with one "@".
    """

    name: str = ""
    address: str

    @property
    def domain(self) -> str:
        """The part after the "@", lower case."""
        return self.address.rpartition("@")[2].lower()

    @property
    def key(self) -> str:
        """The address for comparing: all lower case."""
        return self.address.lower()
