"""Shows a chat as the person in it sees it, and the bot's side as a test wants to see it."""

from dataclasses import asdict

from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.errors import JsonObject
from sandbox.telegram.files import StoredFile
from sandbox.telegram.world import World

# Bot API 10.1, sendChatAction: the status is set for 5 seconds or less.
ACTION_SECONDS = 5


def write_chat(world: World, chat: Chat) -> JsonObject:
    """Render a chat: messages in order, presses with the bot's answers, what the bot is busy with."""
    person = world.people.get(chat.id)
    busy = chat.action and world.clock() - chat.action_at < ACTION_SECONDS
    return {
        "change": world.changes.count,
        "chat_id": chat.id,
        "blocked": bool(person and person.blocked),
        "action": chat.action if busy else "",
        "messages": [write_message(message) for message in chat.messages.values()],
        "presses": [asdict(press) for press in chat.presses.values()],
    }


def write_message(message: Message) -> JsonObject:
    """Render a message with its edits applied; `earlier` holds the texts it had before."""
    content = message.content
    return {
        "message_id": message.id,
        "sender": "bot" if message.from_bot else "person",
        "at": message.at,
        "text": content.text,
        "entities": content.entities,
        "buttons": message.keyboard or [],
        "album": message.album,
        "photo": _write_file(content.photo[-1]) if content.photo else None,
        "document": _write_file(content.document) if content.document else None,
        "other": next(iter(content.other), ""),
        "reply_to": message.reply_to.id if message.reply_to else None,
        "edits": message.edits,
        "earlier": message.earlier,
        "change": message.changed,
    }


def write_bot(world: World) -> JsonObject:
    """Render what the bot has set and what waits for it."""
    return {
        "bot": world.bot,
        "settings": world.settings,
        "webhook": asdict(world.webhook),
        "pending": [entry.update for entry in world.updates.pending],
        "faults": [asdict(fault) for fault in world.faults.waiting],
    }


def _write_file(stored: StoredFile) -> JsonObject:
    return {
        "file_id": stored.file_id,
        "url": f"/control/files/{stored.file_id}",
        "name": stored.name,
        "mime": stored.mime,
        "size": len(stored.data),
        "width": stored.width,
        "height": stored.height,
    }
