"""Mail in .eml files, as exported or dragged out of a mail program; read and changed by the rules of a Maildir.

layout  directories and parts    |   folder  one directory's files
"""

from assistant.mailbox.eml.layout import EmlLayout

__all__ = ["EmlLayout"]
