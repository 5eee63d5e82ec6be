"""Triggers that make a table append-only in the database itself, on SQLite and PostgreSQL."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

REFUSAL: Final = "this table is append-only"
_FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def forbid_changes(conn: Connection, tables: Iterable[str]) -> None:
    """From now on the database refuses UPDATE and DELETE (and TRUNCATE, where it exists) on `tables`."""
    is_sqlite = conn.dialect.name == "sqlite"
    if not is_sqlite:
        conn.exec_driver_sql(_FUNCTION)
    for table in tables:
        for statement in _write_sqlite(table) if is_sqlite else _write_postgresql(table):
            conn.exec_driver_sql(statement)


def _write_sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _write_postgresql(table: str) -> list[str]:
    refuse = "EXECUTE FUNCTION refuse_change()"
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]
