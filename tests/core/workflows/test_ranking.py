"""Replicate's pictures are shown the most alike first where the face model is, and by number where it is not."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.photos.lab import Lab, open_lab
from core.services.generations import begin_work, name_headshot_file, record_picture
from core.store import generations as rows
from core.workflows.ranking import rank_pictures
from tests.core.office import Office
from tests.core.photos.shots import draw, write
from tests.core.workflows.maker import SHOTS, Maker, open_maker

SOMEBODY_ELSE, OWN, OWN_AGAIN = (
    (1, 6),
    (0, 6),
    (0, 8),
)  # person and shot; the selfies are shots 0 to 5 of person 0


@pytest.fixture(scope="module")
def lab(likeness_dir: Path) -> Iterator[Lab]:
    with open_lab(likeness_dir) as lab:
        yield lab


@pytest.fixture
async def maker(office: Office, lab: Lab, likeness_dir: Path, tmp_path: Path) -> AsyncIterator[Maker]:
    async with open_maker(office, lab, likeness_dir, tmp_path) as maker:
        yield maker


@pytest.fixture(scope="module")
def plain_lab(plain_dir: Path) -> Iterator[Lab]:
    with open_lab(plain_dir) as lab:
        yield lab


@pytest.fixture
async def plain_maker(
    office: Office, plain_lab: Lab, plain_dir: Path, tmp_path: Path
) -> AsyncIterator[Maker]:
    async with open_maker(office, plain_lab, plain_dir, tmp_path) as maker:
        yield maker


def make_set(maker: Maker) -> str:
    """A running generation whose first picture shows nobody, its second somebody else, the others the member."""
    generation_id = maker.order()
    maker.office.change(begin_work, generation_id)
    blank = Image.new("RGB", (750, 1000), "grey")
    shown = [blank, draw(*SOMEBODY_ELSE), draw(*OWN), draw(*OWN_AGAIN)]
    for n, image in enumerate(shown, 1):
        key = name_headshot_file(maker.office.team_id, generation_id, n)
        maker.house.files.put(key, write(image))
        maker.office.change(record_picture, generation_id, n, key, 1000)
    return generation_id


def read_order(maker: Maker, generation_id: str) -> list[int]:
    return [row.n for row in maker.office.read(rows.list_headshots, generation_id)]


def read_distances(maker: Maker, generation_id: str) -> dict[int, float | None]:
    return {row.n: row.distance for row in maker.office.read(rows.list_headshots, generation_id)}


async def test_the_most_alike_come_first_and_what_shows_nobody_last(maker: Maker) -> None:
    generation_id = make_set(maker)
    assert read_order(maker, generation_id) == [1, 2, 3, 4]
    await rank_pictures(maker.house, generation_id)
    order, distances = read_order(maker, generation_id), read_distances(maker, generation_id)
    assert (set(order[:2]), order[2:]) == ({3, 4}, [2, 1])
    assert distances[1] is None
    assert list(distances) == order
    await rank_pictures(maker.house, generation_id)
    assert read_distances(maker, generation_id) == distances, "again, as after a kill, is no harm"


async def test_a_generation_ends_with_its_pictures_in_order(maker: Maker) -> None:
    generation_id = maker.order()
    ended = await maker.finish(generation_id)
    assert (ended.status, ended.done) == ("completed", 4)
    distances = [
        distance for distance in read_distances(maker, generation_id).values() if distance is not None
    ]
    assert len(distances) == 4
    assert distances == sorted(distances)
    keys = [row.file_key for row in maker.office.read(rows.list_headshots, generation_id)]
    assert sorted(keys) == [name_headshot_file(ended.team_id, generation_id, n) for n in range(1, 5)]


async def test_a_photo_that_is_gone_costs_the_order_and_nothing_else(maker: Maker) -> None:
    generation_id = make_set(maker)
    for selfie in maker.office.read(rows.list_selfies, generation_id=generation_id):
        maker.house.files.delete(selfie.file_key)
    await rank_pictures(maker.house, generation_id)
    assert read_distances(maker, generation_id) == dict.fromkeys(range(1, 5))


async def test_photos_that_show_nobody_give_no_order(maker: Maker) -> None:
    generation_id = make_set(maker)
    selfies = maker.office.read(rows.list_selfies, generation_id=generation_id)
    assert len(selfies) == SHOTS
    for selfie in selfies:
        maker.house.files.put(selfie.file_key, write(Image.new("RGB", (750, 1000), "grey")))
    await rank_pictures(maker.house, generation_id)
    assert read_distances(maker, generation_id) == dict.fromkeys(range(1, 5))


async def test_without_the_model_everything_is_by_number(plain_maker: Maker) -> None:
    generation_id = plain_maker.order()
    ended = await plain_maker.finish(generation_id)
    assert (ended.status, ended.done) == ("completed", 4)
    assert list(read_distances(plain_maker, generation_id).items()) == [(n, None) for n in range(1, 5)]
