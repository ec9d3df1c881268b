"""Marks: what stands for a word that is not kept. The same word has the same mark; no mark leads back to its word."""

from collections.abc import Callable
from hashlib import blake2b
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from assistant.ledger.connection import Step
from assistant.ledger.tables import position

_SECRET_BYTES = 32


def marking(step: Step) -> Callable[[str], str]:
    """Return what makes marks: BLAKE2b keyed with a secret of this account, made when first needed (RFC 7693)."""
    query = select(position.c.secret).where(position.c.account == step.account)
    secret = step.connection.execute(query).scalar() or _new_secret(step)
    return lambda word: mark_of(word, secret)


def mark_of(word: str, secret: str) -> str:
    """Return a word's mark under a secret, as 32 hexadecimal digits."""
    return blake2b(word.encode("utf-8", "surrogatepass"), key=bytes.fromhex(secret), digest_size=16).hexdigest()


def _new_secret(step: Step) -> str:
    secret = token_hex(_SECRET_BYTES)
    row = {"account": step.account, "secret": secret}
    statement = insert(position).values(row)
    step.connection.execute(statement.on_conflict_do_update(index_elements=[position.c.account], set_=row))
    return secret
