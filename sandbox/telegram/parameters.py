"""Reads the parameters of one call, in every form that Telegram takes, and checks them by signature."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.telegram.errors import BadRequestError, BotApiError, JsonObject
from sandbox.telegram.signatures import SIGNATURES

# Telegram takes uploads of 50 MB; the room above is for the multipart frame around them.
MAX_BODY_BYTES = 50 * 1024 * 1024 + 65_536
_TRUE = {"true", "1", "yes", "y", "t"}
_FALSE = {"false", "0", "no", "n", "f", ""}


@dataclass(frozen=True)
class Upload:
    """One uploaded file: its name, its declared type and its bytes."""

    name: str
    mime: str
    data: bytes


@dataclass
class Parameters:
    """The parameters of one call by name, already of the kind that the signature asks for."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """Give a parameter, or the default when the bot did not send it."""
        return self.values.get(name, default)

    def write(self) -> JsonObject:
        """Render for the record of calls: values as they came, files as name and size."""
        files = {
            name: {"file_name": upload.name, "mime_type": upload.mime, "file_size": len(upload.data)}
            for name, upload in self.uploads.items()
        }
        return {**files, **self.values}


async def read_parameters(request: Request, method: str) -> Parameters:
    """Read query, form, multipart or JSON body; raises BotApiError as Telegram would."""
    if int(request.headers.get("content-length", "0")) > MAX_BODY_BYTES:
        raise BotApiError(413, "Request Entity Too Large")
    found = Parameters(values=dict(request.query_params))
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json"):
        found.values.update(_read_json_body(await request.body()))
    elif content_type:
        await _read_form(request, found)
    return _check(found, SIGNATURES[method])


def _read_json_body(body: bytes) -> JsonObject:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        message = "object expected"
        raise BadRequestError(message)
    # As in a form, nested values are JSON texts from here on, so that one check serves every form.
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in found.items()}


async def _read_form(request: Request, found: Parameters) -> None:
    async with request.form(max_files=20, max_fields=100) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                mime = value.content_type or "application/octet-stream"
                found.uploads[name] = Upload(value.filename or "file", mime, data)
            else:
                found.values[name] = value


def _check(found: Parameters, signature: dict[str, str]) -> Parameters:
    for name in found.values:
        if name not in signature:
            raise BadRequestError(f"parameter {name} is unknown to the stand-in")
    for name, kind in signature.items():
        given = name in found.values or name in found.uploads
        if kind.endswith("*") and not given:
            raise BadRequestError(_name_missing(name))
        if name in found.values:
            found.values[name] = _read_value(name, str(found.values[name]), kind.rstrip("*"))
    return found


def _name_missing(name: str) -> str:
    known = {"chat_id": "chat_id is empty", "text": "message text is empty"}
    return known.get(name, f"parameter {name} is required")


def _read_value(name: str, text: str, kind: str) -> Any:
    if kind == "json":
        return _read_json(name, text)
    if kind == "flag":
        return _read_flag(name, text)
    if kind == "whole":
        return _read_whole(name, text)
    if kind == "chat" and not text.startswith("@"):
        return _read_whole(name, text)
    return text


def _read_json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as problem:
        raise BadRequestError(f"can't parse {name} JSON object") from problem


def _read_flag(name: str, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise BadRequestError(f"{name} must be true or false")


def _read_whole(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as problem:
        raise BadRequestError(f"{name} must be a whole number") from problem
