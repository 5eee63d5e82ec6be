"""Fifty members in the chats of a stand-in: they join, send their albums at one moment, and see receipts.

Their deeds are done inside the stand-in, as if the pictures had been uploaded before: what is timed is how soon the
product answers, not how fast one Python process takes in 100 MB of forms.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from sandbox.changes import Changes
from sandbox.listening import listen
from sandbox.slack import control_pressing
from sandbox.slack import deeds as slack_deeds
from sandbox.slack.accounts import Account as SlackAccount
from sandbox.slack.app import APP_TOKEN, BOT_TOKEN, open_slack
from sandbox.slack.deliveries import EVENT
from sandbox.slack.world import World as SlackWorld
from sandbox.telegram import deeds as telegram_deeds
from sandbox.telegram.app import TOKEN, open_telegram
from sandbox.telegram.chats import Account as TelegramAccount
from sandbox.telegram.world import World as TelegramWorld

MEMBERS: Final = 50
PHOTOS: Final = 14
JOINING_SECONDS: Final = 60.0
FILES_PER_MESSAGE: Final = 10  # of Slack's clients
AGREE, PROMPT = "I agree", "photos of yourself"
# "3 of 6-14 photos ready, 9 being checked, 2 to replace:" counts 14 photos that came.
_COUNTS: Final = (
    re.compile(r"(\d+) of 6-14 photos ready"),
    re.compile(r"(\d+) being checked"),
    re.compile(r"(\d+) to replace"),
)


@dataclass(frozen=True)
class Told:
    """One text that the bot put into a member's chat: whose, when (seconds since 1970), and what."""

    member: int
    at: float
    text: str

    @property
    def photos(self) -> int:
        """How many photos it says have come."""
        return sum(int(found[1]) for found in (count.search(self.text) for count in _COUNTS) if found)


class Crowd(Protocol):
    """Members of one platform; `env` points the product at it, `sent` has the time of each member's photos."""

    env: dict[str, str]
    sent: list[list[float]]
    changes: Changes

    def say(self, member: int, text: str) -> None:
        """A member writes."""

    def join(self, member: int, code: str) -> None:
        """A member uses the invite."""

    def agree(self, member: int) -> None:
        """A member presses the button of the consent."""

    async def prepare(self, photos: Sequence[bytes]) -> None:
        """Have the stand-in make of the photos beforehand what the platform makes of them."""

    async def send_album(self, member: int, photos: Sequence[bytes]) -> None:
        """A member sends all photos, as the platform's client does."""

    def list_told(self) -> list[Told]:
        """Every text of the bot so far, in the order of time."""


async def gather(crowd: Crowd, code: str) -> None:
    """Everybody joins and agrees."""
    for member in range(MEMBERS):
        crowd.join(member, code)
    await wait_for_everybody(crowd, lambda told: "Is that all right" in told.text)
    for member in range(MEMBERS):
        crowd.agree(member)
    await wait_for_everybody(crowd, lambda told: PROMPT in told.text)


async def wait_for_everybody(
    crowd: Crowd, is_it: Callable[[Told], bool], seconds: float = JOINING_SECONDS
) -> None:
    """Wait until each member was told something that `is_it`; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            seen = crowd.changes.count
            if len({told.member for told in crowd.list_told() if is_it(told)}) == MEMBERS:
                return
            await crowd.changes.wait_beyond(seen, seconds)


async def send_albums(crowd: Crowd, photos: Sequence[bytes]) -> None:
    """Everybody sends at once; returns when each photo's arrival has been told to its member."""
    await asyncio.gather(*(crowd.send_album(member, photos) for member in range(MEMBERS)))
    await wait_for_everybody(crowd, lambda told: told.photos >= len(photos))


def time_receipts(crowd: Crowd) -> Iterator[float]:
    """For each photo, the seconds until its member was told of so many photos."""
    told = crowd.list_told()
    for member, sent in enumerate(crowd.sent):
        mine = [one for one in told if one.member == member]
        for number, at in enumerate(sent, 1):
            yield next(one.at for one in mine if one.photos >= number) - at


class TelegramCrowd:
    """On Telegram: photos come one by one, at most ten in an album."""

    def __init__(self, world: TelegramWorld, url: str) -> None:
        self._world = world
        self._people = [TelegramAccount(7001 + n, f"Member {n}") for n in range(MEMBERS)]
        world.people |= {person.id: person for person in self._people}
        self.env = {"TELEGRAM_API_BASE": url, "TELEGRAM_BOT_TOKEN": TOKEN}
        self.sent: list[list[float]] = [[] for _ in self._people]
        self.changes = world.called

    def say(self, member: int, text: str) -> None:
        """See `Crowd`."""
        telegram_deeds.say(self._world, self._people[member], text)

    def join(self, member: int, code: str) -> None:
        """See `Crowd`."""
        self.say(member, f"/start {code}")

    def agree(self, member: int) -> None:
        """See `Crowd`."""
        person = self._people[member]
        shown = [m for m in self._world.open_chat(person.write_chat()).messages.values() if m.keyboard]
        [data] = [b["callback_data"] for row in shown[-1].keyboard or [] for b in row if b["text"] == AGREE]
        telegram_deeds.press(self._world, person, shown[-1], data)

    async def prepare(self, photos: Sequence[bytes]) -> None:
        """See `Crowd`."""
        for photo in photos:
            await self._world.files.store_photo(photo)

    async def send_album(self, member: int, photos: Sequence[bytes]) -> None:
        """See `Crowd`."""
        shots = [telegram_deeds.Shot(photo) for photo in photos]
        sent = await telegram_deeds.send_photos(self._world, self._people[member], shots, ())
        self.sent[member] = [message.at for message in sent]

    def list_told(self) -> list[Told]:
        """See `Crowd`."""
        said = [c for c in self._world.calls if c.method in ("sendMessage", "editMessageText")]
        first = self._people[0].id
        return [Told(c.parameters["chat_id"] - first, c.at, c.parameters["text"]) for c in said]


class SlackCrowd:
    """On Slack: at most ten files in a message."""

    def __init__(self, world: SlackWorld, url: str) -> None:
        self._world = world
        [team] = world.teams.values()
        self._people = [SlackAccount(f"U0{n:04}", team.id, f"m{n}", f"Member {n}") for n in range(MEMBERS)]
        team.members |= {person.id: person for person in self._people}
        self._places = {world.open_im(person).id: n for n, person in enumerate(self._people)}
        self.env = {
            "SLACK_API_BASE": f"{url}/api/",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
        }
        self.sent: list[list[float]] = [[] for _ in self._people]
        self.changes = world.called

    def say(self, member: int, text: str) -> None:
        """See `Crowd`."""
        person = self._people[member]
        slack_deeds.say(self._world, person, self._world.open_im(person), text)

    def join(self, member: int, code: str) -> None:
        """See `Crowd`."""
        person = self._people[member]
        slack_deeds.send_command(self._world, person, self._world.open_im(person), f"/headshots join {code}")

    def agree(self, member: int) -> None:
        """See `Crowd`."""
        control_pressing.press(self._world, self._people[member], {"text": AGREE})

    async def prepare(self, photos: Sequence[bytes]) -> None:
        """See `Crowd`."""
        for photo in photos:
            self._world.keep(photo)

    async def send_album(self, member: int, photos: Sequence[bytes]) -> None:
        """See `Crowd`."""
        person = self._people[member]
        uploads = [slack_deeds.Upload(photo, f"IMG_{n:04}.jpg") for n, photo in enumerate(photos, 1)]
        for start in range(0, len(uploads), FILES_PER_MESSAGE):
            files = uploads[start : start + FILES_PER_MESSAGE]
            sent = slack_deeds.send_files(self._world, person, self._world.open_im(person), files)
            self.sent[member] += [float(sent.ts)] * len(files)
            await asyncio.sleep(0)

    def list_told(self) -> list[Told]:
        """See `Crowd`."""
        said = [c for c in self._world.calls if c.method in ("chat.postMessage", "chat.update")]
        return [Told(self._places[c.parameters["channel"]], c.at, c.parameters["text"]) for c in said]

    async def wait_for_socket(self) -> None:
        """Wait until the app is connected; raises TimeoutError."""
        async with asyncio.timeout(JOINING_SECONDS):
            while not self._world.sockets.connections:
                await self._world.sockets.changes.wait_beyond(self._world.sockets.changes.count, 1)

    async def wait_for_acks(self) -> None:
        """Wait until nothing waits for its acknowledgement; raises TimeoutError."""
        async with asyncio.timeout(JOINING_SECONDS):
            for delivery in list(self._world.deliveries.recorded):
                await delivery.done.wait()

    def list_acks(self) -> list[float]:
        """How long each delivered event waited for its acknowledgement, in seconds."""
        return [d.took for d in self._world.deliveries.recorded if d.kind == EVENT and d.outcome == "acked"]


@asynccontextmanager
async def open_telegram_crowd() -> AsyncIterator[TelegramCrowd]:
    """A stand-in of Telegram and its members, who know nothing of the bot yet."""
    app = open_telegram(TOKEN)
    async with listen(app) as url:
        yield TelegramCrowd(app.state.world, url)


@asynccontextmanager
async def open_slack_crowd() -> AsyncIterator[SlackCrowd]:
    """A stand-in of Slack and its members, who know nothing of the bot yet."""
    app = open_slack()
    async with listen(app) as url:
        app.state.world.base_url = url
        yield SlackCrowd(app.state.world, url)
