"""Headshots from uploaded photos: read to disk, judged one by one, charged only when all of them are good."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from sqlalchemy import Row
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from core.domain.generations import check_selfie_count
from core.domain.photos import MAX_PHOTO_BYTES, SENTENCES, PhotoProblem
from core.domain.refusals import Malformed, NotFound, PhotoRefused, Refusal, TooLarge
from core.domain.styles import Style
from core.gateways.files import StorageTrouble
from core.photos.selfie import CheckedPhoto, PhotoPrint
from core.schemas.generations import Headshot, Redo
from core.schemas.shapes import Answer, Id
from core.services.access import Actor
from core.services.erasing import erase_files
from core.services.selfies import name_selfie_file
from core.services.uploads import (
    PhotosGone,
    Upload,
    announce_uploads,
    check_ready,
    demand_timely,
    list_reusable,
    start_again,
    start_from_uploads,
)
from core.store.engine import Tx
from webhooks.api.generations import write_headshot
from webhooks.api.once import change_once, describe_request
from webhooks.context import Caller, Context, House, IdempotencyKey
from webhooks.routes import NEEDS_KEY, AdminRoute

router = APIRouter(
    prefix="/api/teams/{team_id}", tags=["generations"], route_class=AdminRoute, dependencies=NEEDS_KEY
)

MAX_PARTS: Final = 40  # enough to say how many photos are too many
FIELDS: Final = ("style", "member_id", "consent", "photos")
SHAPE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["style", "photos", "consent"],
                    "additionalProperties": False,
                    "properties": {
                        "style": {"type": "string", "enum": [style.value for style in Style]},
                        "photos": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "member_id": {"type": "string"},
                        "consent": {"type": "string", "enum": ["true"]},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True)
class Wish:
    """What a form asks for; `prints` are the sha256 of its photos."""

    member_id: str
    style: Style
    photos: Sequence[UploadFile]
    prints: Sequence[str]


class _NotYetError(Exception):
    """This key has no remembered answer."""


@router.post("/headshots/generate", status_code=202, openapi_extra=SHAPE, response_model=Headshot)
async def generate(
    request: Request, team_id: str, house: House, actor: Caller, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Headshots from 6-14 photos of one person; `consent=true` says that they agreed."""
    with house.uploads.take():
        return await take_upload(request, team_id, house, actor, key)


async def take_upload(
    request: Request, team_id: str, house: Context, actor: Actor, key: str | None
) -> dict[str, Any]:
    """Read the form to disk, judge its photos, and start."""
    async with request.form(max_files=MAX_PARTS, max_fields=MAX_PARTS) as form:
        wish = await read_wish(form, actor)
        asked = {
            "action": "generate",
            "subject": wish.member_id,
            "style": wish.style.value,
            "photos": list(wish.prints),
        }
        earlier = await recall(house, actor, key, asked)
        if earlier is not None:
            return earlier
        await house.core.store.read(lambda tx: check_ready(tx, team_id, wish.member_id))
        async with house.judging:
            photos = await judge_photos(house, wish.photos)
    files = [(name_upload(house, actor, wish.member_id, p.facts.to_json()), p.jpeg) for p in photos]

    def begin(tx: Tx, uploads: Sequence[Upload]) -> Row[Any]:
        return start_from_uploads(tx, actor, wish.member_id, wish.style, uploads)

    return await start(house, actor, key, asked, files, begin)


@router.post("/headshots/{headshot_id}/redo", status_code=202, response_model=Headshot)
async def redo(
    team_id: Id,
    headshot_id: Id,
    house: House,
    actor: Caller,
    ask: Redo | None = None,
    key: IdempotencyKey = None,
) -> dict[str, Any]:
    """The same person and photos again, for one more credit; each set keeps photos of its own, to be deleted alone."""
    asked = describe_request("redo", headshot_id, ask or Redo())
    earlier = await recall(house, actor, key, asked)
    if earlier is not None:
        return earlier

    def find(tx: Tx) -> tuple[Row[Any], list[Row[Any]]]:
        row, photos = list_reusable(tx, team_id, headshot_id)
        check_ready(tx, team_id, row.member_id)
        return row, photos

    row, photos = await house.core.store.read(find)
    style = (ask.style if ask else None) or Style(row.style)
    files = [await copy_photo(house, actor, photo) for photo in photos]
    return await start(
        house, actor, key, asked, files, lambda tx, copies: start_again(tx, actor, headshot_id, style, copies)
    )


async def copy_photo(house: Context, actor: Actor, photo: Row[Any]) -> tuple[Upload, bytes]:
    """A stored photo under a name of its own; about 0.3 MB."""
    try:
        data = await house.core.store.run(house.core.files.get, photo.file_key)
    except NotFound as error:
        raise PhotosGone from error
    return name_upload(house, actor, photo.member_id, dict(photo.facts)), data


async def read_wish(form: FormData, actor: Actor) -> Wish:
    """The form's fields, each checked; `Malformed` says which one is wrong."""
    unknown = [name for name in form if name not in FIELDS]
    if unknown:
        raise Malformed("The form has a field that is not known here.", f"Send {', '.join(FIELDS)}.")
    if form.get("consent") != "true":
        raise Malformed(
            "The person has to agree first.", "Ask them, and send consent=true.", code="consent_missing"
        )
    style = form.get("style")
    if style not in list(Style):
        raise Malformed("`style` must be professional, casual, creative or linkedin.")
    photos = [part for part in form.getlist("photos") if isinstance(part, UploadFile)]
    if len(photos) != len(form.getlist("photos")):
        raise Malformed("`photos` must be files.")
    check_selfie_count(len(photos))
    member_id = form.get("member_id") or actor.member_id
    if not isinstance(member_id, str) or not member_id.isascii() or not member_id.isprintable():
        raise Malformed("`member_id` is not valid.")
    return Wish(
        member_id, Style(str(style)), photos, [await run_in_threadpool(hash_upload, p) for p in photos]
    )


def hash_upload(photo: UploadFile) -> str:
    """The sha256 of an uploaded file, read in parts."""
    photo.file.seek(0)
    return hashlib.file_digest(photo.file, "sha256").hexdigest()  # type: ignore[arg-type] # any binary file


async def recall(
    house: Context, actor: Actor, key: str | None, asked: dict[str, Any]
) -> dict[str, Any] | None:
    """The remembered answer to this very request, before any photo is looked at; None when there is none."""

    def refuse(_tx: Tx) -> Answer:
        raise _NotYetError

    try:
        return await change_once(house, actor, key, asked, refuse) if key else None
    except _NotYetError:
        return None


async def judge_photos(house: Context, photos: Sequence[UploadFile]) -> list[CheckedPhoto]:
    """Every photo judged, one in memory at a time; the first bad one refuses the whole request."""
    taken: list[CheckedPhoto] = []
    seen: list[PhotoPrint] = []
    for number, photo in enumerate(photos, start=1):
        judged = await judge_photo(house, photo, seen)
        if isinstance(judged, PhotoProblem):
            raise refuse_photo(judged, number, photo.filename or "")
        taken.append(judged)
        seen.append(judged.facts.print)
    return taken


async def judge_photo(
    house: Context, photo: UploadFile, seen: Sequence[PhotoPrint]
) -> CheckedPhoto | PhotoProblem:
    """One photo; a file that is too large is not even read."""
    if photo.size is None or photo.size > MAX_PHOTO_BYTES:
        return PhotoProblem.TOO_LARGE
    await photo.seek(0)
    return await house.core.lab.check(await photo.read(), seen)


def refuse_photo(problem: PhotoProblem, number: int, name: str) -> PhotoRefused | TooLarge:
    """Which photo, why, and what to do."""
    reason, mend = SENTENCES[problem]
    shown = "".join(c for c in name[-60:] if c.isprintable())
    sentence = f"Photo {number}{f' ({shown})' if shown else ''}: {reason}."
    if problem is PhotoProblem.TOO_LARGE:
        return TooLarge(sentence, mend, code=problem.value)
    return PhotoRefused(sentence, mend, code=problem.value)


async def start(
    house: Context,
    actor: Actor,
    key: str | None,
    asked: dict[str, Any],
    files: Sequence[tuple[Upload, bytes]],
    begin: Callable[[Tx, Sequence[Upload]], Row[Any]],
) -> dict[str, Any]:
    """Store the files, then keep them and start in one transaction; what is surely not kept is deleted again.

    Where that is not sure, because this process was cut off or the database was, they go within the hour unless kept.
    """
    uploads = [upload for upload, _ in files]
    announced_at = await house.core.store.change(lambda tx: announce_uploads(tx, uploads))
    is_kept = False

    def work(tx: Tx) -> Headshot:
        nonlocal is_kept
        demand_timely(tx, announced_at)
        is_kept = True
        return write_headshot(begin(tx, uploads))

    try:
        for upload, data in files:
            await house.core.store.run(house.core.files.put, upload.file_key, data)
        answer = await change_once(house, actor, key, asked, work)
    except Refusal:
        await delete_files(house, uploads)
        raise
    if not is_kept:
        await delete_files(house, uploads)
    return answer


def name_upload(house: Context, actor: Actor, member_id: str, facts: dict[str, Any]) -> Upload:
    """A fresh id for a photo, and where its file goes."""
    selfie_id = house.new_id("selfie")
    return Upload(selfie_id, name_selfie_file(actor.team_id, member_id, selfie_id), facts)


async def delete_files(house: Context, uploads: Sequence[Upload]) -> None:
    """Nothing of a refused request is kept; with a storage in trouble it goes as soon as that is well again."""
    core, keys = house.core, [upload.file_key for upload in uploads]
    try:
        for key in keys:
            await core.store.run(core.files.delete, key)
    except StorageTrouble:
        await core.store.change(lambda tx: erase_files(tx, keys))
