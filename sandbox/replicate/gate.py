"""Every API request passes here: token, limits, faults, then the route itself; all of it is recorded."""

import asyncio
import hmac
import itertools
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.replicate.bodies import read_json
from sandbox.replicate.calls import Answer, Call, Place
from sandbox.replicate.faults import Fault
from sandbox.replicate.painting import HTML
from sandbox.replicate.records import MOST_KEPT_BYTES, TOO_LONG, RequestRecord
from sandbox.replicate.refusals import (
    ReplicateRefusal,
    not_found,
    server_error,
    too_many_requests,
    wrong_token,
)
from sandbox.replicate.world import World
from sandbox.severed import hold_open, sever

_FAULT_RESETS_SECONDS = 30
_KEPT_HEADERS = ("prefer", "cancel-after", "user-agent", "content-type")


class Gate:
    """Answers the API and the downloads of one account and one token."""

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token
        self._numbers = itertools.count(1)

    def open_route(self, place: Place) -> Route:
        """A Starlette route for a place of the API."""

        async def respond(request: Request) -> Response:
            return await self._respond(request, place)

        return Route(place.path, respond, methods=[place.method])

    async def refuse_unknown(self, request: Request) -> Response:
        """404 for what the API does not have, 401 for a wrong token first."""
        return await self._respond(request, Place(request.method, "", _find_nothing))

    async def send_output(self, request: Request) -> Response:
        """An output file: no token is needed, its address is the secret."""
        record = self._open_record(request)
        fault = self._take_fault(record)
        try:
            response = await self._pass_fault(request, fault) or await self._send_piece(request)
        except ReplicateRefusal as refusal:
            response = _refuse(refusal)
        return await self._finish(request, record, fault, response)

    async def _send_piece(self, request: Request) -> Response:
        piece = self._world.gallery.find(request.path_params["key"])
        if piece is None:
            raise not_found()
        return Response(await self._world.gallery.show(piece), media_type=piece.media_type)

    async def _respond(self, request: Request, place: Place) -> Response:
        record, fault = self._open_record(request), None
        try:
            self._check_token(request.headers.get("authorization", ""))
            body = await read_json(request) if place.reads_json else None
            record.body = _keep(body)
            fault = self._take_fault(record)
            self._world.limits.count(create=place.create)
            response = await self._pass_fault(request, fault) or await self._answer(
                request, place, body, record
            )
        except ReplicateRefusal as refusal:
            record.answer = refusal.write()
            response = _refuse(refusal)
        except ClientDisconnect:
            response = Response(status_code=500)
        return await self._finish(request, record, fault, response)

    async def _answer(self, request: Request, place: Place, body: Any, record: RequestRecord) -> Response:
        answer: Answer = await place.answer(Call(self._world, request, body))
        # An upload's form is read by its route, which leaves word of it.
        record.body = getattr(request.state, "form", record.body)
        record.answer = _keep(answer.body)
        if answer.body is None:
            return Response(status_code=answer.status)
        return JSONResponse(answer.body, answer.status)

    def _open_record(self, request: Request) -> RequestRecord:
        headers = {name: request.headers[name] for name in _KEPT_HEADERS if name in request.headers}
        query, at = dict(request.query_params), self._world.clock.now()
        path = request.url.path
        record = RequestRecord(next(self._numbers), request.method, path, query, headers, at)
        self._world.records.requests.append(record)
        return record

    def _take_fault(self, record: RequestRecord) -> Fault | None:
        fault = self._world.faults.take_api(record.method, record.path)
        record.fault = fault.kind if fault else None
        self._world.bell.ring()
        return fault

    def _check_token(self, authorization: str) -> None:
        scheme, _, given = authorization.partition(" ")
        # The API still takes the word Token of its first years beside Bearer.
        if scheme.lower() not in ("bearer", "token") or not hmac.compare_digest(
            given.encode(), self._token.encode()
        ):
            raise wrong_token()

    async def _pass_fault(self, request: Request, fault: Fault | None) -> Response | None:
        """What a fault answers instead of the route; None when the route is to be run."""
        kind = fault.kind if fault else ""
        if kind == "too_many":
            raise too_many_requests(_FAULT_RESETS_SECONDS)
        if kind == "error":
            raise server_error()
        if kind == "html":
            return HTMLResponse(HTML, 502)
        if kind == "hang":
            await hold_open(request)
        if kind in ("hang", "close"):
            await sever(request)
            return Response(status_code=500)
        return None

    async def _finish(
        self, request: Request, record: RequestRecord, fault: Fault | None, response: Response
    ) -> Response:
        kind = fault.kind if fault else ""
        if fault and kind == "slow":
            await asyncio.sleep(fault.seconds)
        if kind in ("answer_lost", "answer_hung"):
            if kind == "answer_hung":
                await hold_open(request)
            await sever(request)
        cut = kind in ("hang", "close", "answer_lost", "answer_hung")
        record.status = 0 if cut else response.status_code
        self._world.bell.ring()
        return response


async def _find_nothing(_call: Call) -> Answer:
    raise not_found()


def _refuse(refusal: ReplicateRefusal) -> Response:
    return JSONResponse(refusal.write(), refusal.status, media_type="application/problem+json")


def _keep(body: Any) -> Any:
    return body if len(json.dumps(body)) <= MOST_KEPT_BYTES else TOO_LONG
