"""Reads request bodies without letting anybody fill the memory."""

import json
from typing import Any

from starlette.requests import Request

from sandbox.replicate.refusals import invalid_request, too_large

# Fourteen inline pictures of 256 kB and their prompt fit; nothing longer is meant to be sent as JSON.
MOST_JSON_BYTES = 8 * 1024 * 1024


async def read_bytes(request: Request, most: int) -> bytes:
    """The whole body; raises ReplicateRefusal 413 when it is longer than `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_large("request body", most)
    return bytes(body)


async def read_json(request: Request) -> Any:
    """The body as JSON, None when it is empty; raises ReplicateRefusal 400 or 413."""
    body = await read_bytes(request, MOST_JSON_BYTES)
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError) as problem:
        raise invalid_request("The request body is not valid JSON.") from problem
