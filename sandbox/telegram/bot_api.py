"""The bot's side of the stand-in over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.severed import DroppedResponse
from sandbox.telegram.errors import BotApiError
from sandbox.telegram.faults import DOWNLOAD, Fault
from sandbox.telegram.files import StoredFile
from sandbox.telegram.methods import METHODS, Method
from sandbox.telegram.parameters import Parameters, read_parameters
from sandbox.telegram.world import World

_GARBAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"


async def answer_call(request: Request) -> Response:
    """Answer one call of the Bot API, with the trouble that was ordered for it."""
    world: World = request.app.state.world
    method = request.path_params["method"]
    given = Parameters()
    try:
        _check_token(world, request.path_params["token"])
        answer_method = _find_method(method)
        given = await read_parameters(request, method)
        fault = world.faults.take(method, given.get("chat_id"))
        if fault is not None and fault.when == "before":
            return await _answer_with_fault(world, method, given, fault)
        result = await answer_method(world, given)
    except BotApiError as refusal:
        return _write_answer(world, method, given, refusal.status, refusal.write())
    answer = {"ok": True, "result": result}
    if fault is not None:
        return await _answer_with_fault(world, method, given, fault, answer)
    return _write_answer(world, method, given, 200, answer)


async def send_file(request: Request) -> Response:
    """Send the bytes of a file that getFile gave the path of."""
    world: World = request.app.state.world
    try:
        _check_token(world, request.path_params["token"])
        stored = _find_file(world, request.path_params["path"])
        fault = world.faults.take(DOWNLOAD)
        if fault is not None and fault.kind != "truncate":
            return await _answer_with_fault(world, DOWNLOAD, Parameters(), fault)
    except BotApiError as refusal:
        return JSONResponse(refusal.write(), refusal.status)
    # The real server names no type either; clients must look at the bytes.
    data = stored.data[: len(stored.data) // 2] if fault else stored.data
    return Response(data, media_type="application/octet-stream")


def _check_token(world: World, token: str) -> None:
    if not hmac.compare_digest(token.encode(), world.token.encode()):
        raise BotApiError(401, "Unauthorized")


def _find_method(name: str) -> Method:
    if name not in METHODS:
        raise BotApiError(404, "Not Found: method not found")
    return METHODS[name]


def _find_file(world: World, path: str) -> StoredFile:
    stored = world.files.find_path(path)
    if stored is None:
        raise BotApiError(404, "Not Found")
    return stored


async def _answer_with_fault(
    world: World, method: str, given: Parameters, fault: Fault, answer: Any = None
) -> Response:
    if fault.seconds:
        await asyncio.sleep(fault.seconds)
    if fault.kind in ("drop", "truncate"):
        world.record(method, given.write(), 0, answer)
        return DroppedResponse()
    if fault.kind == "garbage":
        world.record(method, given.write(), 502, answer)
        return HTMLResponse(_GARBAGE, 502)
    if fault.kind == "hold":
        return await _answer_late(world, method, given, answer)
    refusal = fault.write_error()
    return _write_answer(world, method, given, refusal.status, refusal.write())


async def _answer_late(world: World, method: str, given: Parameters, answer: Any) -> Response:
    if answer is not None or method == DOWNLOAD:
        return _write_answer(world, method, given, 200, answer)
    try:
        result = await METHODS[method](world, given)
    except BotApiError as refusal:
        return _write_answer(world, method, given, refusal.status, refusal.write())
    return _write_answer(world, method, given, 200, {"ok": True, "result": result})


def _write_answer(world: World, method: str, given: Parameters, status: int, body: Any) -> Response:
    world.record(method, given.write(), status, body)
    return JSONResponse(body, status)


ROUTES = [
    Route("/bot{token}/{method}", answer_call, methods=["GET", "POST"]),
    Route("/file/bot{token}/{path:path}", send_file, methods=["GET"]),
]
