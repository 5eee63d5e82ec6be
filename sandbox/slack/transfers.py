"""Bytes over HTTP: uploads to the address that was given out, downloads with a token, the sign-in page."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.controls import ControlError
from sandbox.slack.faults import DOWNLOAD, UPLOAD
from sandbox.slack.file_methods import MAX_FILE_BYTES
from sandbox.slack.files import StoredFile
from sandbox.slack.spoiling import spoil_answer
from sandbox.slack.world import World

_SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>"


async def take_upload(request: Request) -> Response:
    """Take the bytes of an announced file: raw, or as the one file of a form."""
    world: World = request.app.state.world
    file = world.uploads.get(request.path_params["ticket"])
    if file is None or int(request.headers.get("content-length", "0")) > MAX_FILE_BYTES + 65_536:
        return PlainTextResponse("error - no such upload", 404)
    fault = world.faults.take(UPLOAD)
    spoiled = await spoil_answer(fault) if fault else None
    if spoiled is not None:
        return spoiled
    data = await _read_bytes(request)
    if len(data) != file.length:
        return PlainTextResponse("error - wrong length", 400)
    file.fill(world.keep(data))
    world.record(UPLOAD, {"file": file.id, "size": len(data)}, 200, None)
    return PlainTextResponse(f"OK - {len(data)}")


async def send_file(request: Request) -> Response:
    """Send a file's bytes to who shows a token of its workspace; anyone else goes to the sign-in page."""
    world: World = request.app.state.world
    file = _find_file(world, request.path_params["name"])
    fault = world.faults.take(DOWNLOAD)
    world.record(DOWNLOAD, {"file": file.id if file else ""}, 200, None)
    if file is None or not _may_read(world, request, file) or (fault and fault.kind == "sign_in"):
        return RedirectResponse(f"/signin?redir={request.url.path}", 302)
    if fault and fault.kind == "truncate":
        return Response((file.data or b"")[: file.length // 2], media_type=file.mimetype)
    spoiled = await spoil_answer(fault) if fault else None
    return spoiled or Response(file.data or b"", media_type=file.mimetype)


async def show_sign_in(_request: Request) -> Response:
    """Send the page that stands where a file was expected."""
    return HTMLResponse(_SIGN_IN)


async def show_to_person(request: Request) -> Response:
    """Send a file that is in a conversation, as the person there sees it."""
    file = request.app.state.world.files.get(request.path_params["file_id"])
    if file is None or not file.data:
        raise ControlError(404, "There is no such file.")
    shown = file.mimetype in ("image/jpeg", "image/png", "image/webp")
    kind = file.mimetype if shown else "application/octet-stream"
    return Response(file.data, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


async def _read_bytes(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.body()
    async with request.form(max_files=1) as form:
        for part in form.values():
            if isinstance(part, UploadFile):
                return await part.read()
    return b""


def _find_file(world: World, name: str) -> StoredFile | None:
    file = world.files.get(name.partition("-")[2])
    return file if file and file.data and not file.deleted else None


def _may_read(world: World, request: Request, file: StoredFile) -> bool:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    grant = world.grants.get(token)
    fitting = grant is not None and grant.team.id == file.team_id and "files:read" in grant.scopes
    return fitting and grant is not None and not grant.refusal


ROUTES = [
    Route("/upload/v1/{ticket}", take_upload, methods=["POST", "PUT"]),
    Route("/files-pri/{name}/download/{file}", send_file, methods=["GET"]),
    Route("/files-pri/{name}/{file}", send_file, methods=["GET"]),
    Route("/signin", show_sign_in, methods=["GET"]),
    Route("/control/files/{file_id}", show_to_person, methods=["GET"]),
]
