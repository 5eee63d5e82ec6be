"""Installation into workspaces with Bolt's own OAuth flow, and its end."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import httpx
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox.listening import listen
from sandbox.slack.app import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import Stage, open_client

# slack_sdk 3.47 names the app with what aiohttp 3.14 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
SCOPES = ["chat:write", "im:history"]


@pytest.fixture
async def install_url(stage: Stage, tmp_path: Path) -> AsyncIterator[str]:
    """Where an app with Bolt's OAuth flow begins an installation."""
    settings = AsyncOAuthSettings(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        scopes=SCOPES,
        authorization_url=f"{stage.url}/oauth/v2/authorize",
        install_path="/install",
        redirect_uri_path="/redirect",
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installs")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path / "states")),
        install_page_rendering_enabled=False,
    )
    app = AsyncApp(client=stage.open_web(None), signing_secret=SIGNING_SECRET, oauth_settings=settings)
    handler = AsyncSlackRequestHandler(app)
    routes = [Route(path, handler.handle, methods=["GET"]) for path in ("/install", "/redirect")]
    async with listen(Starlette(routes=routes)) as url:
        settings.redirect_uri = f"{url}/redirect"
        settings.authorize_url_generator.redirect_uri = settings.redirect_uri
        yield f"{url}/install"


async def _install(install_url: str, team: str, allow: str = "yes") -> httpx.Response:
    async with open_client() as client:
        begun = await client.get(install_url)
        page = await client.get(begun.headers["location"])
        assert "chat:write, im:history" in page.text
        assert team in page.text
        sent = await client.post(begun.headers["location"], data={"team": team, "allow": allow})
        # The state's cookie is for https only, and everything here is plain http.
        cookie = begun.headers["set-cookie"].partition(";")[0]
        return await client.get(sent.headers["location"], headers={"Cookie": cookie})


async def test_a_second_workspace_gets_its_own_token(stage: Stage, install_url: str) -> None:
    team = (await stage.control("teams", name="Globex")).json()["id"]
    done = await _install(install_url, team)
    assert done.status_code == 200, done.text
    token = next(token for token, grant in stage.world.grants.items() if grant.team.id == team)
    web = stage.open_web(token)
    assert (await web.auth_test())["team"] == "Globex"
    async with Person(stage.url, "U0GLO", "Gus", team=team) as gus, Person(stage.url, "U0ANN", "Ann"):
        await web.chat_postMessage(channel="U0GLO", text="Welcome")
        await gus.wait_for("Welcome")
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await web.chat_postMessage(channel="D0ANN", text="not yours")
        with pytest.raises(SlackApiError, match="missing_scope"):
            await web.users_info(user="U0GLO")


async def test_a_refused_installation_brings_no_token(stage: Stage, install_url: str) -> None:
    team = (await stage.control("teams", name="Globex")).json()["id"]
    before = len(stage.world.grants)
    done = await _install(install_url, team, allow="")
    assert "access_denied" in done.text
    assert len(stage.world.grants) == before


async def test_a_code_is_good_once_and_only_for_its_app(stage: Stage) -> None:
    query = {
        "client_id": CLIENT_ID,
        "scope": "chat:write",
        "state": "s",
        "redirect_uri": "http://127.0.0.1/r",
    }
    team = next(iter(stage.world.teams))
    async with open_client() as client:
        address = f"{stage.url}/oauth/v2/authorize"
        sent = await client.post(address, params=query, data={"team": team, "allow": "yes"})
        wrong = await client.get(address, params={**query, "client_id": "another"})
    code = parse_qs(urlparse(sent.headers["location"]).query)["code"][0]
    assert wrong.status_code == 400
    web = AsyncWebClient(base_url=stage.api)
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        await web.oauth_v2_access(client_id=CLIENT_ID, client_secret="guessed", code=code)
    answer = await web.oauth_v2_access(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, code=code)
    assert (answer["team"]["id"], answer["scope"]) == (team, "chat:write")
    with pytest.raises(SlackApiError, match="invalid_code"):
        await web.oauth_v2_access(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, code=code)


async def test_a_removed_app_is_told_and_locked_out(stage: Stage, bolt: AsyncApp) -> None:
    told: list[str] = []

    @bolt.event("tokens_revoked")
    async def revoked() -> None:
        told.append("tokens_revoked")

    @bolt.event("app_uninstalled")
    async def uninstalled() -> None:
        told.append("app_uninstalled")

    web = stage.open_web()
    # Bolt asks who it is before its first event, which it could not any more.
    team = (await web.auth_test())["team_id"]
    async with stage.connect(bolt):
        await stage.control("teams", id=team, uninstall=True)
        await stage.watch("deliveries", timeout=5)
    with pytest.raises(SlackApiError, match="account_inactive"):
        await web.auth_test()
    kinds = [d.payload["event"]["type"] for d in stage.world.deliveries.recorded]
    assert kinds == ["tokens_revoked", "app_uninstalled"]
