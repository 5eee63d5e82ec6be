"""The control API's deeds: register people, and do what a person does in Slack."""

import re
from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.controls import ControlError, read_body
from sandbox.slack import deeds, events, submissions
from sandbox.slack.accounts import Account
from sandbox.slack.control_pressing import press
from sandbox.slack.control_requests import find_person, find_place, get_world
from sandbox.slack.deeds import Upload
from sandbox.slack.errors import JsonObject
from sandbox.slack.world import World

MAX_PARTS = 50
_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
Deed = Callable[[World, Account, JsonObject], JsonObject]


async def register_person(request: Request) -> Response:
    """Register a person, or change their names: {id, real_name?, name?, locale?, team?, deleted?}."""
    world, body = get_world(request), await read_body(request)
    person_id, team_id = str(body.get("id", "")), str(body.get("team") or next(iter(world.teams)))
    names = {name: body[name] for name in ("name", "real_name", "locale") if name in body}
    if not _ID.fullmatch(person_id) or not all(isinstance(value, str) for value in names.values()):
        raise ControlError(422, "A person has an id such as U0ANN, and names that are texts.")
    if team_id not in world.teams:
        raise ControlError(404, "There is no such workspace.")
    fresh = Account(person_id, team_id, person_id.casefold(), "Someone")
    person = world.teams[team_id].members.setdefault(person_id, fresh)
    for name, value in names.items():
        setattr(person, name, value)
    person.deleted = bool(body.get("deleted", person.deleted))
    return JSONResponse(person.write_user() | {"channel_id": world.open_im(person).id})


async def list_people(request: Request) -> Response:
    """List everyone registered, in every workspace."""
    teams = get_world(request).teams.values()
    return JSONResponse([person.write_user() for team in teams for person in team.members.values()])


async def send_files(request: Request) -> Response:
    """Send one to ten files (multipart parts `files`) in one message; `text` goes with them."""
    world, person = get_world(request), find_person(request)
    mark = world.changes.count
    async with request.form(max_files=MAX_PARTS, max_part_size=1024 * 1024) as form:
        uploads = (await _read_uploads(form)).get("files", [])
        text, room = str(form.get("text") or ""), str(form.get("channel") or "")
    message = deeds.send_files(world, person, find_place(world, person, room), uploads, text)
    ids = [file.id for file in message.files]
    return JSONResponse({"mark": mark, "ts": message.ts, "file_ids": ids})


async def submit(request: Request) -> Response:
    """Submit the topmost modal: a form whose fields and files are named by action_id or block_id."""
    world, person = get_world(request), find_person(request)
    mark = world.changes.count
    async with request.form(max_files=MAX_PARTS, max_part_size=1024 * 1024) as form:
        uploads = await _read_uploads(form)
        values = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    outcome = await submissions.submit(world, person, values, uploads)
    return JSONResponse({"mark": mark, **outcome})


def _say(world: World, person: Account, body: JsonObject) -> JsonObject:
    place = find_place(world, person, str(body.get("channel", "")))
    message = deeds.say(world, person, place, str(body.get("text", "")))
    return {"ts": message.ts, "channel_id": place.id}


def _command(world: World, person: Account, body: JsonObject) -> JsonObject:
    place = find_place(world, person, str(body.get("channel", "")))
    sent = deeds.send_command(world, person, place, str(body.get("line", "")))
    return {"press_id": sent.id, "channel_id": place.id}


def _open_home(world: World, person: Account, body: JsonObject) -> JsonObject:
    events.tell_of_home(world, person, str(body.get("tab") or "home"))
    return {}


def _close(world: World, person: Account, body: JsonObject) -> JsonObject:
    submissions.close(world, person, all_views=bool(body.get("all")))
    return {}


def _delete(world: World, person: Account, body: JsonObject) -> JsonObject:
    if "file_id" in body:
        deeds.delete_file(world, person, str(body["file_id"]))
    else:
        deeds.delete_message(world, person, world.open_im(person), str(body.get("ts", "")))
    return {}


def _do(deed: Deed) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        world, person = get_world(request), find_person(request)
        body = await read_body(request)
        mark = world.changes.count
        return JSONResponse({"mark": mark, **deed(world, person, body)})

    return answer


async def _read_uploads(form: FormData) -> dict[str, list[Upload]]:
    found: dict[str, list[Upload]] = {}
    for name, part in form.multi_items():
        if isinstance(part, UploadFile):
            found.setdefault(name, []).append(Upload(await part.read(), part.filename or "file"))
    return found


_PERSON = "/control/people/{person_id}"
ROUTES = [
    Route("/control/people", register_person, methods=["POST"]),
    Route("/control/people", list_people, methods=["GET"]),
    Route(f"{_PERSON}/files", send_files, methods=["POST"]),
    Route(f"{_PERSON}/submit", submit, methods=["POST"]),
    Route(f"{_PERSON}/say", _do(_say), methods=["POST"]),
    Route(f"{_PERSON}/command", _do(_command), methods=["POST"]),
    Route(f"{_PERSON}/home", _do(_open_home), methods=["POST"]),
    Route(f"{_PERSON}/press", _do(press), methods=["POST"]),
    Route(f"{_PERSON}/close", _do(_close), methods=["POST"]),
    Route(f"{_PERSON}/delete", _do(_delete), methods=["POST"]),
]
