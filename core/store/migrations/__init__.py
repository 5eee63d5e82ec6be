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
    with engine.connect() as conn:
        if not engine.dialect.has_table(conn, NOTED):
            return False
        found = conn.scalar(text(f"SELECT version_num FROM {NOTED}"))  # noqa: S608 - a constant
    return bool(found == find_newest())


def find_newest() -> str:
    """The newest migration: its number, with which its file's name begins."""
    return max(path.name for path in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


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


def _configure(conn: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = conn
    return config
