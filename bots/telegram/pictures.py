"""Sends pictures to look at and pictures to keep; a group that Telegram refuses goes one by one."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Final

from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from bots.failures import Refused, SendFailure
from bots.outbound import Picture
from bots.telegram.errors import name_failure

MAX_GROUP: Final = 10  # Bot API, sendMediaGroup: 2 to 10 items
MAX_CAPTION: Final = 1024  # Bot API, sendPhoto

ReadFile = Callable[[str], Awaitable[bytes]]
Medium = type[InputMediaPhoto] | type[InputMediaDocument]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture with its bytes, as it goes out."""

    data: bytes
    name: str
    caption: str


SendOne = Callable[[Bot, int, Shot], Awaitable[None]]


async def read_shots(pictures: Sequence[Picture], caption: str, read_file: ReadFile) -> list[Shot]:
    """The stored bytes of `pictures`; the caption goes with the first."""
    data = [await read_file(picture.key) for picture in pictures]
    captions = [caption[:MAX_CAPTION], *[""] * len(pictures)]
    return [Shot(d, p.name, c) for d, p, c in zip(data, pictures, captions, strict=False)]


async def send_album(bot: Bot, chat: int, shots: Sequence[Shot]) -> None:
    """Photos, in as few groups as fit; a `SendFailure` says how many went out before it."""
    await _send_groups(bot, chat, shots, InputMediaPhoto, _send_photo)


async def send_documents(bot: Bot, chat: int, shots: Sequence[Shot]) -> None:
    """The files as they are, in as few groups as fit; a `SendFailure` says how many went out before it."""
    await _send_groups(bot, chat, shots, InputMediaDocument, _send_document)


def split_evenly(shots: Sequence[Shot]) -> list[Sequence[Shot]]:
    """Groups of at most ten, as equal as can be, so that none is left with a lone picture."""
    if not shots:
        return []
    size = ceil(len(shots) / ceil(len(shots) / MAX_GROUP))
    return [shots[start : start + size] for start in range(0, len(shots), size)]


async def _send_groups(bot: Bot, chat: int, shots: Sequence[Shot], kind: Medium, send_one: SendOne) -> None:
    done = 0
    for group in split_evenly(shots):
        with _count_done(done):
            await _send_group(bot, chat, group, kind, send_one)
        done += len(group)


async def _send_group(bot: Bot, chat: int, shots: Sequence[Shot], kind: Medium, send_one: SendOne) -> None:
    if len(shots) > 1:
        media = [kind(shot.data, caption=shot.caption or None, filename=shot.name) for shot in shots]
        try:
            await bot.send_media_group(chat, media)
        except BadRequest as error:
            # One bad picture fails the whole group; a chat that is gone fails every single one too.
            if not isinstance(name_failure(error), Refused):
                raise
        else:
            return
    await _send_each(bot, chat, shots, send_one)


async def _send_each(bot: Bot, chat: int, shots: Sequence[Shot], send_one: SendOne) -> None:
    refused: list[BadRequest] = []
    for place, shot in enumerate(shots):
        try:
            with _count_done(place, BadRequest):
                await send_one(bot, chat, shot)
        except BadRequest as error:
            refused.append(error)
    if refused and len(refused) == len(shots):
        raise refused[0]


@contextmanager
def _count_done(done: int, *passing: type[TelegramError]) -> Iterator[None]:
    """Say in any failure how many pictures were dealt with before it."""
    try:
        yield
    except passing:
        raise
    except TelegramError as error:
        failure = name_failure(error)
        failure.done += done
        raise failure from None
    except SendFailure as failure:
        failure.done += done
        raise


async def _send_photo(bot: Bot, chat: int, shot: Shot) -> None:
    await bot.send_photo(chat, shot.data, caption=shot.caption or None, filename=shot.name)


async def _send_document(bot: Bot, chat: int, shot: Shot) -> None:
    await bot.send_document(chat, shot.data, caption=shot.caption or None, filename=shot.name)
