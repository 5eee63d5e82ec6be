"""The one door to the core: opens it from settings and lends it to the wings."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from core.clock import make_id, read_system_clock
from core.domain.refusals import Refusal, Unavailable
from core.gateways.files import Files, open_storage
from core.gateways.replicate.opening import ReplicateDoor
from core.gateways.stripe import PaymentsOff, StripeGateway
from core.photos.lab import Lab, open_lab
from core.settings import Settings
from core.store.engine import Store, open_store
from core.store.migrations import is_schema_current, is_schema_newer, upgrade_schema
from core.store.threads import ThreadedStore
from core.workflows.choosing import choose_generator
from core.workflows.drowsing import Drowsing
from core.workflows.engine import Engine, upgrade_engine
from core.workflows.forgetting import Forgetting, register_forgetting
from core.workflows.generation import register_generation
from core.workflows.house import Desk, House
from core.workflows.inbox import register_inbox
from core.workflows.payments import register_payments
from core.workflows.sweeping import register_sweeping
from core.workflows.till import Till
from core.workflows.upkeep import register_tidying, register_upkeep
from core.workflows.workers import Worker, WorkerLost, lock_folder, read_worker_id

if TYPE_CHECKING:
    from filelock import FileLock

SQLITE: Final = "sqlite"
CUT_SECONDS: Final = 2
ENDING_SECONDS: Final = 1.0  # for the engine's threads: one that looks for news sleeps for five


class SchemaOld(Refusal):
    """The database was made by an earlier release."""

    code, status = "schema_old", 503
    sentence = "The database is not at this release's schema."
    mend = "Run: closeup db upgrade"


class SchemaNewer(Refusal):
    """The database was upgraded by a later release; nothing of it is touched."""

    code, status = "schema_newer", 503
    sentence = "The database belongs to a newer release than this one."
    mend = "Start the newer release again, or put back the backup from before its upgrade."


class DatabaseUnreachable(Unavailable):
    """Nobody answers at the configured database."""

    code = "database_unreachable"
    sentence = "The database cannot be opened."
    mend = "Check DATABASE_URL, or that the data folder can be written."


class NeedsPostgreSQL(Refusal):
    """A SQLite file has one working process, which does everything."""

    code, status = "needs_postgresql", 409
    sentence = "On SQLite one process does everything, so --only cannot split it."
    mend = "Leave --only out, or set DATABASE_URL to a PostgreSQL database."


class Core:
    """The opened core: `store`, `files`, `stripe`, and durable work once `start_work` was called."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = ThreadedStore(store)
        self.files: Files = open_storage(settings)
        self.engine = Engine(store)
        store.jobs = self.engine
        self.replicate = ReplicateDoor(settings)
        self._stripe: StripeGateway | None = None
        self._lab: Lab | None = None
        self._lock: FileLock | None = None
        self._worker: Worker | None = None
        self._staying: asyncio.Task[None] | None = None
        self._drowsing: asyncio.Task[None] | None = None

    @property
    def stripe(self) -> StripeGateway:
        """The payment gateway; `PaymentsOff` without a key."""
        if self._stripe is None:
            key = self.settings.stripe_secret_key
            if key is None:
                raise PaymentsOff
            base, invoices = self.settings.stripe_api_base, self.settings.closeup_stripe_invoices
            self._stripe = StripeGateway(key.get_secret_value(), base, invoices=invoices)
        return self._stripe

    @property
    def till(self) -> Till:
        """What looking after payments needs."""
        return Till(self.store, lambda: self.stripe)

    @property
    def is_stripe_live(self) -> bool:
        """Whether real money moves; False without a key."""
        return self.settings.stripe_secret_key is not None and self.stripe.is_live

    @property
    def lab(self) -> Lab:
        """The photo lab; its processes start with the first picture. `ModelsMissing` when set-up was not run."""
        if self._lab is None:
            self._lab = open_lab(self.settings.models_dir)
        return self._lab

    @property
    def is_working(self) -> bool:
        """Whether this process does durable work."""
        return self._lock is not None

    async def claim_work(self) -> Worker:
        """Become the one process that works with this data folder; `AlreadyRunning` when another one does."""
        folder = self.settings.closeup_data_dir
        self._lock = lock_folder(folder)
        silence = timedelta(seconds=self.settings.closeup_worker_silence_seconds)
        self._worker = Worker(self.store, read_worker_id(folder, make_id), silence)
        await self._worker.begin()
        self._staying = asyncio.create_task(self._worker.stay(), name="worker")
        return self._worker

    async def start_work(self, desk: Desk) -> None:
        """Recover what this worker left unfinished and take new work; `AlreadyRunning` when another one does."""
        worker = self._worker or await self.claim_work()
        await self.store.run(self.files.drop_torn)
        house = House(self.store, self.files, self.lab, desk)
        generator = choose_generator(self.settings, house, self.replicate)
        self.engine.prepare(worker.id)
        drowsing = Drowsing(self.store, self.engine.set_pace)
        register_inbox(house, drowsing)
        register_generation(house, generator)
        register_forgetting(Forgetting(self.store, self.replicate))
        register_upkeep(house)
        sweeping = register_sweeping(self.store, worker.id, worker.silence)
        tidying = register_tidying(house, self.settings)
        await self.engine.launch([register_payments(self.till), tidying, sweeping])
        self._drowsing = asyncio.create_task(drowsing.keep(), name="drowsing")

    async def wait_until_lost(self) -> Refusal:
        """Why this worker must end at once, before others take its work; waits for ever where none was started."""
        await (self._staying or asyncio.Event().wait())
        return WorkerLost()

    async def stop_work(self) -> None:
        """Cut off what runs, for the next start to go on with; the engine's threads need the loop to turn meanwhile."""
        self.files.close()
        await _cut_off_tasks()
        await self.store.run(self.engine.stop, ENDING_SECONDS)
        await _cut_off_tasks()
        await self.replicate.close()
        if self._worker is not None:
            await self._worker.end()

    def close(self) -> None:
        """Stop in the order that loses nothing; what was not finished is finished at the next start."""
        self.files.close()
        self.engine.stop(ENDING_SECONDS)
        if self._lab is not None:
            self._lab.close()
        self.store.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def demand_whole(settings: Settings) -> None:
    """Refuse to split the work of a SQLite database over processes."""
    if _is_sqlite(settings):
        raise NeedsPostgreSQL


def open_core(settings: Settings, *, may_create: bool = False) -> Core:
    """Open the database and what belongs to it; a SQLite file is made and migrated by itself.

    `may_create` lets an empty PostgreSQL database be filled. Raises `SchemaOld`, `SchemaNewer` or
    `DatabaseUnreachable`.
    """
    store = _open_store(settings)
    try:
        if is_schema_newer(store.engine):
            raise SchemaNewer
        if _is_sqlite(settings) or (may_create and _is_empty(store)):
            _upgrade(store)
        elif not is_schema_current(store.engine):
            raise SchemaOld
    except (DBAPIError, OSError) as error:
        raise DatabaseUnreachable from error
    return Core(settings, store)


def upgrade_database(settings: Settings) -> None:
    """Bring the database to this release's schema, ours and the job engine's."""
    store = _open_store(settings)
    try:
        if is_schema_newer(store.engine):
            raise SchemaNewer
        _upgrade(store)
    except (DBAPIError, OSError) as error:
        raise DatabaseUnreachable from error
    finally:
        store.close()


async def _cut_off_tasks() -> None:
    """Unlike an error, a cancellation is not recorded: durable work stays as unfinished as it is."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    if left:
        await asyncio.wait(left, timeout=CUT_SECONDS)


def _open_store(settings: Settings) -> Store:
    if _is_sqlite(settings):
        path = Path(make_url(settings.database).database or "")
        try:
            _make_private(path)
        except OSError as error:
            raise DatabaseUnreachable from error
    return open_store(settings.database, read_system_clock, make_id)


def _make_private(path: Path) -> None:
    """Faces and money: nobody else on this machine reads them."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _upgrade(store: Store) -> None:
    if not is_schema_current(store.engine):
        upgrade_schema(store.engine)
    upgrade_engine(store.url)


def _is_sqlite(settings: Settings) -> bool:
    return make_url(settings.database).get_backend_name() == SQLITE


def _is_empty(store: Store) -> bool:
    with store.engine.connect() as conn:
        return not store.engine.dialect.has_table(conn, "teams")
