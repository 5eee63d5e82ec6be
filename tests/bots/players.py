"""A member who plays a scenario on Telegram or in Slack, over its stand-in, with the desk on a real database."""

import re
from itertools import count as count_up
from itertools import groupby
from typing import Final

from sqlalchemy import select

from bots.arrival import Arrival
from bots.inbound import Pressed
from core.domain.credits import AccountKind
from core.domain.generations import GenerationStatus
from core.domain.photos import PhotoProblem
from core.services.credits import allocate
from core.store import chat, tables
from core.store.credits import read_balance
from sandbox.slack.person import Person as SlackPerson
from sandbox.telegram.person import Person as TelegramPerson
from sandbox.telegram.person import SeenMessage
from tests.bots.backstage import Backstage
from tests.bots.scenarios import THE_INVITE, Books, Line, count
from tests.bots.slack.stage import SlackStage
from tests.bots.stage import Stage
from tests.bots.telegram.conftest import draw_photo

# How Slack calls what Telegram calls otherwise; not taken from the product on purpose.
FORGED: Final = count_up()
SLACK_WORDS: Final = {"join": "start", "delete": "delete_my_data"}


class StagePlayer:
    """What both do alike; `chat` is our name of the conversation."""

    platform: str

    def __init__(self, stage: Backstage, chat: str) -> None:
        self.stage, self._chat, self._photos, self._member_id = stage, chat, 0, ""

    async def judges(self, problems: str) -> None:
        draft = self.stage.find_chat(self._chat).state["draft"]
        waiting = [photo["id"] for photo in draft["photos"] if photo["verdict"] == "pending"]
        self.stage.judge(waiting, *[PhotoProblem(word) for word in problems.split()])
        await self.settle()

    async def gets(self, credits_: str) -> None:
        stage = self.stage
        self._member_id = stage.find_chat(self._chat).member_id
        stage.office.change(allocate, stage.office.ann, self._member_id, count(credits_))
        await self.settle()

    async def makes(self, pictures: str) -> None:
        assert count(pictures) == 4
        self.stage.complete()
        await self.settle()

    async def breaks(self, reason: str) -> None:
        generation = self.stage.find_generation(GenerationStatus.QUEUED)
        self.stage.end(generation.id, GenerationStatus.FAILED, reason)
        await self.settle()

    def read_books(self) -> Books:
        office, moves = self.stage.office, tables.moves
        theirs = select(moves.c.kind).where(moves.c.member_id == self._member_id).order_by(moves.c.id)
        kinds = office.read(lambda tx: tuple(tx.conn.scalars(theirs)))
        if not kinds:
            return Books()
        balance, held = (
            office.read(read_balance, kind, self._member_id)
            for kind in (AccountKind.MEMBER, AccountKind.HELD)
        )
        return Books(kinds, balance, held)

    def find_buttons(self, *actions: str) -> list[Pressed]:
        """Every button that was ever under a message of this chat, or only those that do one of `actions`."""
        notices = tables.notices
        conversation = self.stage.find_chat(self._chat)
        query = (
            select(notices.c.body).where(notices.c.conversation_id == conversation.id).order_by(notices.c.id)
        )
        bodies = self.stage.office.read(lambda tx: list(tx.conn.scalars(query)))
        shown = [button for body in bodies for row in body.get("buttons", ()) for button in row]
        wanted = [button for button in shown if not actions or button["action"] in actions]
        return [Pressed(button["action"], button["value"], button["token"], "") for button in wanted]

    async def hear_press(self, button: Pressed) -> list[str]:
        """A tap that no button of this chat offers, as somebody forges it; the toasts it gets."""
        before = len(await self.hear())
        arrival = Arrival(self.platform, self._chat, f"forged-{next(FORGED)}", button)
        assert await self.stage.desk.record(arrival)
        await self.settle()
        return (await self.hear())[before:]

    async def hear(self) -> list[str]:
        """Every toast so far."""
        raise NotImplementedError

    async def settle(self) -> None:
        """Let everything go out, also an edit that waits for a newer one."""
        while True:
            self.stage.clock.go_on(seconds=2)
            await self.stage.turn_chat(self._chat)
            id_, read = self.stage.find_chat(self._chat).id, self.stage.office.read
            if not read(chat.list_owed, id_) and not read(chat.list_arrivals, id_, 1):
                return

    def draw_photos(self, words: str) -> list[bytes]:
        """So many photos that were not sent before."""
        self._photos += count(words)
        return [draw_photo(shade) for shade in range(self._photos - count(words), self._photos)]


class TelegramPlayer(StagePlayer):
    """On Telegram, by polling."""

    platform = "telegram"

    def __init__(self, stage: Stage, person: TelegramPerson) -> None:
        super().__init__(stage, str(person.id))
        self._stage, self._person = stage, person

    async def joins(self, code: str) -> None:
        await self.says(f"/start {self._stage.invite if code == THE_INVITE else code}")

    async def says(self, words: str) -> None:
        async with self._stage.expect():
            await self._person.say(words)
        await self.settle()

    async def presses(self, label: str) -> None:
        async with self._stage.expect():
            await self._person.press(label)
        await self.settle()

    async def sends(self, photos: str) -> None:
        drawn = self.draw_photos(photos)
        async with self._stage.expect(len(drawn)):
            await self._person.send_album(drawn)
        await self.settle()

    async def hear_press(self, button: Pressed) -> list[str]:
        """As a forger does it: under any message, with this in its data."""
        before = len(await self.hear())
        [message, *_] = (await self._person.read_chat()).find_from_bot()
        data = f"{button.action}:{button.value}:{button.token}"
        async with self._stage.expect():
            await self._person.press_data(message.message_id, data, stale=True)
        await self.settle()
        return (await self.hear())[before:]

    async def says_elsewhere(self, words: str) -> None:
        """Write in a group that the bot is in."""
        async with self._stage.expect():
            await self._person.say(words, group="Friends")

    async def sends_file(self, name: str, data: bytes, mime: str) -> None:
        """Send a file as it is."""
        async with self._stage.expect():
            await self._person.send_file(data, name, mime)
        await self.settle()

    async def look(self) -> list[Line]:
        said = [m for m in (await self._person.read_chat()).find_from_bot() if not m.document]
        # What stands alone is a group of its own; an album's pictures stand together.
        groups = groupby(said, key=lambda m: m.album or m.message_id)
        return [_show_group(list(group)) for _, group in groups]

    async def hear(self) -> list[str]:
        return [press["text"] for press in (await self._person.read_chat()).presses if press["text"]]


def _show_group(messages: list[SeenMessage]) -> Line:
    first = messages[0]
    return Line(first.text, tuple(first.button_texts), len(messages) if first.photo else 0)


class SlackPlayer(StagePlayer):
    """In Slack, by its socket."""

    platform = "slack"

    def __init__(self, stage: SlackStage, person: SlackPerson) -> None:
        super().__init__(stage, stage.name_chat(person))
        self._stage, self._person = stage, person

    async def joins(self, code: str) -> None:
        await self._command(f"join {self._stage.invite if code == THE_INVITE else code}")

    async def says(self, words: str) -> None:
        if words.startswith("/"):
            word = words.removeprefix("/")
            await self._command({v: k for k, v in SLACK_WORDS.items()}.get(word, word))
            return
        async with self._stage.expect():
            await self._person.say(words)
        await self.settle()

    async def _command(self, words: str) -> None:
        async with self._stage.expect():
            await self._person.command(f"/headshots {words}")
        await self.settle()

    async def presses(self, label: str) -> None:
        async with self._stage.expect():
            await self._person.press(label, where="chat")
        await self.settle()

    async def sends(self, photos: str) -> None:
        drawn = self.draw_photos(photos)
        async with self._stage.expect(len(drawn)):
            await self._person.send_files(drawn)
        await self.settle()

    async def says_elsewhere(self, words: str) -> None:
        """Write in a channel that the app is in."""
        await self._person.say(words, channel="general")

    async def sends_file(self, name: str, data: bytes, mime: str) -> None:
        """Send a file as it is; Slack judges its type by the name."""
        del mime
        async with self._stage.expect():
            await self._person.send_files([(name, data)])
        await self.settle()

    async def look(self) -> list[Line]:
        said = [m for m in (await self._person.read_chat()).find_from_bot() if not m.ephemeral]
        return [Line(_read_words(m.text), tuple(m.button_texts), len(m.files)) for m in said]

    async def hear(self) -> list[str]:
        messages = (await self._person.read_chat()).find_from_bot()
        return [_read_words(m.text) for m in messages if m.ephemeral]


def _read_words(text: str) -> str:
    """With the commands as Telegram calls them."""
    return re.sub(r"`/headshots (\w+)`", lambda found: f"/{SLACK_WORDS.get(found[1], found[1])}", text)
