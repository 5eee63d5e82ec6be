"""Shows a conversation, a home and a modal as the person sees them, and the app's side as a test wants it."""

import html
from dataclasses import asdict

from sandbox.slack.accounts import Account
from sandbox.slack.block_reading import list_button_rows, list_images, list_inputs, read_words
from sandbox.slack.channels import SLACKBOT, Channel, Message
from sandbox.slack.errors import JsonObject
from sandbox.slack.files import StoredFile
from sandbox.slack.interactions import View
from sandbox.slack.world import World


def write_chat(world: World, channel: Channel, person: Account) -> JsonObject:
    """Render a conversation as this person sees it, with their home, topmost modal and presses."""
    messages = [m for m in channel.messages.values() if m.only_for in ("", person.id)]
    presses = [p for p in world.interactions.presses.values() if p.person_id == person.id]
    return {
        "change": world.changes.count,
        "channel_id": channel.id,
        "messages": [write_message(channel, message) for message in messages],
        "home": _write_view(world.interactions.homes.get(person.id)),
        "modal": _write_view(world.interactions.find_modal(person.id)),
        "presses": [asdict(press) for press in presses],
    }


def write_message(channel: Channel, message: Message) -> JsonObject:
    """Render a message with its edits applied; `earlier` holds the texts it had before."""
    words = read_words(message.blocks) or html.unescape(message.text)
    return {
        "ts": message.ts,
        "sender": _name_sender(channel, message),
        "user": message.user,
        "text": words,
        "fallback": html.unescape(message.text),
        "blocks": message.blocks,
        "buttons": list_button_rows(message.blocks),
        "inputs": list_inputs(message.blocks),
        "images": list_images(message.blocks),
        "files": [_write_file(file) for file in message.files if not file.deleted],
        "ephemeral": bool(message.only_for),
        "thread_ts": message.thread_ts,
        "edits": len(message.earlier),
        "earlier": [html.unescape(text) for text in message.earlier],
        "change": message.changed,
    }


def write_app(world: World) -> JsonObject:
    """Render the app's side: how it is reached, its workspaces, connections, and what waits for it."""
    return {
        "mode": "http" if world.http.url else "socket",
        "url": world.http.url,
        "pace": asdict(world.pace),
        "subscribed": sorted(world.deliveries.subscribed),
        "teams": [_write_team(world, team_id) for team_id in world.teams],
        "connections": [{"number": c.number, "silent": c.silent} for c in world.sockets.connections],
        "opened": world.sockets.opened,
        "faults": [asdict(fault) for fault in world.faults.waiting],
    }


def _write_team(world: World, team_id: str) -> JsonObject:
    team = world.teams[team_id]
    grants = [g for g in world.grants.values() if g.team is team and g.kind == "bot" and not g.refusal]
    scopes = sorted({scope for grant in grants for scope in grant.scopes})
    return {"id": team.id, "name": team.name, "installed": bool(grants), "scopes": scopes}


def _write_view(view: View | None) -> JsonObject | None:
    if view is None:
        return None
    blocks, title = view.body["blocks"], view.body.get("title") or {}
    submit = view.body.get("submit") or {}
    return {
        "view_id": view.id,
        "type": view.body["type"],
        "callback_id": view.body.get("callback_id", ""),
        "private_metadata": view.body.get("private_metadata", ""),
        "title": html.unescape(title.get("text", "")),
        "submit": html.unescape(submit.get("text", "")),
        "text": read_words(blocks),
        "blocks": blocks,
        "buttons": list_button_rows(blocks),
        "inputs": list_inputs(blocks),
        "images": list_images(blocks),
        "errors": view.errors,
        "hash": view.hash,
        "change": view.changed,
    }


def _name_sender(channel: Channel, message: Message) -> str:
    if message.user == channel.team.bot_user:
        return "bot"
    return "slackbot" if message.user == SLACKBOT else "person"


def _write_file(file: StoredFile) -> JsonObject:
    body = file.write()
    return {
        "file_id": file.id,
        "url": f"/control/files/{file.id}",
        "name": file.name,
        "title": body["title"],
        "mime": file.mimetype,
        "size": file.length,
        "width": body.get("original_w", 0),
        "height": body.get("original_h", 0),
    }
