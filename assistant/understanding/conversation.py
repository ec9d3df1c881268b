"""How, where and how long they want to talk."""

from enum import StrEnum


class Format(StrEnum):
    """The form of a conversation."""

    phone = "phone"
    video = "video"
    on_site = "on site"
