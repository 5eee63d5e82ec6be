"""Brings a database to the newest schema, and tells whether it is there."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from core.store.tables import metadata

HERE = Path(__file__).parent


def upgrade_schema(engine: Engine) -> None:
    """Run every migration that is missing, all in one transaction."""
    with engine.begin() as conn:
        command.upgrade(_configure(conn), "head")


def is_schema_current(engine: Engine) -> bool:
    """Whether the database is at the newest migration."""
    with engine.connect() as conn:
        found = MigrationContext.configure(conn).get_current_revision()
    return found == ScriptDirectory.from_config(_configure(None)).get_current_head()


def find_drift(engine: Engine) -> list[object]:
    """The differences between the migrated database and the tables in code; empty when in step."""
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"include_name": is_ours, "compare_type": True})
        return list(compare_metadata(context, metadata))


def is_ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """The job engine keeps its tables in the same SQLite file; they are not ours to migrate."""
    return kind != "table" or name in metadata.tables


def _configure(conn: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = conn
    return config
