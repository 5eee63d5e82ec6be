"""What the tests of the core get: a team of their own, in a database whose books are audited after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.services.books import audit_books
from core.store.engine import Store
from tests.core.office import HeldClock, Office, open_office, open_office_store
from tests.core.place import Place, open_bucket, open_folder


@pytest.fixture(scope="module")
def held_clock() -> HeldClock:
    """The time in the databases of one file of tests."""
    return HeldClock()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_store(request: pytest.FixtureRequest, held_clock: HeldClock) -> Iterator[Store]:
    """A database of each kind for all tests of a file: a fresh one for each would take most of their time."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.open_fresh() as url, open_office_store(url, held_clock) as store:
        yield store


@pytest.fixture
def office(shared_store: Store, held_clock: HeldClock) -> Iterator[Office]:
    """A team of its own; the books must add up whatever the test did."""
    office = open_office(shared_store, held_clock)
    yield office
    assert office.read(audit_books).mismatches == []


@pytest.fixture
def lonely_office(database_url: str, held_clock: HeldClock) -> Iterator[Office]:
    """The only team of a fresh database, for tests that break the books on purpose or count everything."""
    with open_office_store(database_url, held_clock) as store:
        yield open_office(store, held_clock)


@pytest.fixture(params=["disk", "s3", "s3-versioned"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A storage of each kind, empty."""
    if request.param == "disk":
        return open_folder(tmp_path / "files")
    return open_bucket(request.getfixturevalue("s3"), is_versioned=request.param == "s3-versioned")
