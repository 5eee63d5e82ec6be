"""A person in the chat, for stories, tests and the demo: writes, sends photos, presses, waits."""

import asyncio
import json
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import httpx

# One poll of the control API; a longer wait asks again.
_POLL_SECONDS = 20
_CLIENT_SECONDS = 60.0


class NotSeenError(AssertionError):
    """What was waited for did not appear in time; the message tells what the chat shows instead."""


class RefusedError(Exception):
    """The stand-in refused a deed; the message is its sentence."""


@dataclass(frozen=True)
class SeenFile:
    """A photo or file in the chat: its address, name, type, size in bytes, sides in pixels (0 if none)."""

    file_id: str
    url: str
    name: str
    mime: str
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class SeenMessage:
    """A message as seen; `text` is also a photo's or file's caption, `earlier` what it said before."""

    message_id: int
    sender: str
    at: float
    text: str
    entities: list[dict[str, Any]]
    buttons: list[list[dict[str, Any]]]
    album: str
    photo: SeenFile | None
    document: SeenFile | None
    other: str
    reply_to: int | None
    edits: int
    earlier: list[str]
    change: int

    @property
    def button_texts(self) -> list[str]:
        """The texts of its buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]


@dataclass(frozen=True)
class SeenChat:
    """A chat as the person sees it, at one change count."""

    change: int
    chat_id: int
    blocked: bool
    action: str
    messages: list[SeenMessage]
    presses: list[dict[str, Any]]

    def find_from_bot(self, after: int = 0) -> list[SeenMessage]:
        """List the bot's messages that were sent or edited after a change count."""
        return [m for m in self.messages if m.sender == "bot" and m.change > after]


Wanted = str | Callable[[SeenChat], bool]


class Person:
    """One person in the chat with the bot: `async with Person(url, 777, "Ann") as ann:` registers them."""

    def __init__(self, base_url: str, person_id: int, first_name: str = "Ann", language: str = "en") -> None:
        self.id = person_id
        self.first_name = first_name
        self._language = language
        self._mark = 0
        # Reading the machine's certificates takes longer than all the rest, and nothing here is encrypted.
        none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client = httpx.AsyncClient(
            base_url=base_url, timeout=_CLIENT_SECONDS, trust_env=False, verify=none
        )

    async def __aenter__(self) -> Self:
        names = {"id": self.id, "first_name": self.first_name, "language": self._language}
        _refuse_if_refused(await self._client.post("/control/people", json=names))
        return self

    async def __aexit__(self, *_problem: object) -> None:
        await self._client.aclose()

    async def start(self, code: str = "") -> int:
        """Press Start, or open an invite link with this code; gives the message id."""
        return await self.say(f"/start {code}".strip())

    async def say(self, text: str, group: str = "") -> int:
        """Write a text, privately or in a group of that title; gives the message id."""
        done = await self._do("say", {"text": text, "group": group})
        return int(done["message_ids"][0])

    async def send_album(
        self, photos: Sequence[bytes], gaps: float | Sequence[float] = 0.0, caption: str = ""
    ) -> list[int]:
        """Send photos as Telegram does, ten per album, `gaps` seconds apart; gives the message ids."""
        named = [(f"IMG_{number:04}.jpg", data, "image/jpeg") for number, data in enumerate(photos, 1)]
        spaces = gaps if isinstance(gaps, float | int) else list(gaps)
        return await self._send(named, {"gaps": json.dumps(spaces), "caption": caption})

    async def send_photo(self, photo: bytes, caption: str = "") -> int:
        """Send one photo; gives the message id."""
        return (await self.send_album([photo], caption=caption))[0]

    async def send_file(self, data: bytes, name: str, mime: str = "application/octet-stream") -> int:
        """Send a file as it is; gives the message id."""
        return (await self._send([(name, data, mime)], {"as_files": "true"}))[0]

    async def send_other(self, kind: str) -> int:
        """Send a `sticker`, a `voice` message or a `video`; gives the message id."""
        return int((await self._do("other", {"kind": kind}))["message_ids"][0])

    async def press(self, text: str, seconds: float = 10.0) -> str:
        """Press the newest button whose text contains `text`, once it is there; gives the id of the press."""
        await self.wait_for(lambda chat: _find_button(chat, text) is not None, seconds, since=0)
        return str((await self._do("press", {"text": text}))["press_id"])

    async def press_data(self, message_id: int, data: str, *, stale: bool = False) -> str:
        """Press a button by its data; `stale` also one that is gone from view. Gives the id of the press."""
        body = {"message_id": message_id, "data": data, "stale": stale}
        return str((await self._do("press", body))["press_id"])

    async def block(self) -> None:
        """Block the bot."""
        await self._do("block", {"blocked": True})

    async def unblock(self) -> None:
        """Take the block back."""
        await self._do("block", {"blocked": False})

    async def delete(self, message_id: int) -> None:
        """Delete a message on both sides."""
        await self._do("delete", {"message_id": message_id})

    async def read_chat(self, after: int = 0, seconds: float = 0.0) -> SeenChat:
        """Read the chat; with `after`, wait so long until it has changed beyond that count."""
        query = {"after": after, "timeout": round(seconds)}
        return _read_chat(
            _refuse_if_refused(await self._client.get(f"/control/chats/{self.id}", params=query))
        )

    async def wait_for(self, wanted: Wanted, seconds: float = 10.0, since: int | None = None) -> SeenMessage:
        """Wait until the bot says `wanted` (a part of a text), or until `wanted(chat)` is true.

        For a text, only what the bot sent or edited since this person's last deed counts, or since the
        change count `since`. Gives the newest message that fits; for a callable, the bot's newest. Raises
        NotSeenError.
        """
        mark = self._mark if since is None else since
        deadline = asyncio.get_running_loop().time() + seconds
        chat = await self.read_chat()
        while (found := _find(chat, wanted, mark)) is None:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise NotSeenError(_describe(chat, wanted))
            chat = await self.read_chat(chat.change, min(max(left, 1), _POLL_SECONDS))
        return found

    async def download(self, file: SeenFile) -> bytes:
        """Read the bytes of a photo or file in the chat."""
        return _refuse_if_refused(await self._client.get(file.url)).content

    async def _do(self, deed: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._client.post(f"/control/people/{self.id}/{deed}", json=body)
        return self._note(_refuse_if_refused(answer))

    async def _send(self, named: list[tuple[str, bytes, str]], words: dict[str, str]) -> list[int]:
        parts = [("photos", part) for part in named]
        address = f"/control/people/{self.id}/photos"
        answer = await self._client.post(address, files=parts, data=words, timeout=None)
        return [int(number) for number in self._note(_refuse_if_refused(answer))["message_ids"]]

    def _note(self, answer: httpx.Response) -> dict[str, Any]:
        done: dict[str, Any] = answer.json()
        self._mark = done["mark"]
        return done


def _refuse_if_refused(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        sentence = answer.json()["detail"]
    except ValueError:
        sentence = f"The stand-in answered {answer.status_code}."
    raise RefusedError(sentence)


def _read_chat(answer: httpx.Response) -> SeenChat:
    body = answer.json()
    return SeenChat(**{**body, "messages": [_read_message(message) for message in body["messages"]]})


def _read_message(body: dict[str, Any]) -> SeenMessage:
    files = {name: SeenFile(**body[name]) if body[name] else None for name in ("photo", "document")}
    return SeenMessage(**{**body, **files})


def _find(chat: SeenChat, wanted: Wanted, mark: int) -> SeenMessage | None:
    if callable(wanted):
        return _find_last(chat) if wanted(chat) else None
    fitting = [m for m in chat.find_from_bot(mark) if wanted.casefold() in m.text.casefold()]
    return fitting[-1] if fitting else None


def _find_last(chat: SeenChat) -> SeenMessage:
    return (chat.find_from_bot() or chat.messages)[-1]


def _find_button(chat: SeenChat, text: str) -> SeenMessage | None:
    wanted = text.casefold()
    shown = [m for m in chat.messages if any(wanted in label.casefold() for label in m.button_texts)]
    return shown[-1] if shown else None


def _describe(chat: SeenChat, wanted: Wanted) -> str:
    what = repr(wanted) if isinstance(wanted, str) else "what was waited for"
    tail = [f"{m.sender}: {m.text or '(picture or file)'} {m.button_texts or ''}" for m in chat.messages[-8:]]
    return f"{what} was not seen; the chat ends:\n" + "\n".join(tail)
