"""Files that must go from storage: asked for in the transaction that lets go of them, done surely after it."""

from typing import Final

from core.store.engine import Tx

ERASE: Final = "erase"
UNKEPT_SECONDS: Final = 3600


def erase_files(tx: Tx, keys: list[str]) -> None:
    """Have these files removed from storage, surely, once this transaction has committed."""
    if keys:
        tx.jobs.enqueue(tx.conn, ERASE, tx.new_id("erase"), keys)


def erase_unkept_files(tx: Tx, keys: list[str]) -> None:
    """Have those of these files removed in an hour that no selfie is kept in by then; asked for before they are stored.

    So a process that is killed between storing files and noting them leaves nothing behind that nobody knows of.
    """
    if keys:
        tx.jobs.enqueue(tx.conn, ERASE, tx.new_id("erase"), keys, True, delay_seconds=UNKEPT_SECONDS)
