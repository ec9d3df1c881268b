"""One pass over one mailbox: a read pass that decides, what the user's own marks say, then a write pass that acts.

A crash anywhere leaves work for the next pass. Nothing is lost: what was listed is recorded, in one step with the
cursor, before it is read. Nothing comes twice: a draft's id is derived, its bytes are committed before it is put, and
`put_draft` with an id that already lies there changes nothing.
"""

from assistant.poller.heeding import heed
from assistant.poller.reading import read_pass
from assistant.poller.run import Run, Summary
from assistant.poller.writing import write_pass


def poll(run: Run) -> Summary:
    """Walk once from mailbox to drafts.

    Raises:
        MailboxUnreachable, LoginRefused, MailboxFull, NoDraftsFolder, TooManyDrafts, LedgerError: what was done until
            then stays done, and the next run goes on from there.
    """
    summary = Summary()
    news = read_pass(run, summary)
    heed(run, news)
    write_pass(run, summary, news)
    return summary
