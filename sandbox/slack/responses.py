"""Answers of the app that come with an acknowledgement or through a response_url."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack import events
from sandbox.slack.accounts import Account
from sandbox.slack.asking import Ask
from sandbox.slack.channels import Channel, Message
from sandbox.slack.chat_methods import MAX_TEXT, change_message, read_content
from sandbox.slack.errors import JsonObject, SlackError
from sandbox.slack.faults import RESPONSE
from sandbox.slack.interactions import RESPONSE_SECONDS, ResponseLink
from sandbox.slack.spoiling import spoil_answer
from sandbox.slack.world import World


def post_answer(world: World, channel: Channel, person: Account, given: Any) -> None:
    """Post what came with the acknowledgement of a command, if anything, to the person alone by default."""
    if not isinstance(given, dict) or not (given.get("text") or given.get("blocks")):
        return
    text, blocks = read_content(Ask(world, given, grant=_find_grant(world, channel)), MAX_TEXT)
    only_for = "" if given.get("response_type") == "in_channel" else person.id
    message = Message(world.next_ts(), channel.team.bot_user, text, blocks, only_for=only_for)
    world.add_message(channel, message)
    if not only_for:
        events.tell_of_message(world, channel, message)


async def take_response(request: Request) -> Response:
    """Answer a POST to a response_url: {text, blocks, replace_original, delete_original, response_type}."""
    world: World = request.app.state.world
    link = world.interactions.links.get(request.path_params["secret"])
    if link is None or link.left < 1 or world.clock() - link.at > RESPONSE_SECONDS:
        return JSONResponse({"ok": False, "error": "used_url" if link else "expired_url"}, 404)
    fault = world.faults.take(RESPONSE)
    spoiled = await spoil_answer(fault) if fault else None
    if spoiled is not None:
        return spoiled
    try:
        given = _read_body(await request.body())
        _apply(world, link, given)
    except SlackError as refusal:
        return JSONResponse(refusal.write(), 400)
    link.left -= 1
    world.record(RESPONSE, given, 200, "ok")
    return PlainTextResponse("ok")


def _apply(world: World, link: ResponseLink, given: JsonObject) -> None:
    original = link.message
    if original is None or original.ts not in link.channel.messages:
        post_answer(world, link.channel, link.person, given)
    elif given.get("delete_original"):
        events.remove_message(world, link.channel, original)
    elif given.get("replace_original"):
        ask = Ask(world, given, grant=_find_grant(world, link.channel))
        change_message(world, link.channel, original, *read_content(ask, MAX_TEXT))
    else:
        post_answer(world, link.channel, link.person, given)


def _find_grant(world: World, channel: Channel) -> Any:
    return next((g for g in world.grants.values() if g.team is channel.team and g.kind == "bot"), None)


def _read_body(body: bytes) -> JsonObject:
    try:
        given = json.loads(body)
    except ValueError as problem:
        raise SlackError("invalid_payload") from problem
    if not isinstance(given, dict):
        raise SlackError("invalid_payload")
    return given


ROUTES = [Route("/response/{kind}/{team}/{secret}", take_response, methods=["POST"])]
