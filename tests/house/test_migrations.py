"""The migrations make exactly the tables that the code names, on both databases."""

from core.clock import make_id, read_system_clock
from core.store.engine import open_store
from core.store.migrations import find_drift, is_schema_current


def test_migrated_database_is_what_the_code_names(database_url: str) -> None:
    store = open_store(database_url, read_system_clock, make_id)
    try:
        assert is_schema_current(store.engine)
        assert find_drift(store.engine) == []
    finally:
        store.close()
