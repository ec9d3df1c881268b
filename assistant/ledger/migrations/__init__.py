"""Migrations of the ledger, oldest first. HEAD names the newest without importing Alembic."""

KNOWN = ("0001", "0002", "0003", "0004", "0005")
HEAD = KNOWN[-1]
