"""The bytes behind signed links: whole pictures, and small ones for galleries."""

from typing import Literal

from fastapi import APIRouter, Response
from sqlalchemy import Row

from core.domain.refusals import NotFound
from core.photos.thumb import shrink_headshot
from core.store import generations as rows
from core.store.engine import Tx
from webhooks.context import House

router = APIRouter(prefix="/api/files", tags=["generations"])


@router.get("/{token}", response_class=Response)
async def download(token: str, house: House, size: Literal["full", "thumb"] = "full") -> Response:
    """One picture, as long as its link is good and it was not deleted; `thumb` fits into 256x320."""
    generation_id, n = house.links.read(token)
    row = await house.core.store.read(lambda tx: find_picture(tx, generation_id, n))
    data = await house.core.store.run(house.core.files.get, row.file_key)
    if size == "thumb":
        async with house.shrinking:
            data = await house.core.store.run(shrink_headshot, data)
    headers = {
        "Cache-Control": "private, max-age=900",
        "Content-Disposition": f'inline; filename="headshot-{n}.jpg"',
    }
    return Response(data, headers=headers, media_type="image/jpeg")


def find_picture(tx: Tx, generation_id: str, n: int) -> Row[tuple[object, ...]]:
    """The picture's row, or `NotFound`."""
    for row in rows.list_headshots(tx, generation_id):
        if row.n == n:
            return row
    raise NotFound
