"""Fresh, migrated databases for tests: SQLite files, and databases of a PostgreSQL server."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from core.clock import make_id, read_system_clock
from core.store.engine import open_store
from core.store.migrations import upgrade_schema
from core.workflows.engine import upgrade_engine
from tests.postgresql import NoPostgreSQL, start_postgresql

__all__ = ["Databases", "NoPostgreSQL", "open_postgresql", "open_sqlite_files"]


@dataclass(frozen=True)
class Databases:
    """Copies of one migrated template; `open_fresh` gives the URL of a new one while a block lasts."""

    open_fresh: Callable[[], AbstractContextManager[str]]


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema, as the product does."""
    store = open_store(url, read_system_clock, make_id)
    try:
        upgrade_schema(store.engine)
        upgrade_engine(url)
    finally:
        store.close()


@contextmanager
def open_sqlite_files() -> Iterator[Databases]:
    """SQLite databases, each a file in a folder of its own, gone at the end of its block."""
    with tempfile.TemporaryDirectory(prefix="closeup-sqlite-") as folder:
        template = Path(folder) / "template.db"
        migrate(f"sqlite:///{template}")

        @contextmanager
        def open_fresh() -> Iterator[str]:
            with tempfile.TemporaryDirectory(dir=folder) as own:
                copy = Path(own) / "closeup.db"
                # Closing the last connection has emptied the write-ahead log: the one file is everything.
                shutil.copyfile(template, copy)
                yield f"sqlite:///{copy}"

        yield Databases(open_fresh)


@contextmanager
def open_postgresql(*, durable: bool = False) -> Iterator[Databases]:
    """Databases of the server that TEST_DATABASE_URL names, or of one started here and stopped at the end.

    `durable` keeps fsync on, which benchmarks need and tests do not. Raises NoPostgreSQL without either.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield from _open_on_server(make_url(given).set(drivername="postgresql+psycopg"))
    else:
        with start_postgresql(durable=durable) as url:
            yield from _open_on_server(make_url(url))


def _open_on_server(server: URL) -> Iterator[Databases]:
    prefix = f"closeup_test_{os.getpid()}"
    template, numbers = f"{prefix}_template", itertools.count()
    _administer(server, f"CREATE DATABASE {template}")
    migrate(_render(server, template))

    @contextmanager
    def open_fresh() -> Iterator[str]:
        name = f"{prefix}_{next(numbers)}"
        _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield _render(server, name)
        finally:
            # The job engine may have made a database of its own beside ours.
            for left in (name, f"{name}_dbos_sys"):
                _administer(server, f"DROP DATABASE IF EXISTS {left} WITH (FORCE)")

    try:
        yield Databases(open_fresh)
    finally:
        _administer(server, f"DROP DATABASE IF EXISTS {template} WITH (FORCE)")


def _render(server: URL, database: str) -> str:
    return server.set(database=database).render_as_string(hide_password=False)


def _administer(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
