"""A person in Slack, for stories, tests and the demo: writes, sends files, presses, submits, waits."""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import httpx

from sandbox.slack.sights import NOTHING, SeenChat, SeenFile, SeenMessage, SeenView, read_chat

# One poll of the control API; a longer wait asks again.
_POLL_SECONDS = 20
_CLIENT_SECONDS = 60.0
# What Slack's clients attach to one message; docs.slack.dev.
_FILES_PER_MESSAGE = 10

Wanted = str | Callable[[SeenChat], bool]
NamedFile = bytes | tuple[str, bytes]


class NotSeenError(AssertionError):
    """What was waited for did not appear in time; the message tells what the chat shows instead."""


class RefusedError(Exception):
    """The stand-in refused a deed; the message is its sentence."""


class Person:
    """One person in the app's direct messages: `async with Person(url, "U0ANN", "Ann") as ann:`."""

    def __init__(
        self, base_url: str, person_id: str, real_name: str = "Ann", locale: str = "en-US", team: str = ""
    ) -> None:
        self.id = person_id
        self.real_name = real_name
        self._about = {
            "id": person_id,
            "real_name": real_name,
            "name": real_name.casefold(),
            "locale": locale,
        }
        self._about |= {"team": team} if team else {}
        self._mark = 0
        # Reading the machine's certificates takes longer than all the rest, and nothing here is encrypted.
        none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._client = httpx.AsyncClient(
            base_url=base_url, timeout=_CLIENT_SECONDS, trust_env=False, verify=none
        )

    async def __aenter__(self) -> Self:
        _refuse_if_refused(await self._client.post("/control/people", json=self._about))
        return self

    async def __aexit__(self, *_problem: object) -> None:
        await self._client.aclose()

    async def say(self, text: str, channel: str = "") -> str:
        """Write a message, to the app or in the channel of that name; gives its ts."""
        return str((await self._do("say", {"text": text, "channel": channel}))["ts"])

    async def send_files(self, files: Sequence[NamedFile], text: str = "") -> list[str]:
        """Send files, ten per message as Slack's clients do; gives the ts of each message.

        A file is its bytes (then named IMG_0001.jpg and so on) or a pair of name and bytes; Slack judges
        its type by the name.
        """
        named = [_name(number, file) for number, file in enumerate(files, 1)]
        sent = []
        for start in range(0, len(named), _FILES_PER_MESSAGE):
            parts = [("files", part) for part in named[start : start + _FILES_PER_MESSAGE]]
            words = {"text": "" if start else text}
            sent.append(str((await self._send("files", parts, words))["ts"]))
        return sent

    async def command(self, line: str, channel: str = "") -> str:
        """Type a slash command such as `/headshots join CODE`; gives the id of the press."""
        return str((await self._do("command", {"line": line, "channel": channel}))["press_id"])

    async def press(self, text: str, seconds: float = 10.0, where: str = "") -> str:
        """Press the newest button whose text contains `text`, once it is there; gives the id of the press.

        It is looked for in the open modal, then the chat, then the home, or only `where` of them.
        """
        await self.wait_for(lambda chat: chat.has_button(text, where), seconds)
        return str((await self._do("press", {"text": text, "where": where}))["press_id"])

    async def press_action(self, action_id: str, value: str = "", ts: str = "", where: str = "") -> str:
        """Press or choose by action_id, in the message `ts` if given; gives the id of the press."""
        body = {"action_id": action_id, "value": value, "ts": ts, "where": where}
        return str((await self._do("press", body))["press_id"])

    async def open_home(self, tab: str = "home") -> None:
        """Open the app's home, or with `messages` its messages tab."""
        await self._do("home", {"tab": tab})

    async def submit_view(
        self,
        values: Mapping[str, str] | None = None,
        files: Mapping[str, Sequence[NamedFile]] | None = None,
    ) -> dict[str, Any]:
        """Fill in the open modal, by action_id or block_id, and submit it.

        Gives `{outcome, errors}`; outcome is closed, errors, updated, pushed, cleared or timeout.
        """
        given = files or {}
        parts = [(field, _name(n, file)) for field in given for n, file in enumerate(given[field], 1)]
        return await self._send("submit", parts, dict(values or {}))

    async def close_view(self, *, all_views: bool = False) -> None:
        """Close the open modal, or the whole stack."""
        await self._do("close", {"all": all_views})

    async def deactivate(self) -> None:
        """Lose the account, as someone who leaves the company does."""
        gone = {**self._about, "deleted": True}
        _refuse_if_refused(await self._client.post("/control/people", json=gone))

    async def delete(self, ts: str) -> None:
        """Delete one's own message."""
        await self._do("delete", {"ts": ts})

    async def delete_file(self, file_id: str) -> None:
        """Delete one's own file."""
        await self._do("delete", {"file_id": file_id})

    async def read_chat(self, after: int = 0, seconds: float = 0.0, channel: str = "") -> SeenChat:
        """Read the chat; with `after`, wait so long until it has changed beyond that count."""
        query: dict[str, str | int] = {"after": after, "timeout": round(seconds), "channel": channel}
        answer = await self._client.get(f"/control/people/{self.id}/chat", params=query)
        return read_chat(_refuse_if_refused(answer).json())

    async def wait_for(
        self, wanted: Wanted, seconds: float = 10.0, since: int | None = None, channel: str = ""
    ) -> SeenMessage:
        """Wait until the app says `wanted` (a part of a text), or until `wanted(chat)` is true.

        For a text, only what the app (or Slack itself, of a failed command) said or edited since this
        person's last deed counts, or since the change count `since`. Gives the newest message that fits;
        for a callable, the newest there is. Raises NotSeenError.
        """
        mark = self._mark if since is None else since
        chat = await self._wait(lambda chat: _is_there(chat, wanted, mark), wanted, seconds, channel)
        if isinstance(wanted, str):
            return _find_all(chat, wanted, mark)[-1]
        return (chat.find_from_bot() or chat.messages or [NOTHING])[-1]

    async def wait_for_view(self, text: str, where: str = "modal", seconds: float = 10.0) -> SeenView:
        """Wait until the modal, or with `home` the home, shows a text; raises NotSeenError."""
        part = text.casefold()

        def is_shown(chat: SeenChat) -> bool:
            view = chat.find_view(where)
            return view is not None and part in f"{view.title}\n{view.text}".casefold()

        view = (await self._wait(is_shown, text, seconds)).find_view(where)
        assert view is not None  # noqa: S101 - it was just seen
        return view

    async def download(self, file: SeenFile) -> bytes:
        """Read the bytes of a file in the chat."""
        return _refuse_if_refused(await self._client.get(file.url)).content

    async def _wait(
        self, is_there: Callable[[SeenChat], bool], wanted: Wanted, seconds: float, channel: str = ""
    ) -> SeenChat:
        deadline = asyncio.get_running_loop().time() + seconds
        chat = await self.read_chat(channel=channel)
        while not is_there(chat):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise NotSeenError(_describe(chat, wanted))
            chat = await self.read_chat(chat.change, min(max(left, 1), _POLL_SECONDS), channel)
        return chat

    async def _do(self, deed: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._client.post(f"/control/people/{self.id}/{deed}", json=body)
        return self._note(_refuse_if_refused(answer))

    async def _send(
        self, deed: str, parts: list[tuple[str, tuple[str, bytes]]], words: dict[str, str]
    ) -> dict[str, Any]:
        address = f"/control/people/{self.id}/{deed}"
        answer = await self._client.post(address, files=parts or None, data=words, timeout=None)
        return self._note(_refuse_if_refused(answer))

    def _note(self, answer: httpx.Response) -> dict[str, Any]:
        done: dict[str, Any] = answer.json()
        self._mark = done["mark"]
        return done


def _name(number: int, file: NamedFile) -> tuple[str, bytes]:
    return file if isinstance(file, tuple) else (f"IMG_{number:04}.jpg", file)


def _refuse_if_refused(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        sentence = answer.json()["detail"]
    except ValueError:
        sentence = f"The stand-in answered {answer.status_code}."
    raise RefusedError(sentence)


def _is_there(chat: SeenChat, wanted: Wanted, mark: int) -> bool:
    return wanted(chat) if callable(wanted) else bool(_find_all(chat, wanted, mark))


def _find_all(chat: SeenChat, wanted: str, mark: int) -> list[SeenMessage]:
    said = [m for m in chat.messages if m.sender != "person" and m.change > mark]
    return [m for m in said if wanted.casefold() in m.text.casefold()]


def _describe(chat: SeenChat, wanted: Wanted) -> str:
    what = repr(wanted) if isinstance(wanted, str) else "what was waited for"
    tail = [f"{m.sender}: {m.text or '(files)'} {m.button_texts or ''}" for m in chat.messages[-8:]]
    views = [f"{view.type}: {view.title} {view.text}" for view in (chat.home, chat.modal) if view]
    return f"{what} was not seen; the chat ends:\n" + "\n".join([*tail, *views])
