"""Storage, whichever it is: whole or not at all, gone when deleted, and never outside of its place."""

import threading

import pytest

from core.domain.refusals import NotFound
from tests.core.place import Place

KEY = "teams/team_1/generations/headshot_1/headshot-1.jpg"


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"x" * 1_000_000])
def test_what_is_put_is_got(place: Place, data: bytes) -> None:
    place.files.put(KEY, data)
    assert place.files.get(KEY) == data
    assert place.list_keys() == [KEY]


def test_putting_again_replaces(place: Place) -> None:
    place.files.put(KEY, b"long before")
    place.files.put(KEY, b"new")
    assert place.files.get(KEY) == b"new"
    assert set(place.list_keys()) == {KEY}


def test_what_was_never_put_is_not_found(place: Place) -> None:
    with pytest.raises(NotFound):
        place.files.get(KEY)


def test_deleting_leaves_nothing_of_it_and_everything_else(place: Place) -> None:
    others = [f"{KEY}.bak", KEY.replace("-1.jpg", "-12.jpg"), KEY.replace("headshot_1", "headshot_2")]
    for key in [KEY, KEY, *others]:
        place.files.put(key, b"1")
    place.files.delete(KEY)
    assert place.list_keys() == sorted(others)
    with pytest.raises(NotFound):
        place.files.get(KEY)


def test_deleting_what_is_not_there_is_no_harm(place: Place) -> None:
    place.files.put(KEY, b"1")
    for _ in range(2):
        place.files.delete(KEY)
    place.files.delete("teams/never/there.jpg")
    assert place.list_keys() == []


def test_what_was_deleted_can_be_put_again(place: Place) -> None:
    place.files.put(KEY, b"before")
    place.files.delete(KEY)
    place.files.put(KEY, b"after")
    assert place.files.get(KEY) == b"after"


def test_what_is_old_is_listed_below_a_folder(place: Place) -> None:
    keys = [KEY.replace("headshot_1", f"headshot_{n:04}") for n in range(12)]
    for key in [*keys, KEY.replace("team_1", "team_12")]:
        place.files.put(key, b"1")
    place.files.put(keys[0], b"2")
    assert sorted(key for page in place.files.list_old("teams/team_1", 0) for key in page) == keys
    assert [key for page in place.files.list_old("teams/team_1", 3600) for key in page] == []
    assert [key for page in place.files.list_old("teams/never", 0) for key in page] == []


BAD_KEYS = [
    "",
    "/",
    "alone.jpg",
    "/etc/passwd",
    "../outside.jpg",
    "teams/../../outside.jpg",
    "teams/..",
    "teams/a..b/c.jpg",
    "teams//double.jpg",
    "teams/.",
    "teams/./x.jpg",
    "teams/.hidden/x.jpg",
    "teams/x.jpg\n",
    "teams/x.jpg\x00",
    "teams/x y.jpg",
    "teams\\x.jpg",
    "teams/é.jpg",
    "~/x.jpg",
]


def test_a_key_that_could_lead_elsewhere_is_refused(place: Place) -> None:
    files = place.files
    for key in BAD_KEYS:
        with pytest.raises(NotFound):
            files.put(key, b"x")
        with pytest.raises(NotFound):
            files.get(key)
        with pytest.raises(NotFound):
            files.delete(key)
    assert place.list_keys() == []


def test_a_folder_is_no_file(place: Place) -> None:
    place.files.put(KEY, b"1")
    with pytest.raises(NotFound):
        place.files.get("teams/team_1")
    with pytest.raises(NotFound):
        place.files.get(f"{KEY}/below")


def test_a_reader_never_sees_half(place: Place) -> None:
    versions = [bytes([n]) * 300_000 for n in range(3)]
    place.files.put(KEY, versions[0])
    is_over = threading.Event()

    def write() -> None:
        for _ in range(10):
            for version in versions:
                place.files.put(KEY, version)
        is_over.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not is_over.is_set():
        seen.append(place.files.get(KEY) in versions)
    writer.join()
    assert seen
    assert all(seen)


def test_threads_may_use_it_together(place: Place) -> None:
    keys = [KEY.replace("headshot_1", f"headshot_{n}") for n in range(12)]
    threads = [threading.Thread(target=place.files.put, args=(key, key.encode())) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [place.files.get(key) for key in keys] == [key.encode() for key in keys]


def test_a_storage_that_is_well_is_found_well(place: Place) -> None:
    place.files.check()
    place.files.drop_torn()
    assert place.list_keys() == []
