"""The methods by which the bot changes what it sent: edits, deletions and answers to pressed buttons."""

from sandbox.telegram.chats import Chat, Content, Message
from sandbox.telegram.errors import BadRequestError, JsonObject
from sandbox.telegram.keyboards import read_keyboard
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.sending import read_caption, read_text, take_media
from sandbox.telegram.world import World

# Bot API 10.1, deleteMessage and deleteMessages.
DELETE_SECONDS = 48 * 3600
MAX_DELETED = 100
# Telegram documents no number; facts/chat.md 2.8 reports expiry from 10-20 seconds up.
PRESS_SECONDS = 30
MAX_TOAST = 200
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def edit_text(world: World, given: Parameters) -> JsonObject:
    """Answer editMessageText."""
    message = _find_editable(world, given)
    if message.content.is_media:
        raise BadRequestError("there is no text in the message to edit")
    return _apply(world, message, read_text(given), given)


async def edit_caption(world: World, given: Parameters) -> JsonObject:
    """Answer editMessageCaption."""
    message = _find_editable(world, given)
    if not message.content.is_media:
        raise BadRequestError("there is no caption in the message to edit")
    kept = Content(photo=message.content.photo, document=message.content.document)
    return _apply(world, message, read_caption(given, kept), given)


async def edit_media(world: World, given: Parameters) -> JsonObject:
    """Answer editMessageMedia."""
    message = _find_editable(world, given)
    content = await take_media(world, given, given.get("media"))
    if message.album and bool(content.photo) != bool(message.content.photo):
        raise BadRequestError("can't change the type of a message in an album")
    return _apply(world, message, content, given)


async def edit_keyboard(world: World, given: Parameters) -> JsonObject:
    """Answer editMessageReplyMarkup."""
    message = _find_editable(world, given)
    return _apply(world, message, message.content, given)


async def delete_message(world: World, given: Parameters) -> bool:
    """Answer deleteMessage."""
    chat = world.reach_chat(given.get("chat_id"))
    message = chat.messages.get(given.get("message_id"))
    if message is None:
        raise BadRequestError("message to delete not found")
    if world.clock() - message.at > DELETE_SECONDS:
        raise BadRequestError("message can't be deleted for everyone")
    _remove(world, chat, message.id)
    return True


async def delete_messages(world: World, given: Parameters) -> bool:
    """Answer deleteMessages: those that cannot be deleted are passed over."""
    chat = world.reach_chat(given.get("chat_id"))
    ids = given.get("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= MAX_DELETED:
        raise BadRequestError("message identifiers: 1-100 expected")
    for message in [chat.messages[number] for number in ids if number in chat.messages]:
        if world.clock() - message.at <= DELETE_SECONDS:
            _remove(world, chat, message.id)
    return True


async def answer_press(world: World, given: Parameters) -> bool:
    """Answer answerCallbackQuery."""
    wanted = given.get("callback_query_id")
    chat = next((chat for chat in world.chats.values() if wanted in chat.presses), None)
    press = chat.presses[wanted] if chat else None
    if chat is None or press is None or press.answered or world.clock() - press.at > PRESS_SECONDS:
        raise BadRequestError("query is too old and response timeout expired or query ID is invalid")
    if len(given.get("text") or "") > MAX_TOAST:
        raise BadRequestError("MESSAGE_TOO_LONG")
    press.answered, press.text, press.alert = True, given.get("text") or "", bool(given.get("show_alert"))
    world.mark_chat_changed(chat)
    return True


def _find_editable(world: World, given: Parameters) -> Message:
    chat = world.reach_chat(given.get("chat_id"))
    message = chat.messages.get(given.get("message_id"))
    if message is None:
        raise BadRequestError("message to edit not found")
    if not message.from_bot:
        raise BadRequestError("message can't be edited")
    return message


def _apply(world: World, message: Message, content: Content, given: Parameters) -> JsonObject:
    keyboard = read_keyboard(given.get("reply_markup"))
    if (content.write(), keyboard) == (message.content.write(), message.keyboard):
        raise BadRequestError(_NOT_MODIFIED)
    if content.text != message.content.text:
        message.earlier.append(message.content.text)
    message.content, message.keyboard, message.edited_at = content, keyboard, world.clock()
    message.edits += 1
    world.mark_changed(message)
    return message.write()


def _remove(world: World, chat: Chat, message_id: int) -> None:
    del chat.messages[message_id]
    world.mark_chat_changed(chat)
