"""Answers that go wrong on purpose: dropped half-way, garbled, refused, too many."""

import asyncio

from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.severed import DroppedResponse
from sandbox.slack.faults import Fault

_GARBAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"


async def spoil_answer(fault: Fault) -> Response | None:
    """Give the answer that a fault makes of a call; None when it only comes late."""
    if fault.seconds:
        await asyncio.sleep(fault.seconds)
    if fault.kind in ("drop", "truncate"):
        return DroppedResponse()
    if fault.kind == "garbage":
        return HTMLResponse(_GARBAGE, 502)
    if fault.kind == "flood":
        wait = {"Retry-After": str(fault.retry_after)}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers=wait)
    if fault.kind == "refuse":
        return JSONResponse({"ok": False, "error": fault.error})
    if fault.kind == "error":
        return JSONResponse({"ok": False, "error": fault.error}, fault.status)
    return None
