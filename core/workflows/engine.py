"""The job engine behind one door: starts durable work inside our transactions and runs it."""

import asyncio
import json
import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from dbos import DBOS, DBOSClient, DBOSConfig, ScheduleInput, Serializer
from sqlalchemy import Connection, event, make_url
from sqlalchemy import Engine as EngineOfSqlalchemy

from core.services.arrivals import CONVERSE
from core.services.deletion import ERASE
from core.services.generations import GENERATE
from core.services.providers import FORGET
from core.services.purchases import WATCH
from core.services.selfies import JUDGE
from core.store.engine import STALL_SECONDS, Store, Tx
from core.store.gate import open_guarded_engine
from core.workflows.drowsing import LIVELY
from core.workflows.payments import RECONCILE
from core.workflows.steps import Schedule
from core.workflows.sweeping import SWEEP
from core.workflows.upkeep import TIDY

APP: Final = "closeup"
VERSION: Final = (
    "1"  # constant over releases: another one would strand the work in flight; needs a drain to change
)
SUBSECONDS_SINCE: Final = (3, 42, 0)
POOL_SIZE: Final = 10
# Seconds between two looks for news, one for each that waits; PostgreSQL brings it, and on SQLite `note_commit` does.
LISTENING: Final = {"sqlite": 5.0, "postgresql": 1.0}
# Together the looks make what an idle installation costs: chat looks often, because somebody waits for it, the rest
# seldom, and all of them less when nobody is about (`drowsing`).
QUEUES: Final[dict[str, dict[str, Any]]] = {
    CONVERSE: {
        "partition_concurrency": 1,
        "worker_concurrency": 500,
        "polling_interval_sec": LIVELY[CONVERSE],
    },
    JUDGE: {"worker_concurrency": 4, "polling_interval_sec": LIVELY[JUDGE]},
    WATCH: {"worker_concurrency": 500, "polling_interval_sec": LIVELY[WATCH]},
    RECONCILE: {"global_concurrency": 1, "worker_concurrency": 1, "polling_interval_sec": LIVELY[RECONCILE]},
    TIDY: {"global_concurrency": 1, "worker_concurrency": 1, "polling_interval_sec": 10.0},
    SWEEP: {"worker_concurrency": 1, "polling_interval_sec": 10.0},
    ERASE: {"worker_concurrency": 4, "polling_interval_sec": LIVELY[ERASE]},
    FORGET: {"worker_concurrency": 8, "polling_interval_sec": LIVELY[FORGET]},
    # One that waits for its provider holds its place, and hardly anything else.
    GENERATE: {
        "partition_concurrency": 3,
        "worker_concurrency": 6000,
        "polling_interval_sec": LIVELY[GENERATE],
    },
}


class JsonSerializer(Serializer):
    """Ids and small facts as JSON, never pickle: what is in the database cannot run code."""

    def serialize(self, data: Any) -> str:
        """JSON; an error becomes its class's name, because its text may hold what a person wrote."""
        return json.dumps(data, default=_write_error)

    def deserialize(cls, serialized_data: str) -> Any:  # noqa: N805 - the engine's own signature
        """What `serialize` wrote."""
        data = json.loads(serialized_data)
        if isinstance(data, dict) and "__error__" in data:
            return RecordedError(data["__error__"])
        return data

    def name(self) -> str:
        """How rows are marked."""
        return "closeup_json"


class RecordedError(Exception):
    """An error that an earlier run of a step ended with; only its class's name is kept."""


def _write_error(value: Any) -> Any:
    if isinstance(value, BaseException):
        return {"__error__": type(value).__name__}
    if isinstance(value, tuple | set):
        return list(value)
    if isinstance(value, datetime):
        return value.isoformat()
    msg = f"{type(value).__name__} cannot be kept by the job engine"
    raise TypeError(msg)


class Engine:
    """Durable work: `enqueue` from any process, `launch` in the one that works."""

    def __init__(self, store: Store, listening: float | None = None) -> None:
        """`listening` are the seconds between two looks for news, where another pace than the usual one is wanted."""
        self._store = store
        self._listening = listening or LISTENING[store.engine.dialect.name]
        self._ending: threading.Thread | None = None
        # On SQLite the library's own transactions would wait in a busy loop while ours queue.
        self._guarded = open_guarded_engine(store.url, store.gate, POOL_SIZE) if store.gate else None
        self._serializer = JsonSerializer()
        self._executor_id = ""
        self._library: DBOS | None = None
        self._waiters: Any = None
        self._sent: deque[str] = deque()  # who was sent something in a transaction that is not committed yet
        self._client = DBOSClient(
            system_database_engine=store.engine, application_name=APP, serializer=self._serializer, lazy=True
        )

    def enqueue(
        self,
        conn: Connection,
        workflow: str,
        work_id: str,
        *args: Any,
        partition: str | None = None,
        delay_seconds: float = 0,
    ) -> None:
        """Start `workflow` under `work_id` when `conn`'s transaction commits; the same id twice is one run."""
        options: dict[str, Any] = {
            "workflow_name": workflow,
            "queue_name": workflow,
            "workflow_id": work_id,
            "app_version": VERSION,
        }
        if partition is not None:
            options["queue_partition_key"] = partition
        if delay_seconds:
            options["delay_seconds"] = delay_seconds
        self._client.enqueue_in_transaction(conn, options, *args)  # type: ignore[arg-type]

    def send(self, conn: Connection, work_id: str, topic: str, message: Any, key: str) -> None:
        """Wake work that waits for `topic` when `conn`'s transaction commits; the same key twice is one message.

        The work must have been enqueued, and its record be there still.
        """
        self._client.send_in_transaction(conn, work_id, message, topic, key)
        if self._guarded is not None:
            self._sent.append(f"{work_id}::{topic}")

    def note_commit(self) -> None:
        """Wake what was sent something, where the database brings no news by itself.

        Only a hint: who is not woken by it is found at the library's next look, `LISTENING` seconds later at most.
        """
        while self._sent:
            waiter = self._sent.popleft()
            signal = self._waiters.get(waiter) if self._waiters is not None else None
            if signal is not None:
                signal.set()

    def prepare(self, executor_id: str) -> None:
        """Before workflows are registered: configure the engine for this worker."""
        logging.getLogger("dbos").setLevel(logging.ERROR)
        self._ending = None
        self._executor_id = executor_id
        self._library = DBOS(config=self._configure(executor_id))

    async def launch(self, schedules: Sequence[Schedule]) -> None:
        """Recover this worker's unfinished work and take new work, on the running event loop.

        Each schedule runs at its times, and once now unless such a run is waiting.
        """
        assert self._library is not None  # noqa: S101 - prepared before
        DBOS.launch()
        # The library has no public door to who waits; without one each of thousands would be looked at all the time.
        self._waiters = getattr(self._library._sys_db, "notifications_map", None)  # noqa: SLF001
        for name, limits in QUEUES.items():
            await DBOS.register_queue_async(name, on_conflict="always_update", **limits)
        planned: list[ScheduleInput] = [
            {
                "schedule_name": schedule.name,
                "workflow_fn": schedule.workflow,
                "schedule": schedule.cron,
                "context": None,
                "queue_name": schedule.name,
            }
            for schedule in schedules
        ]
        await DBOS.apply_schedules_async(planned)
        due = await self._find_due([schedule.name for schedule in schedules])
        await asyncio.to_thread(self._store.change, partial(self._run_now, names=due))

    async def _find_due(self, names: list[str]) -> list[str]:
        """Those of which no run waits, nor is left unfinished by this worker: restarts must not pile them up."""
        found = await DBOS.list_workflows_async(
            name=names, status=["ENQUEUED", "PENDING"], load_input=False, load_output=False
        )
        coming = {
            run.name for run in found if run.status == "ENQUEUED" or run.executor_id == self._executor_id
        }
        return [name for name in names if name not in coming]

    async def set_pace(self, seconds: Mapping[str, float]) -> None:
        """From now on look so often into these queues, in every worker."""
        for name, interval in seconds.items():
            limits = QUEUES[name] | {"polling_interval_sec": interval}
            await DBOS.register_queue_async(name, on_conflict="always_update", **limits)

    def _run_now(self, tx: Tx, names: Sequence[str]) -> None:
        for name in names:
            self.enqueue(tx.conn, name, tx.new_id(name), None, None)

    def stop(self, patience: float | None = None) -> None:
        """Take no more work and leave what runs for the next start.

        With `patience`, in seconds, a thread of the library that still sleeps then is left to end with the process.
        """
        # What waits is cut off, which the engine reports as errors although its next start goes on from there.
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        if self._ending is None:
            destroy = partial(DBOS.destroy, destroy_registry=True)
            self._ending = threading.Thread(target=destroy, name="closeup-ending", daemon=True)
            self._ending.start()
            self._ending.join(patience)
        self._library = self._waiters = None
        if self._guarded is not None:
            self._guarded.dispose()

    def _configure(self, executor_id: str) -> DBOSConfig:
        return {
            "name": APP,
            "system_database_url": self._store.url,
            "application_version": VERSION,
            "executor_id": executor_id,
            "serializer": self._serializer,
            "log_level": "ERROR",
            "max_executor_threads": 16,
            "sys_db_pool_size": POOL_SIZE,
            "sys_db_idle_transaction_timeout_sec": STALL_SECONDS,
            "system_database_engine": self._guarded,
            "run_migrations": False,
            "notification_coalesce_sec": 1.0,  # nobody waits for the events that this bundles
            "notification_listener_polling_interval_sec": self._listening,
            "scheduler_polling_interval_sec": 30.0,
        }


def _read_unix_time(word: str) -> float | None:
    return time.time() if word == "subsec" else None


@event.listens_for(EngineOfSqlalchemy, "connect")
def _teach_milliseconds(connection: object, _record: object) -> None:
    """From Python 3.12 on the job engine asks SQLite for `unixepoch('subsec')`, which came with SQLite 3.42.

    Debian bookworm has 3.40, where it is NULL and nothing starts; so older ones learn it, whoever opens them.
    """
    if isinstance(connection, sqlite3.Connection) and sqlite3.sqlite_version_info < SUBSECONDS_SINCE:
        connection.create_function("unixepoch", 1, _read_unix_time)


def upgrade_engine(url: str) -> None:
    """Create or migrate the engine's own tables; on SQLite they sit in our file."""
    logging.getLogger("dbos").setLevel(logging.ERROR)
    DBOS.migrate(_plain(url))


def _plain(url: str) -> str:
    return make_url(url).render_as_string(hide_password=False)
