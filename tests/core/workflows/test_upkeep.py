"""The hourly housekeeping: what it looks after and what it says."""

import os
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import update

from core.domain.generations import GenerationStatus, SelfieState
from core.services.deletion import delete_person
from core.services.generations import begin_work, end_generation, name_headshot_file, record_picture
from core.services.selfies import drop_selfies, name_selfie_file
from core.store import generations as rows
from core.store.tables import generations
from core.store.threads import ThreadedStore
from core.workflows.house import House
from core.workflows.upkeep import audit, erase_keys, forget_files
from tests.core.office import Office
from tests.core.place import Place, open_folder


async def test_books_that_do_not_add_up_are_error_lines(lonely_office: Office) -> None:
    lonely_office.buy(10)
    generation = lonely_office.start(lonely_office.hire(credits_=1))
    lonely_office.change(end_generation, generation.id, GenerationStatus.COMPLETED)
    nothing: Any = None
    house = House(ThreadedStore(lonely_office.store), nothing, nothing, nothing)
    with structlog.testing.capture_logs() as said:
        await audit(house)
        assert said == []
        wrong = update(generations).values(status=GenerationStatus.FAILED.value)
        lonely_office.store.change(lambda tx: tx.conn.execute(wrong))
        await audit(house)
    mismatch = f"generation {generation.id} is failed but its credit is not"
    assert said == [{"event": "books do not add up", "log_level": "error", "mismatch": mismatch}]


def open_house(office: Office, place: Place) -> House:
    nothing: Any = None
    return House(ThreadedStore(office.store), place.files, nothing, nothing)


def name_selfie(office: Office, member_id: str, selfie_id: str) -> str:
    return name_selfie_file(office.team_id, member_id, selfie_id)


def store_noted(office: Office, place: Place, member_id: str) -> list[str]:
    """Files that a row names: a picture of a set that is done, and a photo of a draft."""
    done = office.start(member_id).id
    picture = name_headshot_file(office.team_id, done, 1)
    office.change(begin_work, done)
    office.change(record_picture, done, 1, picture, 10)
    office.change(end_generation, done, GenerationStatus.COMPLETED)
    (taken,) = office.send_selfies(member_id, 1, SelfieState.RECEIVED)
    photo = name_selfie(office, member_id, taken)
    office.change(rows.update_selfies, [taken], {"state": SelfieState.ACCEPTED.value, "file_key": photo})
    for key in (picture, photo):
        place.files.put(key, b"a face")
    return [picture, photo]


def store_early(office: Office, place: Place, member_id: str) -> list[str]:
    """Files that work which is under way has stored and will note."""
    running = office.start(member_id).id
    (coming,) = office.send_selfies(member_id, 1, SelfieState.RECEIVED)
    keys = [name_headshot_file(office.team_id, running, 4), name_selfie(office, member_id, coming)]
    for key in keys:
        place.files.put(key, b"a face")
    return keys


def store_late(office: Office, place: Place, member_id: str) -> list[str]:
    """Files that a worker stored after what they were for had ended, and was killed before it could note them."""
    stopped = office.start(member_id).id
    office.change(end_generation, stopped, GenerationStatus.CANCELED)
    (taken_back,) = office.send_selfies(member_id, 1, SelfieState.RECEIVED)
    office.change(drop_selfies, member_id, [taken_back])
    eva = office.hire("Eva", 1)
    hers = office.start(eva).id
    (her_photo,) = office.send_selfies(eva, 1, SelfieState.RECEIVED)
    office.change(delete_person, eva, "telegram")
    keys = [
        name_headshot_file(office.team_id, stopped, 1),
        name_headshot_file(office.team_id, hers, 2),
        name_headshot_file(office.team_id, "headshot_of_nobody", 1),
        name_selfie(office, member_id, taken_back),
        name_selfie(office, eva, her_photo),
        name_selfie(office, eva, "selfie_of_nobody"),
    ]
    for key in keys:
        place.files.put(key, b"a face")
    return sorted(keys)


async def test_a_file_that_nobody_noted_goes_and_no_other(lonely_office: Office, place: Place) -> None:
    office, house = lonely_office, open_house(lonely_office, place)
    office.buy(10)
    ben = office.hire("Ben", 5)
    kept = store_noted(office, place, ben) + store_early(office, place, ben)
    for other in (f"teams/{office.team_id}/readme.txt", "teams/team_of_others/members/m/selfies/s.jpg"):
        place.files.put(other, b"not ours to judge")
        kept.append(other)
    late = store_late(office, place, ben)
    asked = office.list_erased()

    await forget_files(house)
    assert office.list_erased() == asked, "nothing is an hour old"
    await forget_files(house, age=0)
    assert sorted([*asked, *late]) == office.list_erased()

    await erase_keys(house, late)
    assert place.list_keys() == sorted(kept)


async def test_deleting_a_person_leaves_nothing_whatever_a_zombie_stores(
    lonely_office: Office, place: Place
) -> None:
    office, house = lonely_office, open_house(lonely_office, place)
    office.buy(10)
    ben = office.hire("Ben", 5)
    keys = store_noted(office, place, ben) + store_early(office, place, ben)
    office.change(delete_person, ben, "telegram")
    for generation in office.read(lambda tx: tx.conn.execute(generations.select()).all()):
        office.change(end_generation, generation.id, GenerationStatus.CANCELED)
    for key in keys:
        place.files.put(key, b"what a zombie had in hand")
    await forget_files(house, age=0)
    await erase_keys(house, office.list_erased())
    assert place.list_keys() == []


async def test_what_was_half_written_goes_though_nobody_starts_anew(
    lonely_office: Office, tmp_path: Path
) -> None:
    place = open_folder(tmp_path / "files")
    torn = tmp_path / "files" / "teams" / ".new-torn"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(b"half a face")
    os.utime(torn, (0, 0))
    await forget_files(open_house(lonely_office, place))
    assert place.list_keys() == []
