"""Sends pictures to look at and pictures to keep; a group that Telegram refuses goes one by one."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Final

from telegram import Bot, InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest, TelegramError

from bots.failures import Refused, SendFailure
from bots.outbound import Picture, ReadFile
from bots.telegram.errors import name_failure

MAX_GROUP: Final = 10  # Bot API, sendMediaGroup: 2 to 10 items
MAX_CAPTION: Final = 1024  # Bot API, sendPhoto

Medium = type[InputMediaPhoto] | type[InputMediaDocument]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture with its bytes, as it goes out."""

    data: bytes
    name: str
    caption: str


SendOne = Callable[[Bot, int, Shot], Awaitable[Message]]


async def read_shots(pictures: Sequence[Picture], caption: str, read_file: ReadFile) -> list[Shot]:
    """The stored bytes of `pictures`; the caption goes with the first."""
    data = [await read_file(picture.key) for picture in pictures]
    captions = [caption[:MAX_CAPTION], *[""] * len(pictures)]
    return [Shot(d, p.name, c) for d, p, c in zip(data, pictures, captions, strict=False)]


async def send_album(bot: Bot, chat: int, shots: Sequence[Shot]) -> str:
    """Photos, in as few groups as fit; their message ids. A `SendFailure` says what went out before it."""
    return await _send_groups(bot, chat, shots, InputMediaPhoto, _send_photo)


async def send_documents(bot: Bot, chat: int, shots: Sequence[Shot]) -> str:
    """The files as they are, in as few groups as fit; otherwise as `send_album`."""
    return await _send_groups(bot, chat, shots, InputMediaDocument, _send_document)


def split_evenly(shots: Sequence[Shot]) -> list[Sequence[Shot]]:
    """Groups of at most ten, as equal as can be, so that none is left with a lone picture."""
    if not shots:
        return []
    size = ceil(len(shots) / ceil(len(shots) / MAX_GROUP))
    return [shots[start : start + size] for start in range(0, len(shots), size)]


async def _send_groups(bot: Bot, chat: int, shots: Sequence[Shot], kind: Medium, send_one: SendOne) -> str:
    done, sent = 0, list[str]()
    for group in split_evenly(shots):
        with _count_done(done, sent):
            sent += await _send_group(bot, chat, group, kind, send_one)
        done += len(group)
    return " ".join(sent)


async def _send_group(
    bot: Bot, chat: int, shots: Sequence[Shot], kind: Medium, send_one: SendOne
) -> list[str]:
    if len(shots) > 1:
        media = [kind(shot.data, caption=shot.caption or None, filename=shot.name) for shot in shots]
        try:
            group = await bot.send_media_group(chat, media)
        except BadRequest as error:
            # One bad picture fails the whole group; a chat that is gone fails every single one too.
            if not isinstance(name_failure(error), Refused):
                raise
        else:
            return [str(message.message_id) for message in group]
    return await _send_each(bot, chat, shots, send_one)


async def _send_each(bot: Bot, chat: int, shots: Sequence[Shot], send_one: SendOne) -> list[str]:
    refused: list[BadRequest] = []
    sent: list[str] = []
    for place, shot in enumerate(shots):
        try:
            with _count_done(place, sent, BadRequest):
                sent.append(str((await send_one(bot, chat, shot)).message_id))
        except BadRequest as error:
            refused.append(error)
    if refused and len(refused) == len(shots):
        raise refused[0]
    return sent


@contextmanager
def _count_done(done: int, sent: Sequence[str], *passing: type[TelegramError]) -> Iterator[None]:
    """Say in any failure how many pictures were dealt with before it, and where those that went out stand."""
    try:
        yield
    except passing:
        raise
    except TelegramError as error:
        failure = name_failure(error)
        failure.done += done
        failure.refs = (*sent, *failure.refs)
        raise failure from None
    except SendFailure as failure:
        failure.done += done
        failure.refs = (*sent, *failure.refs)
        raise


async def _send_photo(bot: Bot, chat: int, shot: Shot) -> Message:
    return await bot.send_photo(chat, shot.data, caption=shot.caption or None, filename=shot.name)


async def _send_document(bot: Bot, chat: int, shot: Shot) -> Message:
    return await bot.send_document(chat, shot.data, caption=shot.caption or None, filename=shot.name)
