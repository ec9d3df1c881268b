"""Applications as the user arranges them by command: edited, merged, split, brought in, and all of it taken back.

Every function works inside one ledger step, so that a command is done as a whole or not at all. What the user says
stands over all mail, read before or after; nothing here touches a mailbox: the next poll takes back the drafts that no
longer fit.
"""
