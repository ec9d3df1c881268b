"""Every sentence of the Mailbox contract as a law, for whatever a mailbox is made of.

A backend's test class inherits MailboxContract and gives a fixture `world`.
"""

from tests.mailbox.digest_laws import DigestLaws
from tests.mailbox.draft_laws import DraftLaws
from tests.mailbox.reading_laws import ReadingLaws
from tests.mailbox.tag_laws import TagLaws


class MailboxContract(ReadingLaws, DraftLaws, DigestLaws, TagLaws):
    """The laws."""
