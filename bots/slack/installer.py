"""Installs the app into a workspace: Slack's consent page and back, then the token is kept."""

import secrets
from base64 import b64encode
from typing import Final
from urllib.parse import urlencode, urljoin

from cryptography.fernet import Fernet, InvalidToken

from bots.failures import Refused, SendFailure
from bots.slack.errors import map_errors
from bots.slack.installations import Installations
from bots.slack.line import Line
from bots.slack.workspaces import Workspace
from core.domain.refusals import Malformed, Unavailable

# The bot scopes of docs/slack-manifest.yaml.
SCOPES: Final = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:write",
    "users:read",
)
STATE_SECONDS: Final = 600


class InstallRefused(Malformed):
    """The way back from Slack is not the one that was begun in this browser."""

    code, status = "install_refused", 400
    sentence = "This installation cannot be finished."
    mend = "Begin again at /slack/install."


class WholeOrganisation(Malformed):
    """An installation for every workspace of an Enterprise organisation, whose events name other ids than its token."""

    code, status = "whole_organisation", 400
    sentence = "Closeup cannot be installed for a whole organisation at once."
    mend = "Install it in each workspace that is to use it, at /slack/install."


class Installer:
    """The OAuth app of these settings."""

    def __init__(
        self, line: Line, installations: Installations, key: Fernet, client_id: str, secret: str
    ) -> None:
        self._line, self._installations, self._key = line, installations, key
        self._client_id, self._secret = client_id, secret

    def begin(self, back: str) -> tuple[str, str]:
        """Slack's page to send the browser to, and the state that it must bring back; `back` is our address."""
        state = self._key.encrypt(secrets.token_bytes(16)).decode()
        asked = {
            "client_id": self._client_id,
            "scope": ",".join(SCOPES),
            "state": state,
            "redirect_uri": back,
        }
        return f"{urljoin(self._line.api_base, '/oauth/v2/authorize')}?{urlencode(asked)}", state

    async def finish(self, code: str, state: str, kept: str, back: str) -> str:
        """Exchange the code for the workspace's token and keep it; the workspace's name.

        `kept` is the state as the browser kept it. Raises InstallRefused, WholeOrganisation, or Unavailable when Slack
        does not answer.
        """
        if not code or not state.isascii() or not kept.isascii() or not secrets.compare_digest(state, kept):
            raise InstallRefused
        try:
            self._key.decrypt(state.encode(), ttl=STATE_SECONDS)
        except InvalidToken:
            raise InstallRefused from None
        return await self._keep(await self._exchange(code, back))

    async def _exchange(self, code: str, back: str) -> dict[str, object]:
        # The library's own call goes through a class that aiohttp has deprecated.
        pair = b64encode(f"{self._client_id}:{self._secret}".encode()).decode()
        try:
            with map_errors():
                told = await self._line.open_client().api_call(
                    "oauth.v2.access",
                    data={"code": code, "redirect_uri": back},
                    headers={"Authorization": f"Basic {pair}"},
                )
        except Refused:
            raise InstallRefused from None
        except SendFailure:
            raise Unavailable from None
        return dict(told.data) if isinstance(told.data, dict) else {}

    async def _keep(self, told: dict[str, object]) -> str:
        if told.get("is_enterprise_install"):
            raise WholeOrganisation
        where, token = told.get("team"), told.get("access_token")
        if not isinstance(where, dict) or not where.get("id") or not isinstance(token, str):
            raise InstallRefused
        installed = Workspace(token, str(told.get("bot_user_id") or ""))
        await self._installations.save(str(where["id"]), installed)
        return str(where.get("name") or where["id"])
