"""Telegram as a face of the conversation: sends what it says, fetches the photos, answers taps."""

import asyncio
import logging
import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest
from telegram.request import BaseRequest

from bots.commands import list_commands
from bots.errand import Errand
from bots.failures import Refused
from bots.languages import ENGLISH, LANGUAGES, speak
from bots.outbound import Album, Documents, Outbound, Replace, Rows, Say, Toast, Typing
from bots.telegram.buttons import write_buttons
from bots.telegram.calls import Calls
from bots.telegram.downloads import fetch_file
from bots.telegram.errors import is_unchanged, is_vanished, map_errors, name_failure
from bots.telegram.hooking import keep_webhook
from bots.telegram.pictures import read_shots, send_album, send_documents
from bots.telegram.polling import PollingHealth, PollingRequest, Record, poll_updates
from bots.telegram.updates import MAX_TEXT

MAX_TOAST: Final = 200  # Bot API, answerCallbackQuery
MAX_DELETED: Final = 100  # Bot API, deleteMessages


class TelegramFace:
    """One bot on Telegram; made by `open_telegram`, ended by `close`."""

    platform: Final = "telegram"
    has_home = False
    # Bot API, deleteMessage: younger than 48 hours; the last of them is not cut fine.
    deletable: timedelta | None = timedelta(hours=47)

    def __init__(self, bot: Bot, calls: Calls, asking: BaseRequest, polling: PollingHealth) -> None:
        self._bot, self._calls, self._asking, self.polling = bot, calls, asking, polling

    async def send(
        self, chat: str, outbound: Outbound, message_ref: str | None, errand: Errand
    ) -> str | None:
        """Send one thing; the reference of the message it stands in now, for later edits, or None.

        `message_ref` is what an earlier send into the same slot gave. Raises `SendFailure`.
        """
        with map_errors():
            match outbound:
                case Say(text, _, buttons):
                    return await self._say(int(chat), text, buttons)
                case Replace(_, text, buttons):
                    return await self._replace(int(chat), message_ref, text, buttons)
                case Album(pictures, caption):
                    shots = await read_shots(pictures, caption, errand.read_file)
                    return await send_album(self._bot, int(chat), shots)
                case Documents(pictures, caption):
                    shots = await read_shots(pictures, caption, errand.read_file)
                    return await send_documents(self._bot, int(chat), shots)
                case Toast(interaction, text):
                    await self._answer_tap(interaction, text)
                case Typing(doing):
                    await self._bot.send_chat_action(int(chat), doing)
        return None

    async def forget(self, chat: str, refs: Sequence[str]) -> None:
        """Delete these messages; those that are gone or too old are passed over. Raises `SendFailure`."""
        numbers = [int(ref) for ref in refs]
        for start in range(0, len(numbers), MAX_DELETED):
            with map_errors():
                try:
                    await self._bot.delete_messages(int(chat), numbers[start : start + MAX_DELETED])
                except BadRequest as error:
                    # Telegram would not, and will not later: they stay, as the person was told they may.
                    if not isinstance(name_failure(error), Refused):
                        raise

    async def _say(self, chat: int, text: str, buttons: Rows) -> str:
        message = await self._bot.send_message(chat, text[:MAX_TEXT], reply_markup=write_buttons(buttons))
        return str(message.message_id)

    async def _replace(self, chat: int, ref: str | None, text: str, buttons: Rows) -> str:
        if ref is None:
            return await self._say(chat, text, buttons)
        try:
            await self._bot.edit_message_text(
                text[:MAX_TEXT], chat, int(ref), reply_markup=write_buttons(buttons)
            )
        except BadRequest as error:
            if is_vanished(error):
                return await self._say(chat, text, buttons)
            if not is_unchanged(error):
                raise
        return ref

    async def _answer_tap(self, interaction: str, text: str) -> None:
        try:
            await self._bot.answer_callback_query(interaction, text[:MAX_TOAST] or None)
        except BadRequest:
            # Too late: the person sees no waiting sign any more, and nothing else depends on it.
            return

    async def fetch(self, ref: dict[str, str]) -> bytes:
        """The bytes of a photo; raises PhotoRefused, TooManyRequests or Unavailable (see `fetch_file`)."""
        return await fetch_file(self._bot, self._calls, ref["file_id"])

    async def set_commands(self) -> None:
        """Put the commands into the menu of every private chat, in each of our languages. Raises `SendFailure`."""
        for language in LANGUAGES:
            with speak(language):
                commands = [BotCommand(command, text) for command, text in list_commands().items()]
            code = None if language == ENGLISH else language
            with map_errors():
                await self._bot.set_my_commands(
                    commands, BotCommandScopeAllPrivateChats(), language_code=code
                )

    async def read_username(self) -> str:
        """The bot's name, for invite links; also proves the token. Raises `SendFailure`."""
        with map_errors():
            return (await self._bot.get_me()).username or ""

    async def poll(self, record: Record, stop: asyncio.Event) -> None:
        """Record every update until `stop` is set; `polling` says how it goes."""
        await poll_updates(self._bot, record, self.polling, stop)

    async def keep_webhook(self, url: str, secret: str, stop: asyncio.Event) -> None:
        """Have Telegram send every update to `url` until `stop` is set; `polling` says how it goes."""
        await keep_webhook(self._bot, url, secret, self.polling, stop)

    async def close(self) -> None:
        """Close every connection."""
        # The bot closes only what it opened itself, and these open with their first call.
        for request in (self._calls, self._asking):
            await request.shutdown()


def open_telegram(token: str, api_base: str) -> TelegramFace:
    """A face for the bot with `token` at `api_base` (https://api.telegram.org). Reaches nothing yet."""
    _quieten_libraries()
    polling = PollingHealth()
    calls = Calls()
    asking = PollingRequest(polling)
    bot = Bot(
        token,
        base_url=f"{api_base}/bot",
        base_file_url=f"{api_base}/file/bot",
        request=calls,
        get_updates_request=asking,
    )
    return TelegramFace(bot, calls, asking, polling)


def _quieten_libraries() -> None:
    # httpx logs every address at INFO, and Telegram's addresses hold the token.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # The library logs outages with tracebacks; what matters of them is raised here or stands in `polling`.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    # The library warns on every 429 unless its newer form of times is asked for by this very variable.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
