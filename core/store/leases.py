"""One live process for each name over all machines: PostgreSQL lets go by itself of what a lost process held."""

import hashlib
import threading
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, NullPool, create_engine, func, select
from sqlalchemy.exc import DBAPIError

# A machine that lost its power says nothing: its session is ended after half a minute without an answer.
PROBES: Final = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4"
OPTIONS: Final = f"-c statement_timeout=10s {PROBES}"
CONNECTING: Final = {"connect_timeout": 5, "tcp_user_timeout": 20_000}


class Lease:
    """A session of its own whose advisory lock is the lease: it ends with the process, however that ends."""

    def __init__(self, url: str, name: str) -> None:
        self._engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"options": OPTIONS, **CONNECTING},
        )
        self._number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        self._conn: Connection | None = None
        self._alone = threading.Lock()

    def take(self) -> bool:
        """Whether it is ours now; asking again renews it. Raises `DBAPIError` when the database does not answer."""
        with self._alone:
            return self._is_held() or self._try()

    def drop(self) -> None:
        """Let go of it."""
        with self._alone:
            self._close()

    def _is_held(self) -> bool:
        if self._conn is not None:
            with suppress(DBAPIError):
                self._conn.execute(select(1))
                return True
            self._close()
        return False

    def _try(self) -> bool:
        conn = self._engine.connect()
        if not conn.execute(select(func.pg_try_advisory_lock(self._number))).scalar_one():
            conn.close()
            return False
        self._conn = conn
        return True

    def _close(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            with suppress(DBAPIError):
                conn.close()
