"""Has the pictures of a generation shown the most alike first, where the optional face model is set up."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import Row

from core.photos.likeness import measure_distance
from core.photos.selfie import SelfieFacts
from core.photos.studio.choose import choose_selfies
from core.store import generations as rows
from core.store.engine import Tx
from core.workflows.house import House

log = structlog.get_logger()

OWN_PHOTOS: Final = 6  # of the best; a mean of more is hardly another


async def rank_pictures(house: House, generation_id: str) -> None:
    """Note how far each picture is from its person; again gives the same. Only these distances are kept.

    Whatever breaks leaves the pictures in the order they have: no set is lost over it.
    """
    if not house.lab.can_embed:
        return
    try:
        await _measure(house, generation_id)
    except Exception as error:
        log.warning("not ranked", generation=generation_id, error=type(error).__name__, exc_info=True)


async def _measure(house: House, generation_id: str) -> None:
    selfies, pictures = await house.store.read(partial(_find_files, generation_id=generation_id))
    facts = [SelfieFacts.from_json(selfie.facts) for selfie in selfies]
    chosen = dict.fromkeys(choose_selfies(facts, min(OWN_PHOTOS, len(facts))))
    found = await _embed(house, [selfies[number] for number in chosen])
    own = [numbers for numbers in found if numbers is not None]
    if not own:
        return
    made = zip(pictures, await _embed(house, pictures), strict=True)
    distances = {row.n: measure_distance(own, numbers) for row, numbers in made if numbers is not None}
    await house.store.change(
        partial(rows.measure_headshots, generation_id=generation_id, distances=distances)
    )


def _find_files(tx: Tx, generation_id: str) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """The photos a generation works from, and what came of it."""
    return rows.list_selfies(tx, generation_id=generation_id), rows.list_headshots(tx, generation_id)


async def _embed(house: House, files: Sequence[Row[Any]]) -> list[list[float] | None]:
    async def embed_one(file_key: str) -> list[float] | None:
        return await house.lab.embed(await house.store.run(house.files.get, file_key))

    return await asyncio.gather(*(embed_one(row.file_key) for row in files))
