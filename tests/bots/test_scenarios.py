"""One scenario on the pure conversation, on Telegram and in Slack: the same sentences and the same books."""

from itertools import zip_longest
from pathlib import Path

import pytest

from sandbox.slack.person import Person as SlackPerson
from sandbox.telegram.person import Person as TelegramPerson
from tests.bots.players import SlackPlayer, TelegramPlayer
from tests.bots.scenarios import KINDS, WHOLE_WAY, Scene, play
from tests.bots.slack.stage import MIA as MIA_IN_SLACK
from tests.bots.slack.stage import open_slack_stage
from tests.bots.stage import MIA, open_stage
from tests.bots.theatre import PurePlayer


@pytest.fixture
async def expected() -> list[Scene]:
    """The scenario as the conversation alone plays it."""
    return await play(PurePlayer(), WHOLE_WAY)


def check(scenes: list[Scene], expected: list[Scene]) -> None:
    """Step by step, so that the first difference is what is shown."""
    for scene, wanted in zip(scenes, expected, strict=True):
        differences = [pair for pair in zip_longest(scene.shown, wanted.shown) if pair[0] != pair[1]]
        assert differences == [], scene.step
        assert scene.toasts == wanted.toasts, scene.step
        assert scene.books == wanted.books, scene.step


async def test_the_conversation_alone(expected: list[Scene]) -> None:
    books = expected[-1].books
    assert (list(books.kinds), books.balance, books.held) == (KINDS, 0, 0)


async def test_on_telegram(database_url: str, tmp_path: Path, expected: list[Scene]) -> None:
    async with open_stage(database_url, tmp_path) as stage, TelegramPerson(stage.url, MIA, "Mia") as mia:
        check(await play(TelegramPlayer(stage, mia), WHOLE_WAY), expected)


async def test_in_slack(database_url: str, tmp_path: Path, expected: list[Scene]) -> None:
    async with (
        open_slack_stage(database_url, tmp_path) as stage,
        SlackPerson(stage.url, MIA_IN_SLACK, "Mia") as mia,
    ):
        check(await play(SlackPlayer(stage, mia), WHOLE_WAY), expected)
