"""The workspaces that the bot is in, each with the token that speaks there."""

from dataclasses import dataclass
from typing import Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bots.slack.errors import map_errors


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation; `bot_user` and `bot` are the bot's own ids there, empty until they are known."""

    token: str
    bot_user: str = ""
    bot: str = ""


class Workspaces(Protocol):
    """Where installations are found."""

    async def find(self, workspace: str) -> Workspace | None:
        """The installation in a workspace (or in a whole organisation), or None."""

    async def forget(self, workspace: str) -> None:
        """The app was taken out of it."""


class OneWorkspace:
    """The one that a single bot token belongs to."""

    def __init__(self, token: str) -> None:
        self._found = Workspace(token)

    async def find(self, workspace: str) -> Workspace | None:
        """The same for every id: with one token nobody else can reach us."""
        del workspace
        return self._found

    async def forget(self, workspace: str) -> None:
        """Nothing: the token is a setting, and not ours to drop."""

    async def warm(self, client: AsyncWebClient) -> str:
        """Learn the bot's own ids and prove the token, so that no event waits for it; the bot's name.

        Raises `SendFailure`.
        """
        with map_errors():
            told = await client.auth_test(token=self._found.token)
        self._found = Workspace(self._found.token, told.get("user_id") or "", told.get("bot_id") or "")
        return str(told.get("user") or "")


def write_authorization(workspace: str, found: Workspace) -> AuthorizeResult:
    """What Bolt wants to know of an installation."""
    return AuthorizeResult(
        enterprise_id=None,
        team_id=workspace,
        bot_token=found.token,
        bot_user_id=found.bot_user or None,
        bot_id=found.bot or None,
    )
