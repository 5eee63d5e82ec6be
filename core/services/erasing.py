"""Files that must go from storage: asked for in the transaction that lets go of them, done surely after it."""

import re
from collections.abc import Sequence
from typing import Final

from core.store import generations as rows
from core.store.engine import Tx

ERASE: Final = "erase"
UNKEPT_SECONDS: Final = 3600
# What `name_selfie_file` and `name_headshot_file` give; nothing else in a storage is ours to judge.
PERSONAL: Final = re.compile(
    r"teams/[^/]+/(?:members/[^/]+/selfies/(?P<selfie>[^/]+)|generations/(?P<generation>[^/]+)/headshot-\d+)\.jpg"
)


def erase_files(tx: Tx, keys: list[str]) -> None:
    """Have these files removed from storage, surely, once this transaction has committed."""
    if keys:
        tx.jobs.enqueue(tx.conn, ERASE, tx.new_id("erase"), keys)


def erase_unkept_files(tx: Tx, keys: list[str]) -> None:
    """Have those of these files removed in an hour that nothing is kept in by then; asked for before they are stored.

    So a process that is killed between storing files and noting them leaves nothing behind that nobody knows of.
    """
    if keys:
        tx.jobs.enqueue(tx.conn, ERASE, tx.new_id("erase"), keys, True, delay_seconds=UNKEPT_SECONDS)


def list_left_behind(tx: Tx, keys: Sequence[str]) -> list[str]:
    """Those of these stored files that are somebody's picture and that no row names, nor will.

    What is open may still note its file; what has ended, or was taken back, never does.
    """
    found = {key: match for key in keys if (match := PERSONAL.fullmatch(key))}
    generations = [match["generation"] for match in found.values() if match["generation"]]
    selfies = [match["selfie"] for match in found.values() if match["selfie"]]
    at_work = rows.list_at_work(tx, generations, selfies)
    kept = rows.list_kept_files(tx, list(found)) | rows.list_kept_pictures(tx, generations)
    makers = {key: match["generation"] or match["selfie"] for key, match in found.items()}
    return [key for key, maker in makers.items() if key not in kept and maker not in at_work]
