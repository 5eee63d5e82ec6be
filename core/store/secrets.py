"""Secrets of the installation: drawn once, the same on every machine that works with this database."""

from sqlalchemy import select

from core.store.credits import insert_ignoring
from core.store.engine import Tx
from core.store.tables import secrets


def keep_secret(tx: Tx, name: str, fresh: str) -> str:
    """The secret of this name; `fresh` becomes it if there is none yet. Of two at once, one wins for both."""
    row = {"name": name, "value": fresh, "created_at": tx.now}
    tx.conn.execute(insert_ignoring(tx, secrets).on_conflict_do_nothing(), row)
    return str(tx.conn.scalar(select(secrets.c.value).where(secrets.c.name == name)))
