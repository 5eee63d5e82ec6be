"""The gate before SQLite's one writer, for every engine of this process: its own busy loop sleeps, a lock does not."""

import threading
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event

# As sqlite3 in its classic mode: before these it begins a transaction by itself.
_WRITES: Final = ("insert", "update", "delete", "replace")
_INSIDE: Final = "inside the gate"


class Gate:
    """One writer at a time. Who comes `first` waits for whoever writes, and at most one more; the others queue."""

    def __init__(self) -> None:
        self._writing, self._queue = threading.Lock(), threading.Lock()

    def enter(self, *, first: bool = False) -> None:
        """Wait for the right to write."""
        if first:
            self._writing.acquire()
            return
        with self._queue:
            self._writing.acquire()

    def leave(self) -> None:
        """Let the next one write."""
        self._writing.release()


def open_guarded_engine(url: str, gate: Gate, pool_size: int) -> Engine:
    """An engine on a SQLite file for a library that begins its transactions itself; its writes pass the gate.

    A connection is inside from its first write until it is given back.
    """
    engine = create_engine(url, pool_size=pool_size, max_overflow=0)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "before_cursor_execute")
    def _enter(conn: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if _INSIDE not in conn.info and statement.lstrip()[:7].lower().startswith(_WRITES):
            gate.enter()
            conn.info[_INSIDE] = True

    @event.listens_for(engine, "checkin")
    def _leave(_connection: Any, record: Any) -> None:
        if record.info.pop(_INSIDE, False):
            gate.leave()

    return engine
