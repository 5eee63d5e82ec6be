"""Several workspaces: install through Slack's page, tokens sealed on disk, each chat with its own, and leaving."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bots.desk import Desk
from bots.errand import Errand
from bots.failures import Gone
from bots.outbound import Say
from bots.slack.opening import SlackBot, open_slack_bot
from sandbox.slack.app import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from sandbox.slack.person import Person
from sandbox.slack.world import World
from tests.bots.slack.conftest import control, list_deliveries
from tests.webhooks.site import Site, open_site


@pytest.fixture
async def site(sqlite_url: str, tmp_path: Path, base_url: str) -> AsyncIterator[Site]:
    """An installation that serves the OAuth app of the stand-in, with no token of its own."""
    slack = {
        "slack_api_base": f"{base_url}/api/",
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": CLIENT_SECRET,
        "slack_signing_secret": SIGNING_SECRET,
    }
    async with open_site(sqlite_url, tmp_path, **slack) as opened:
        yield opened


@pytest.fixture
async def bot(site: Site) -> AsyncIterator[SlackBot]:
    bot = await open_slack_bot(site.core)
    desk = Desk(site.core.store, site.core.files, {}, 30)
    door = bot.open_door(desk.record)
    site.app.state.slack_installer, site.app.state.take_slack = bot.installer, door.take
    yield bot
    await bot.face.close()


async def read_file(key: str) -> bytes:
    raise FileNotFoundError(key)


async def go_to_slack(site: Site) -> tuple[str, str]:
    """Slack's page and the state in it."""
    answer = await site.http.get("/slack/install")
    assert answer.status_code == 302
    page = answer.headers["location"]
    found = re.search(r"state=([^&]+)", page)
    assert found
    return page, found[1]


async def allow(page: str, team: str, **more: str) -> str:
    """Allow the app in a workspace; where Slack sends the browser back to."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.post(page, data={"team": team, "allow": "yes", **more})
    return str(answer.headers["location"])


async def install(site: Site, team: str) -> httpx.Response:
    page, _ = await go_to_slack(site)
    return await site.http.get(await allow(page, team))


async def test_two_workspaces_each_with_its_own_token(
    site: Site, bot: SlackBot, world: World, base_url: str, tmp_path: Path
) -> None:
    first, second = next(iter(world.teams)), world.add_team("Globex").id
    for team in (first, second):
        answer = await install(site, team)
        assert answer.status_code == 200
        async with Person(base_url, f"U0{team[-1]}X", "Ann", team=team) as person:
            await bot.face.send(f"{team}/{person.id}", Say("hello there"), None, Errand(read_file))
            await person.wait_for("hello there", since=0)
    tokens = [token for token, grant in world.grants.items() if grant.kind == "bot" and "-T0" in token]
    assert len(tokens) == 2
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [token for token in tokens if token.encode() in stored] == [], "no token is stored in the clear"


async def test_a_workspace_that_leaves_is_forgotten(
    site: Site, bot: SlackBot, world: World, base_url: str
) -> None:
    team = next(iter(world.teams))
    await install(site, team)
    url = f"{site.http.base_url}".rstrip("/") + "/api/slack/events"
    await control(base_url, "http", url=url, secret=SIGNING_SECRET, verify=False)
    assert await bot.face.line.workspaces.find(team)
    await control(base_url, "teams", id=team, uninstall=True)
    await list_deliveries(base_url, 1)
    assert await bot.face.line.workspaces.find(team) is None
    with pytest.raises(Gone):
        await bot.face.send(f"{team}/U0ANN", Say("hi"), None, Errand(read_file))


async def test_nobody_comes_back_who_did_not_go(site: Site, bot: SlackBot, world: World) -> None:
    page, state = await go_to_slack(site)
    back = await allow(page, next(iter(world.teams)))
    site.http.cookies.clear()
    stolen = await site.http.get(back)
    assert (stolen.status_code, stolen.json()["code"]) == (400, "install_refused")
    for query in ("", "?code=x", f"?state={state}", f"?code=x&state={state}x", "?code=x&state=é"):
        answer = await site.http.get(f"/slack/oauth_redirect{query}")
        assert answer.status_code == 400, query


async def test_a_made_up_code_installs_nothing(site: Site, bot: SlackBot, world: World) -> None:
    _, state = await go_to_slack(site)
    answer = await site.http.get(f"/slack/oauth_redirect?code=made-up&state={state}")
    assert (answer.status_code, answer.json()["code"]) == (400, "install_refused")
    assert await bot.face.line.workspaces.find(next(iter(world.teams))) is None


async def test_a_whole_organisation_is_told_what_to_do(site: Site, bot: SlackBot, world: World) -> None:
    """Its token would answer for workspaces whose events name an id that no token was kept for."""
    page, _ = await go_to_slack(site)
    team = next(iter(world.teams))
    answer = await site.http.get(await allow(page, team, whole_org="yes"))
    assert answer.status_code == 400
    assert "Install it in each workspace" in answer.text
    assert [await bot.face.line.workspaces.find(place) for place in ("E0ORG", team)] == [None, None]


async def test_without_the_app_there_is_no_install_page(site: Site) -> None:
    assert (await site.http.get("/slack/install")).status_code == 404
