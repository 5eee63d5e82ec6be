"""The control API's eyes and pranks: watch conversations, calls and deliveries; order trouble."""

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.controls import ControlError, read_body, read_number, wait_as_asked
from sandbox.slack import events, seen
from sandbox.slack.control_requests import find_person, find_place, get_world
from sandbox.slack.faults import read_fault
from sandbox.slack.http_mode import HttpMode, verify_address
from sandbox.slack.sockets import disturb


async def watch_chat(request: Request) -> Response:
    """Show a person's conversation (or `channel`); with `after` and `timeout`, wait until it has changed."""
    world, person = get_world(request), find_person(request)
    channel = find_place(world, person, request.query_params.get("channel", ""))
    await wait_as_asked(request, world.changes, lambda: channel.changed)
    return JSONResponse(seen.write_chat(world, channel, person))


async def watch_calls(request: Request) -> Response:
    """List the app's calls after number `after`, of one `method` if given; with `timeout`, wait for one."""
    world = get_world(request)
    after, method = read_number(request, "after"), request.query_params.get("method", "")

    def find() -> list[Any]:
        return [call for call in world.calls if call.number > after and method in ("", call.method)]

    await wait_as_asked(request, world.called, lambda: after + len(find()))
    return JSONResponse({"last": world.called.count, "calls": [vars(call) for call in find()]})


async def watch_deliveries(request: Request) -> Response:
    """List finished deliveries after number `after`; with `timeout`, wait for one."""
    deliveries, after = get_world(request).deliveries, read_number(request, "after")

    def find() -> list[Any]:
        return [d for d in deliveries.recorded if d.number > after and d.outcome]

    await wait_as_asked(request, deliveries.changes, lambda: after + len(find()))
    last = deliveries.recorded[-1].number if deliveries.recorded else 0
    return JSONResponse({"last": last, "deliveries": [delivery.write() for delivery in find()]})


async def watch_app(request: Request) -> Response:
    """Show the app's side; with `connections` and `timeout`, wait until so many sockets were ever opened."""
    world = get_world(request)
    await wait_as_asked(request, world.sockets.changes, lambda: world.sockets.opened)
    return JSONResponse(seen.write_app(world))


async def order_fault(request: Request) -> Response:
    """Order trouble; the fields are those of faults.Fault."""
    get_world(request).faults.waiting.append(read_fault(await read_body(request)))
    return Response(status_code=204)


async def clear_faults(request: Request) -> Response:
    """Take back all trouble still to come."""
    world = get_world(request)
    world.faults.waiting.clear()
    world.deliveries.duplicates_wanted = 0
    return Response(status_code=204)


async def disturb_deliveries(request: Request) -> Response:
    """{duplicate: n}: the next n come twice. {reverse: n}: the next n come in reverse order."""
    deliveries, body = get_world(request).deliveries, await read_body(request)
    if "duplicate" in body:
        deliveries.duplicates_wanted = int(body["duplicate"])
    if "reverse" in body:
        deliveries.reverse_next(int(body["reverse"]))
    return Response(status_code=204)


async def disturb_sockets(request: Request) -> Response:
    """{deed, number?}: do something to one connection, or to all."""
    sockets, body = get_world(request).sockets, await read_body(request)
    meant = [sockets.find(int(body["number"]))] if "number" in body else list(sockets.connections)
    for connection in meant:
        await disturb(connection, str(body.get("deed", "")))
    return JSONResponse({"numbers": [connection.number for connection in meant]})


async def set_pace(request: Request) -> Response:
    """Change waits; the fields are those of pace.Pace."""
    get_world(request).pace.change(await read_body(request))
    return Response(status_code=204)


async def set_http_mode(request: Request) -> Response:
    """{url, secret?, skew_seconds?, verify?}: post deliveries there from now on; an empty url ends it."""
    world, body = get_world(request), await read_body(request)
    secret = str(body.get("secret", world.http.secret))
    mode = HttpMode(str(body.get("url", world.http.url)), secret, float(body.get("skew_seconds", 0)))
    if mode.url and body.get("verify", "url" in body):
        await verify_address(mode, world.clock(), world.pace.ack_seconds)
    world.http = mode
    return Response(status_code=204)


async def change_team(request: Request) -> Response:
    """{name}: add a workspace. {id, scopes?, refusal?, uninstall?, subscribed?}: change the app's place in one."""
    world, body = get_world(request), await read_body(request)
    if "id" not in body:
        return JSONResponse({"id": world.add_team(str(body.get("name") or "Another")).id})
    team = world.teams.get(str(body["id"]))
    if team is None:
        raise ControlError(404, "There is no such workspace.")
    grants = [grant for grant in world.grants.values() if grant.team is team and grant.kind == "bot"]
    for grant in grants:
        grant.scopes = tuple(body.get("scopes", grant.scopes))
        grant.refusal = str(body.get("refusal", grant.refusal))
    if body.get("uninstall"):
        events.remove_app(world, team)
    world.deliveries.subscribed = set(_read_names(body.get("subscribed", world.deliveries.subscribed)))
    return JSONResponse({"id": team.id})


def _read_names(names: Iterable[Any]) -> list[str]:
    return [str(name) for name in names]


ROUTES = [
    Route("/control/people/{person_id}/chat", watch_chat, methods=["GET"]),
    Route("/control/calls", watch_calls, methods=["GET"]),
    Route("/control/deliveries", watch_deliveries, methods=["GET"]),
    Route("/control/deliveries", disturb_deliveries, methods=["POST"]),
    Route("/control/app", watch_app, methods=["GET"]),
    Route("/control/faults", order_fault, methods=["POST"]),
    Route("/control/faults", clear_faults, methods=["DELETE"]),
    Route("/control/sockets", disturb_sockets, methods=["POST"]),
    Route("/control/pace", set_pace, methods=["POST"]),
    Route("/control/http", set_http_mode, methods=["POST"]),
    Route("/control/teams", change_team, methods=["POST"]),
]
