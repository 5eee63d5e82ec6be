"""The app's side of the stand-in over HTTP: /api/<method>."""

import json
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.severed import DroppedResponse
from sandbox.slack.asking import BASIC, Ask, authorise, read_ask
from sandbox.slack.errors import JsonObject, SlackError
from sandbox.slack.methods import METHODS, Method
from sandbox.slack.spoiling import spoil_answer

if TYPE_CHECKING:
    from sandbox.slack.world import World


async def answer_call(request: Request) -> Response:
    """Answer one call of the Web API, with the trouble that was ordered for it."""
    world: World = request.app.state.world
    world.base_url = str(request.base_url).rstrip("/")
    name = request.path_params["method"]
    ask = Ask(world, {})
    try:
        ask = await read_ask(request, world)
        response, body = await _answer(ask, name)
    except SlackError as refusal:
        response, body = _write_answer(ask, refusal.write())
    status = 0 if isinstance(response, DroppedResponse) else response.status_code
    world.record(name, _hide_secrets(ask.values), status, body)
    return response


async def _answer(ask: Ask, name: str) -> tuple[Response, JsonObject]:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    fault = ask.world.faults.take(name, ask.get("channel", ask.get("channel_id")))
    if fault is None:
        return _write_answer(ask, await _call(ask, method))
    body = await _call(ask, method) if fault.when == "after" else {}
    spoiled = await spoil_answer(fault)
    if spoiled is not None:
        return spoiled, body or _read_body(spoiled)
    return _write_answer(ask, body or await _call(ask, method))


async def _call(ask: Ask, method: Method) -> JsonObject:
    authorise(ask, method.token, method.scope)
    return {"ok": True, **await method.answer(ask)}


def _write_answer(ask: Ask, body: JsonObject) -> tuple[Response, JsonObject]:
    scopes = {"x-oauth-scopes": ",".join(ask.grant.scopes)} if ask.grant else {}
    return JSONResponse(body, headers=scopes), body


def _hide_secrets(values: JsonObject) -> JsonObject:
    return {name: value for name, value in values.items() if name not in (BASIC, "client_secret")}


def _read_body(response: Response) -> JsonObject:
    found: JsonObject = json.loads(bytes(response.body)) if isinstance(response, JSONResponse) else {}
    return found


ROUTES = [Route("/api/{method}", answer_call, methods=["GET", "POST"])]
