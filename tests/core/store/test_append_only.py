"""The books and the audit log only grow: the database itself refuses to change or delete a row."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.core.office import Office

TABLES = ("moves", "entries", "audit")
COLUMNS = {"moves": "reason", "entries": "credits", "audit": "detail"}


def run(office: Office, statement: str) -> None:
    office.change(lambda tx: tx.conn.execute(text(statement)))


def count(office: Office, table: str) -> int:
    return office.read(lambda tx: int(tx.conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_no_row_is_changed_or_deleted(office: Office, table: str, statement: str) -> None:
    office.buy(10)
    before = count(office, table)
    assert before > 0
    with pytest.raises(DBAPIError, match="append-only"):
        run(office, statement.format(table, COLUMNS[table]))
    assert count(office, table) == before


@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied_and_no_row_replaced(office: Office, table: str) -> None:
    office.buy(10)
    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    before = count(office, table)
    with pytest.raises(DBAPIError, match="append-only"):
        run(office, replace if office.store.engine.dialect.name == "sqlite" else f"TRUNCATE {table} CASCADE")
    assert count(office, table) == before
