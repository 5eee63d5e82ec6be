"""This process as a worker: the only live one under its id, seen to live, and gone before others take its work."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import structlog
from filelock import FileLock, Timeout
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError

from core.clock import NewId
from core.domain.refusals import Refusal, Unavailable
from core.store import workers as rows
from core.store.leases import Lease
from core.store.threads import ThreadedStore

log = structlog.get_logger()

BEATS: Final = 6  # in the time a worker may be silent
PATIENCE: Final = 3 / 4  # of that time: who was not heard for so long is gone before the others move in
CLAIM_SECONDS: Final = 5.0  # the session of a process that was just killed ends within moments
CLAIM_PAUSE: Final = 0.2


class AlreadyRunning(Refusal):
    """Two workers must never share one identity: the second would redo the first one's work."""

    code, status = "already_running", 409
    sentence = "Another closeup is already working with this data folder."
    mend = "Stop it first, or set CLOSEUP_DATA_DIR to another folder."


class WorkerLost(Unavailable):
    """This worker cannot show that it lives; whoever started it starts it again."""

    code = "worker_lost"
    sentence = "This worker lost the database, and stops so that the others can go on with its work."
    mend = "It takes up work again once it is started again."


class Worker:
    """One for each working process; `silence` is how long a worker may be silent before others take its work."""

    def __init__(self, store: ThreadedStore, worker_id: str, silence: timedelta) -> None:
        self.id, self.silence = worker_id, silence
        self._store = store
        url = make_url(store.blocking.url)
        # A SQLite file has one machine, where the lock on the data folder is enough, and nobody takes over.
        self._lease = Lease(store.blocking.url, f"closeup worker {worker_id}") if _is_shared(url) else None

    async def begin(self) -> None:
        """Claim the id and be seen; `AlreadyRunning` when another live process has it."""
        deadline = asyncio.get_running_loop().time() + CLAIM_SECONDS
        while self._lease is not None and not await self._store.run(self._lease.take):
            if asyncio.get_running_loop().time() > deadline:
                raise AlreadyRunning(
                    mend="If its data folder was copied, delete the file worker-id in this one."
                )
            await asyncio.sleep(CLAIM_PAUSE)
        await self._store.change(partial(rows.note_beat, worker_id=self.id))

    async def stay(self) -> None:
        """Be seen again and again; returns once this was not possible for so long that others may move in.

        On SQLite nobody does, and it never returns: a laptop that slept goes on where it was.
        """
        loop = asyncio.get_running_loop()
        beat, patience = self.silence.total_seconds() / BEATS, self.silence.total_seconds() * PATIENCE
        seen_at = loop.time()
        while True:
            await asyncio.sleep(beat)
            # Looked at before the next beat: who was frozen must not come back to life after others moved in.
            if self._lease is not None and loop.time() - seen_at > patience:
                return
            began_at = loop.time()
            if await self._beat(beat * 2):
                seen_at = began_at

    async def end(self) -> None:
        """Say that this worker stopped in good order, if the database is there to hear it."""
        try:
            await self._store.change(partial(rows.note_end, worker_id=self.id))
        except DBAPIError as error:
            log.info("end not noted", worker=self.id, error=type(error).__name__)
        if self._lease is not None:
            await self._store.run(self._lease.drop)

    async def _beat(self, seconds: float) -> bool:
        """Whether this worker still has its id and was seen."""
        try:
            async with asyncio.timeout(seconds):
                if self._lease is not None and not await self._store.run(self._lease.take):
                    log.error("worker id taken", worker=self.id)
                    return False
                await self._store.change(partial(rows.note_beat, worker_id=self.id))
        except (DBAPIError, TimeoutError) as error:
            log.warning("worker not seen", worker=self.id, error=type(error).__name__)
            return False
        return True


def _is_shared(url: URL) -> bool:
    return url.get_backend_name() == "postgresql"


def lock_folder(data_dir: Path) -> FileLock:
    """The lock of a data folder, taken; `AlreadyRunning` when another process of this machine has it."""
    lock = FileLock(data_dir / "worker.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyRunning from error
    return lock


def read_worker_id(data_dir: Path, new_id: NewId) -> str:
    """Stable over restarts, so that a worker finds its own unfinished work; unique to the data folder.

    Call it under the folder's lock.
    """
    path = data_dir / "worker-id"
    if not path.exists():
        torn = data_dir / ".worker-id"
        torn.write_text(new_id("worker"))
        torn.replace(path)
    return path.read_text().strip()
