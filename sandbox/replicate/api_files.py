"""Files over HTTP: upload as a form, get, list, delete."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from sandbox.replicate.bodies import read_bytes
from sandbox.replicate.calls import Answer, Call, Place, write_page
from sandbox.replicate.files import MOST_BYTES, StoredFile
from sandbox.replicate.refusals import Json, invalid_input, invalid_request, too_large

# What a form may weigh besides its file: the boundaries, the name, the metadata.
_ROOM = 256 * 1024
_LONGEST_NAME = 255


async def create_file(call: Call) -> Answer:
    """POST /v1/files: multipart with `content`, and perhaps `filename`, `type` and `metadata` as JSON."""
    fields, content = await _read_form(call.request)
    if len(content) > MOST_BYTES:
        raise too_large("file", MOST_BYTES)
    name = fields["filename"][:_LONGEST_NAME]
    kind, metadata = fields["type"], _read_metadata(fields.get("metadata"))
    call.request.state.form = {**fields, "metadata": metadata, "content": f"{len(content)} bytes"}
    file = StoredFile(call.world.new_id(), name, kind, content, metadata, call.world.clock.now())
    call.world.files.store(file)
    return Answer(file.write(call.base), 201)


async def get_file(call: Call) -> Answer:
    """GET /v1/files/{id}."""
    return Answer(call.world.files.get(call.get("id")).write(call.base))


async def list_files(call: Call) -> Answer:
    """GET /v1/files, newest first."""
    return write_page(call, call.world.files.list(), lambda file: file.write(call.base))


async def delete_file(call: Call) -> Answer:
    """DELETE /v1/files/{id}."""
    call.world.files.delete(call.get("id"))
    return Answer(status=204)


async def _read_form(request: Request) -> tuple[dict[str, str], bytes]:
    body = await read_bytes(request, MOST_BYTES + _ROOM)

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        async with Request(request.scope, receive).form(max_files=1, max_fields=4) as form:
            content = form.get("content")
            if not isinstance(content, UploadFile):
                raise invalid_input([("required", "(root)", "content is required")])
            given = {name: value for name, value in form.items() if isinstance(value, str)}
            usual = {"filename": content.filename or "file", "type": _name_type(content)}
            return usual | given, await content.read()
    except HTTPException as problem:
        raise invalid_request("The request body is not a form.") from problem


def _name_type(content: UploadFile) -> str:
    return content.content_type or "application/octet-stream"


def _read_metadata(text: str | None) -> Json:
    try:
        found: Any = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise invalid_input([("invalid_type", "metadata", "Invalid type. Expected: object")])
    return found


PLACES = (
    Place("POST", "/v1/files", create_file, reads_json=False),
    Place("GET", "/v1/files", list_files),
    Place("GET", "/v1/files/{id}", get_file),
    Place("DELETE", "/v1/files/{id}", delete_file),
)
