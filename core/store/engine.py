"""Opens the database and runs each change as one transaction; the same discipline on SQLite and PostgreSQL."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from core.clock import Clock, NewId
from core.failpoints import reach_commit
from core.store.gate import Gate

T = TypeVar("T")

PASSING_SQLSTATES: Final = {
    "40001",
    "40P01",
    "55P03",
}  # serialization, deadlock, lock timeout (PostgreSQL app. A)
FULL: Final = {
    "sqlstate": "53100",
    "text": "database or disk is full",
}  # PostgreSQL app. A, sqlite.org/rescode.html
# Without recursive_triggers an INSERT OR REPLACE would pass by the triggers that keep the books append-only.
SQLITE_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "busy_timeout=30000",
)
IDLE_SECONDS: Final = 1.0
# A process that is frozen in the middle of a transaction must not keep its locks from the others.
STALL_SECONDS: Final = 20
POSTGRES_OPTIONS: Final = (
    "-c lock_timeout=10s -c statement_timeout=60s -c timezone=UTC"
    f" -c idle_in_transaction_session_timeout={STALL_SECONDS}s"
)


class Jobs(Protocol):
    """The door to durable work, opened inside a running transaction."""

    def enqueue(
        self,
        conn: Connection,
        workflow: str,
        work_id: str,
        *args: Any,
        partition: str | None = None,
        delay_seconds: float = 0,
    ) -> None:
        """Start `workflow` under `work_id` when this transaction commits; the same id twice is one run."""

    def send(self, conn: Connection, work_id: str, topic: str, message: Any, key: str) -> None:
        """Wake work that waits for `topic` when this transaction commits; the same key twice is one message."""

    def note_commit(self) -> None:
        """A transaction has just been committed."""


class NoJobs:
    """For commands that never start work, such as `init` and `books`."""

    def enqueue(
        self,
        conn: Connection,
        workflow: str,
        work_id: str,
        *args: Any,
        partition: str | None = None,
        delay_seconds: float = 0,
    ) -> None:
        """Refuse: this process was opened without a job engine."""
        del conn, work_id, args, partition, delay_seconds
        msg = f"{workflow} cannot be started: opened without a job engine"
        raise RuntimeError(msg)

    def send(self, conn: Connection, work_id: str, topic: str, message: Any, key: str) -> None:
        """Refuse, as above."""
        del conn, topic, message, key
        msg = f"{work_id} cannot be told anything: opened without a job engine"
        raise RuntimeError(msg)

    def note_commit(self) -> None:
        """Nobody waits for anything."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One running transaction and what a use case may need in it: the moment, fresh ids, durable work."""

    conn: Connection
    now: datetime
    new_id: NewId
    jobs: Jobs

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.conn.dialect.name


@dataclass(frozen=True, slots=True)
class Undone:
    """What one of several changes ended with; the others stand."""

    error: Exception


class Store:
    """An open database. `change` writes, `read` reads; both give the work one `Tx` and are safe in threads."""

    def __init__(self, engine: Engine, reader: Engine, clock: Clock, new_id: NewId) -> None:
        self.engine = engine
        self.jobs: Jobs = NoJobs()
        self._reader = reader
        self._clock = clock
        self._new_id = new_id
        self.gate = Gate() if engine.dialect.name == "sqlite" else None
        self._tries = Retrying(
            retry=retry_if_exception(_is_passing),
            stop=stop_after_attempt(5),
            wait=wait_random_exponential(multiplier=0.02, max=1),
            reraise=True,
        )

    @property
    def url(self) -> str:
        """The database's URL with its password, for the job engine."""
        return self.engine.url.render_as_string(hide_password=False)

    def change(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction and commit; again, at most 5 times, when the database says to."""
        done: T = self._tries(self._change_once, work)
        return done

    def change_together(self, works: Iterable[Callable[[Tx], Any]], *, first: bool) -> list[Any]:
        """Run each of `works` in a savepoint of one transaction: its answer, or the error that undid it alone.

        One commit serves them all, tried once. `first` goes before whoever waits to write (SQLite only).
        """
        with self._alone(first=first), self.engine.begin() as conn:
            done = [self._try(conn, work) for work in works]
        self.jobs.note_commit()
        reach_commit()
        return done

    def _try(self, conn: Connection, work: Callable[[Tx], Any]) -> Any:
        savepoint = conn.begin_nested()
        try:
            answer = work(self._tx(conn))
        except Exception as error:  # noqa: BLE001 - raised where the work was asked for
            savepoint.rollback()
            return Undone(error)
        savepoint.commit()
        return answer

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one unchanging view of the data, in a transaction that is always rolled back."""
        with self._reader.connect() as conn:
            return work(self._tx(conn))

    def close(self) -> None:
        """Let every connection go."""
        self._reader.dispose()
        self.engine.dispose()

    def _change_once(self, work: Callable[[Tx], T]) -> T:
        with self._alone(), self.engine.begin() as conn:
            done = work(self._tx(conn))
        self.jobs.note_commit()
        reach_commit()
        return done

    def _tx(self, conn: Connection) -> Tx:
        return Tx(conn, self._clock(), self._new_id, self.jobs)

    @contextmanager
    def _alone(self, *, first: bool = False) -> Iterator[None]:
        """SQLite has one writer: waiting here is fair, its own busy loop is not."""
        if self.gate is None:
            yield
            return
        self.gate.enter(first=first)
        try:
            yield
        finally:
            self.gate.leave()


def open_store(url: str, clock: Clock, new_id: NewId) -> Store:
    """Open `url` (SQLite file or PostgreSQL); raises sqlalchemy's errors only once it is used."""
    if make_url(url).get_backend_name() == "sqlite":
        return Store(_open_sqlite(url, "IMMEDIATE"), _open_sqlite(url, "DEFERRED"), clock, new_id)
    engine = _open_postgresql(url)
    return Store(engine, engine.execution_options(isolation_level="REPEATABLE READ"), clock, new_id)


def _open_postgresql(url: str) -> Engine:
    """Connections that lay idle are tried before use: the server may have gone; a busy one would have noticed."""
    engine = create_engine(url, pool_size=10, max_overflow=10, connect_args={"options": POSTGRES_OPTIONS})

    @event.listens_for(engine, "checkin")
    def _note_use(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _try(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return engine


def _open_sqlite(url: str, begin: str) -> Engine:
    """A deferred transaction that turns into a writer fails at once, so these are IMMEDIATE (sqlite.org)."""
    engine = create_engine(url, pool_size=8, max_overflow=16)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql(f"BEGIN {begin}")

    return engine


def is_disk_full(error: BaseException) -> bool:
    """Whether the database found no room for what was to be written; nothing of that transaction is in it."""
    told = _find_told(error)
    return getattr(told, "sqlstate", None) == FULL["sqlstate"] or FULL["text"] in str(told)


def _find_told(error: BaseException) -> BaseException | None:
    """What the driver said; its own errors come from `store.posting`."""
    return error.orig if isinstance(error, DBAPIError) else error


def _is_passing(error: BaseException) -> bool:
    """Whether the same transaction may do better again."""
    told = _find_told(error)
    return getattr(told, "sqlstate", None) in PASSING_SQLSTATES or "database is locked" in str(told)
