"""What the controls of every chat stand-in have in common: their refusals, what they read, and the waiting."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request

from sandbox.changes import Changes

MAX_WAIT_SECONDS = 60
MAX_DIGITS = 15

JsonObject = dict[str, Any]


class ControlError(Exception):
    """A refusal of the control API: HTTP status and one plain sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read_body(request: Request) -> JsonObject:
    """Read a JSON object; raises ControlError 422."""
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as problem:
        raise ControlError(422, "The body must be JSON.") from problem
    if not isinstance(body, dict):
        raise ControlError(422, "The body must be a JSON object.")
    return body


def read_number(request: Request, name: str) -> int:
    """Read a whole number from the query, 0 when absent; raises ControlError 422."""
    text = request.query_params.get(name, "0")
    if not text.isdecimal() or len(text) > MAX_DIGITS:
        raise ControlError(422, f"{name} must be a whole number.")
    return int(text)


async def wait_as_asked(request: Request, changes: Changes, count: Callable[[], int]) -> None:
    """Wait until `count()` is above the query's `after`, for at most its `timeout` in seconds (0 to 60)."""
    after, seconds = read_number(request, "after"), min(read_number(request, "timeout"), MAX_WAIT_SECONDS)
    deadline = asyncio.get_running_loop().time() + seconds
    while count() <= after and (left := deadline - asyncio.get_running_loop().time()) > 0:
        await changes.wait_beyond(changes.count, left)
