"""The control API's deeds: register people, and do in the chat what a person does."""

import json
from collections.abc import Awaitable, Callable

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.controls import ControlError, read_body
from sandbox.telegram import deeds
from sandbox.telegram.chats import Account, Chat, Message
from sandbox.telegram.control_requests import find_person, get_world
from sandbox.telegram.deeds import Shot
from sandbox.telegram.errors import JsonObject
from sandbox.telegram.world import World

MAX_SHOTS = 50
Deed = Callable[[World, Account, JsonObject], JsonObject]


async def register_person(request: Request) -> Response:
    """Register a person, or change their names: {id, first_name, language?, last_name?, username?}."""
    world, body = get_world(request), await read_body(request)
    names = {name: body[name] for name in ("first_name", "language", "last_name", "username") if name in body}
    person_id = body.get("id") or 1001 + len(world.people)
    if not isinstance(person_id, int) or person_id < 1 or not all(isinstance(n, str) for n in names.values()):
        raise ControlError(422, "A person has a whole number above 0 as id, and names that are texts.")
    person = world.people.setdefault(person_id, Account(person_id, "Someone"))
    for name, value in names.items():
        setattr(person, name, value)
    world.open_chat(person.write_chat()).about = person.write_chat()
    return JSONResponse(person.write_user() | {"blocked": person.blocked})


async def list_people(request: Request) -> Response:
    """List everyone registered."""
    people = get_world(request).people.values()
    return JSONResponse([person.write_user() | {"blocked": person.blocked} for person in people])


async def send_photos(request: Request) -> Response:
    """Send photos (multipart parts `photos`), as albums, or as files when `as_files` is true.

    `gaps`: seconds between photos, a number or a JSON list; `caption` goes with the first. Answers when all
    are sent.
    """
    world, person = get_world(request), find_person(request)
    mark = world.changes.count
    async with request.form(max_files=MAX_SHOTS, max_part_size=1024 * 1024) as form:
        shots = [await _read_shot(part) for part in form.getlist("photos") if isinstance(part, UploadFile)]
        words = {name: str(form.get(name) or "") for name in ("as_files", "gaps", "caption")}
    if not shots:
        raise ControlError(422, "Send at least one part named photos.")
    if words["as_files"].lower() in ("true", "1"):
        sent = deeds.send_files(world, person, shots, words["caption"])
    else:
        gaps = _read_gaps(words["gaps"], len(shots))
        sent = await deeds.send_photos(world, person, shots, gaps, words["caption"])
    return JSONResponse({"mark": mark, "message_ids": [message.id for message in sent]})


def _say(world: World, person: Account, body: JsonObject) -> JsonObject:
    message = deeds.say(world, person, str(body.get("text", "")), str(body.get("group", "")))
    return {"message_ids": [message.id], "chat_id": message.chat.id}


def _send_other(world: World, person: Account, body: JsonObject) -> JsonObject:
    return {"message_ids": [deeds.send_other(world, person, str(body.get("kind", ""))).id]}


def _press(world: World, person: Account, body: JsonObject) -> JsonObject:
    chat = world.open_chat(person.write_chat())
    message, data = _find_button(chat, body)
    done = deeds.press(world, person, message, data, stale=bool(body.get("stale")))
    return {"press_id": done.id, "message_id": message.id, "data": data}


def _block(world: World, person: Account, body: JsonObject) -> JsonObject:
    deeds.block(world, person, blocked=bool(body.get("blocked", True)))
    return {"blocked": person.blocked}


def _delete(world: World, person: Account, body: JsonObject) -> JsonObject:
    deeds.delete(world, world.open_chat(person.write_chat()), int(body.get("message_id", 0)))
    return {}


def _do(deed: Deed) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        world, person = get_world(request), find_person(request)
        body = await read_body(request)
        mark = world.changes.count
        return JSONResponse({"mark": mark, **deed(world, person, body)})

    return answer


async def _read_shot(part: UploadFile) -> Shot:
    return Shot(await part.read(), part.filename or "file", part.content_type or "application/octet-stream")


def _read_gaps(text: str, count: int) -> list[float]:
    try:
        gaps = json.loads(text or "0")
        return [float(gap) for gap in gaps] if isinstance(gaps, list) else [float(gaps)] * (count - 1)
    except (ValueError, TypeError) as problem:
        raise ControlError(422, "gaps is a number of seconds or a JSON list of them.") from problem


def _find_button(chat: Chat, body: JsonObject) -> tuple[Message, str]:
    """Find a button by message and data, or by the start of its text in the newest message that has it."""
    if "data" in body and "message_id" in body:
        message = chat.messages.get(body["message_id"])
        if message is None:
            raise ControlError(404, "There is no such message.")
        return message, str(body["data"])
    label = str(body.get("text", "")).casefold()
    for message in reversed(chat.messages.values()):
        for button in [button for row in message.keyboard or [] for button in row]:
            if label and label in button["text"].casefold() and "callback_data" in button:
                return message, button["callback_data"]
    raise ControlError(409, "No message shows such a button now.")


_PERSON = "/control/people/{person_id:int}"
ROUTES = [
    Route("/control/people", register_person, methods=["POST"]),
    Route("/control/people", list_people, methods=["GET"]),
    Route(f"{_PERSON}/photos", send_photos, methods=["POST"]),
    Route(f"{_PERSON}/say", _do(_say), methods=["POST"]),
    Route(f"{_PERSON}/other", _do(_send_other), methods=["POST"]),
    Route(f"{_PERSON}/press", _do(_press), methods=["POST"]),
    Route(f"{_PERSON}/block", _do(_block), methods=["POST"]),
    Route(f"{_PERSON}/delete", _do(_delete), methods=["POST"]),
]
