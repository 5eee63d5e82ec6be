"""The control API's eyes and pranks: watch chats, calls and files; order faults and disturbed updates."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.controls import ControlError, read_body, read_number, wait_as_asked
from sandbox.telegram import views
from sandbox.telegram.control_requests import get_world
from sandbox.telegram.faults import read_fault
from sandbox.telegram.world import Call


async def watch_chat(request: Request) -> Response:
    """Show a chat; with `after` and `timeout`, wait until it has changed beyond that count."""
    world = get_world(request)
    wanted = request.path_params["chat_id"]
    chat = next((chat for chat in world.chats.values() if str(chat.id) == wanted), None)
    if chat is None:
        raise ControlError(404, "There is no such chat.")
    await wait_as_asked(request, world.changes, lambda: chat.changed)
    return JSONResponse(views.write_chat(world, chat))


async def watch_calls(request: Request) -> Response:
    """List the bot's calls after number `after`, of one `method` if given; with `timeout`, wait for one."""
    world = get_world(request)
    after, method = read_number(request, "after"), request.query_params.get("method", "")

    def find() -> list[Call]:
        return [call for call in world.calls if call.number > after and method in ("", call.method)]

    await wait_as_asked(request, world.called, lambda: after + len(find()))
    return JSONResponse({"last": world.called.count, "calls": [vars(call) for call in find()]})


async def show_bot(request: Request) -> Response:
    """Show what the bot has set, its webhook, and the updates and faults that wait."""
    return JSONResponse(views.write_bot(get_world(request)))


async def show_file(request: Request) -> Response:
    """Send the bytes of a photo or file that is in a chat, with its type."""
    stored = get_world(request).files.find(request.path_params["file_id"])
    if stored is None:
        raise ControlError(404, "There is no such file.")
    # Only pictures open in the browser; anything else a bot or a person sent is offered for saving.
    shown = stored.mime in ("image/jpeg", "image/png", "image/webp")
    kind = stored.mime if shown else "application/octet-stream"
    return Response(stored.data, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


async def order_fault(request: Request) -> Response:
    """Order trouble; the fields are those of faults.Fault."""
    get_world(request).faults.waiting.append(read_fault(await read_body(request)))
    return Response(status_code=204)


async def clear_faults(request: Request) -> Response:
    """Take back all trouble still to come."""
    world = get_world(request)
    world.faults.waiting.clear()
    world.updates.duplicates_wanted = 0
    return Response(status_code=204)


async def disturb_updates(request: Request) -> Response:
    """{duplicate: n}: the next n updates come twice. {reverse: n}: the next n come in reverse order."""
    world, body = get_world(request), await read_body(request)
    if "duplicate" in body:
        world.updates.duplicates_wanted = int(body["duplicate"])
    if "reverse" in body:
        world.updates.reverse_next(int(body["reverse"]))
    return Response(status_code=204)


ROUTES = [
    Route("/control/chats/{chat_id}", watch_chat, methods=["GET"]),
    Route("/control/calls", watch_calls, methods=["GET"]),
    Route("/control/bot", show_bot, methods=["GET"]),
    Route("/control/files/{file_id}", show_file, methods=["GET"]),
    Route("/control/faults", order_fault, methods=["POST"]),
    Route("/control/faults", clear_faults, methods=["DELETE"]),
    Route("/control/updates", disturb_updates, methods=["POST"]),
]
