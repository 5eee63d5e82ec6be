"""Signed links: what one machine wrote another reads, and nothing else opens anything."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from core.clock import make_id, read_system_clock
from core.domain.refusals import NotFound
from core.store.engine import Store, open_store
from webhooks.links import LINK_LIFE, open_links

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def stores(database_url: str) -> Iterator[list[Store]]:
    """Two machines at one database."""
    opened = [open_store(database_url, read_system_clock, make_id) for _ in range(2)]
    yield opened
    for store in opened:
        store.close()


def test_one_machine_reads_what_another_wrote(stores: list[Store]) -> None:
    here, there = (open_links(store, lambda: NOW) for store in stores)
    assert there.read(here.write("headshot_1", 3)) == ("headshot_1", 3)


def test_a_link_ends_after_its_time(stores: list[Store]) -> None:
    token = open_links(stores[0], lambda: NOW).write("headshot_1", 3)
    last = open_links(stores[1], lambda: NOW + LINK_LIFE)
    assert last.read(token) == ("headshot_1", 3)
    late = open_links(stores[1], lambda: NOW + LINK_LIFE + timedelta(seconds=1))
    with pytest.raises(NotFound):
        late.read(token)


def test_a_link_of_another_installation_opens_nothing(sqlite_url: str, postgresql_url: str) -> None:
    strangers = [open_store(url, read_system_clock, make_id) for url in (sqlite_url, postgresql_url)]
    ours, theirs = (open_links(store, lambda: NOW) for store in strangers)
    with pytest.raises(NotFound):
        ours.read(theirs.write("headshot_1", 3))
    for store in strangers:
        store.close()
