"""Files that must go from storage: asked for in the transaction that lets go of them, done surely after it."""

from typing import Final

from core.store.engine import Tx

ERASE: Final = "erase"


def erase_files(tx: Tx, keys: list[str]) -> None:
    """Have these files removed from storage, surely, once this transaction has committed."""
    if keys:
        tx.jobs.enqueue(tx.conn, ERASE, tx.new_id("erase"), keys)
