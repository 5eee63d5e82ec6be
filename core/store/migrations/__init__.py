"""Brings a database to the newest schema, and tells whether it is there."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, text

from core.store.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

HERE: Final = Path(__file__).parent
NOTED: Final = "alembic_version"


def upgrade_schema(engine: Engine) -> None:
    """Run every migration that is missing, all in one transaction."""
    from alembic import command

    with engine.begin() as conn:
        command.upgrade(_configure(conn), "head")


def is_schema_current(engine: Engine) -> bool:
    """Whether the database is at the newest migration.

    Every command asks this, so the library, which takes a quarter of a second to import, is not asked.
    """
    return _read_revision(engine) == max(list_revisions())


def is_schema_newer(engine: Engine) -> bool:
    """Whether the database is at a migration that this release does not know: a later one was here."""
    found = _read_revision(engine)
    return found is not None and found not in list_revisions()


def list_revisions() -> set[str]:
    """The migrations of this release: the numbers with which their files' names begin."""
    return {path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*.py")}


def find_drift(engine: Engine) -> list[object]:
    """The differences between the migrated database and the tables in code; empty when in step."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"include_name": is_ours, "compare_type": True})
        return list(compare_metadata(context, metadata))


def is_ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """The job engine keeps its tables in the same SQLite file; they are not ours to migrate."""
    return kind != "table" or name in metadata.tables


def _read_revision(engine: Engine) -> str | None:
    with engine.connect() as conn:
        if not engine.dialect.has_table(conn, NOTED):
            return None
        found: str | None = conn.scalar(text(f"SELECT version_num FROM {NOTED}"))  # noqa: S608 - a constant
        return found


def _configure(conn: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = conn
    return config
