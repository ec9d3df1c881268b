"""Migrations of the ledger, oldest first. HEAD names the newest without importing Alembic."""

KNOWN = ("0001", "0002", "0003", "0005", "0006")
HEAD = KNOWN[-1]
