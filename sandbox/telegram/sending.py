"""The methods by which the bot sends: text, photos, files, albums and what it is busy with."""

from typing import Any

from sandbox.pictures import NotAPictureError, measure_picture
from sandbox.telegram.chats import Chat, Content, Message
from sandbox.telegram.errors import BadRequestError, JsonObject
from sandbox.telegram.files import StoredFile
from sandbox.telegram.formatting import count_units, read_marked_text
from sandbox.telegram.keyboards import read_keyboard
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.world import World

# Bot API 10.1: sendMessage, sendPhoto, sendMediaGroup, sendChatAction. Units of text are UTF-16.
MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000
MAX_PHOTO_RATIO = 20
MAX_ALBUM = 10
ACTIONS = (
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
)  # fmt: skip


async def send_message(world: World, given: Parameters) -> JsonObject:
    """Answer sendMessage."""
    chat = world.reach_chat(given.get("chat_id"))
    content = read_text(given)
    return _post(world, chat, content, given).write()


async def send_photo(world: World, given: Parameters) -> JsonObject:
    """Answer sendPhoto."""
    chat = world.reach_chat(given.get("chat_id"))
    photo = await _take_photo(world, given, given.get("photo") or "attach://photo")
    return _post(world, chat, read_caption(given, Content(photo=photo)), given).write()


async def send_document(world: World, given: Parameters) -> JsonObject:
    """Answer sendDocument."""
    chat = world.reach_chat(given.get("chat_id"))
    document = _take_document(world, given, given.get("document") or "attach://document")
    return _post(world, chat, read_caption(given, Content(document=document)), given).write()


async def send_media_group(world: World, given: Parameters) -> list[JsonObject]:
    """Answer sendMediaGroup: all or nothing."""
    chat = world.reach_chat(given.get("chat_id"))
    items = given.get("media")
    _check_album(items)
    try:
        contents = [await take_media(world, given, item) for item in items]
    except _UnusablePhotoError as problem:
        raise BadRequestError("group send failed") from problem
    album = str(next(world.album_numbers))
    return [_post(world, chat, content, given, album).write() for content in contents]


async def send_chat_action(world: World, given: Parameters) -> bool:
    """Answer sendChatAction."""
    chat = world.reach_chat(given.get("chat_id"))
    if given.get("action") not in ACTIONS:
        raise BadRequestError("wrong parameter action in request")
    chat.action, chat.action_at = given.get("action"), world.clock()
    world.mark_chat_changed(chat)
    return True


def read_text(given: Parameters) -> Content:
    """Read text, parse mode and entities into the content of a text message."""
    text, entities = read_marked_text(given.get("text"), given.get("parse_mode"))
    if not text:
        raise BadRequestError("message text is empty")
    if count_units(text) > MAX_TEXT_UNITS:
        raise BadRequestError("message is too long")
    return Content(text, given.get("entities") or entities)


def read_caption(given: Parameters, content: Content) -> Content:
    """Read caption, parse mode and entities into the content of a photo or file."""
    text, entities = read_marked_text(given.get("caption") or "", given.get("parse_mode"))
    if count_units(text) > MAX_CAPTION_UNITS:
        raise BadRequestError("message caption is too long")
    content.text, content.entities = text, given.get("caption_entities") or entities
    return content


async def take_media(world: World, given: Parameters, item: Any) -> Content:
    """Read one InputMediaPhoto or InputMediaDocument, with its caption, into content."""
    if not isinstance(item, dict) or not isinstance(item.get("media"), str):
        raise BadRequestError("can't parse InputMedia: an object with a field media is expected")
    if item.get("type") == "photo":
        content = Content(photo=await _take_photo(world, given, item["media"]))
    elif item.get("type") == "document":
        content = Content(document=_take_document(world, given, item["media"]))
    else:
        raise BadRequestError(f"the stand-in does not model media of type {item.get('type')}")
    return read_caption(Parameters(values=item), content)


class _UnusablePhotoError(BadRequestError):
    """The bytes sent as a photo are none that Telegram takes."""


def _check_album(items: Any) -> None:
    if not isinstance(items, list) or not items:
        raise BadRequestError("There are no messages to send")
    if len(items) > MAX_ALBUM:
        raise BadRequestError("Too many messages to send as an album")
    if len(items) == 1:
        raise BadRequestError("an album must include 2-10 items")
    kinds = {item.get("type") for item in items if isinstance(item, dict)}
    if "document" in kinds and len(kinds) > 1:
        raise BadRequestError("document can't be mixed with other media types")


def _find_upload_name(reference: str) -> str:
    return reference.removeprefix("attach://") if reference.startswith("attach://") else ""


async def _take_photo(world: World, given: Parameters, reference: str) -> list[StoredFile]:
    upload = given.uploads.get(_find_upload_name(reference))
    if upload is None:
        sizes = world.files.find_sizes(reference)
        if not sizes:
            raise BadRequestError(_say_why_not_found(reference))
        return sizes
    _check_photo(upload.data)
    try:
        return await world.files.store_photo(upload.data)
    except NotAPictureError as problem:
        raise _UnusablePhotoError("IMAGE_PROCESS_FAILED") from problem


def _check_photo(data: bytes) -> None:
    if not data:
        raise BadRequestError("file must be non-empty")
    if len(data) > MAX_PHOTO_BYTES:
        limit = f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        raise _UnusablePhotoError(f"file of size {len(data)} bytes is too big for a photo; {limit}")
    try:
        width, height = measure_picture(data)
    except NotAPictureError as problem:
        raise _UnusablePhotoError("IMAGE_PROCESS_FAILED") from problem
    if width + height > MAX_PHOTO_SIDES or max(width, height) > MAX_PHOTO_RATIO * min(width, height):
        raise _UnusablePhotoError("PHOTO_INVALID_DIMENSIONS")


def _take_document(world: World, given: Parameters, reference: str) -> StoredFile:
    upload = given.uploads.get(_find_upload_name(reference))
    if upload is not None and not upload.data:
        raise BadRequestError("file must be non-empty")
    if upload is not None:
        return world.files.store_document(upload.data, upload.name, upload.mime)
    stored = world.files.find(reference)
    if stored is None or world.files.find_sizes(reference):
        raise BadRequestError(_say_why_not_found(reference))
    return stored


def _say_why_not_found(reference: str) -> str:
    if reference.startswith(("http://", "https://")):
        return "failed to get HTTP URL content"
    return "wrong remote file identifier specified: can't unserialize it"


def _post(world: World, chat: Chat, content: Content, given: Parameters, album: str = "") -> Message:
    return world.add_message(
        chat,
        world.bot,
        content,
        keyboard=read_keyboard(given.get("reply_markup")),
        album=album,
        reply_to=_find_replied(chat, given.get("reply_parameters")),
        protected=bool(given.get("protect_content")),
    )


def _find_replied(chat: Chat, reply: Any) -> Message | None:
    if not isinstance(reply, dict):
        return None
    found = chat.messages.get(reply.get("message_id", 0))
    if found is None and not reply.get("allow_sending_without_reply"):
        raise BadRequestError("message to be replied not found")
    return found
