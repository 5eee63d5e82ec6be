"""The methods about who is who: the app itself, people, workspaces, connections, installation."""

import base64
import hmac

from sandbox.slack import events
from sandbox.slack.accounts import APP_ID, APP_NAME, Grant
from sandbox.slack.asking import BASIC, Ask, require
from sandbox.slack.errors import JsonObject, SlackError
from sandbox.slack.installs import Install


async def test_auth(ask: Ask) -> JsonObject:
    """Answer auth.test."""
    team = ask.team
    about = {"team": team.name, "user": "closeup", "team_id": team.id, "user_id": team.bot_user}
    url = f"https://{team.domain}.slack.com/"
    return {"url": url, **about, "bot_id": team.bot_id, "is_enterprise_install": False}


async def revoke_auth(ask: Ask) -> JsonObject:
    """Answer auth.revoke: this token opens nothing more."""
    if ask.grant:
        ask.grant.refusal = "token_revoked"
    return {"revoked": True}


async def uninstall_app(ask: Ask) -> JsonObject:
    """Answer apps.uninstall, for the app whose client id and secret are given."""
    _check_client(ask, ask.text("client_id"), ask.text("client_secret"))
    events.remove_app(ask.world, ask.team)
    return {}


async def open_connection(ask: Ask) -> JsonObject:
    """Answer apps.connections.open: an address for one connection."""
    ticket = ask.world.make_secret()
    ask.world.sockets.add_ticket(ticket)
    base = ask.world.base_url.replace("http", "ws", 1)
    return {"url": f"{base}/link/?ticket={ticket}&app_id={APP_ID}"}


async def show_user(ask: Ask) -> JsonObject:
    """Answer users.info; the locale only when asked for."""
    require(ask, "user")
    wanted = ask.text("user")
    if wanted == ask.team.bot_user:
        return {"user": ask.team.write_bot_user()}
    person = ask.team.members.get(wanted)
    if person is None:
        raise SlackError("user_not_found")
    user = person.write_user()
    if not ask.flag("include_locale"):
        del user["locale"]
    return {"user": user}


async def show_team(ask: Ask) -> JsonObject:
    """Answer team.info."""
    team = ask.team
    icon = {"image_default": True, "image_34": f"{ask.world.base_url}/icon.png"}
    return {
        "team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": icon}
    }


async def show_bot(ask: Ask) -> JsonObject:
    """Answer bots.info."""
    if ask.text("bot") not in ("", ask.team.bot_id):
        raise SlackError("bot_not_found")
    bot = {"id": ask.team.bot_id, "deleted": False, "name": APP_NAME, "updated": 1_700_000_000}
    return {"bot": {**bot, "app_id": APP_ID, "user_id": ask.team.bot_user, "icons": {}}}


async def exchange_code(ask: Ask) -> JsonObject:
    """Answer oauth.v2.access: a code from the authorise page for a bot token of that workspace."""
    client_id, secret = _read_client(ask)
    _check_client(ask, client_id, secret)
    install = ask.world.codes.pop(ask.text("code"), None)
    if install is None:
        raise SlackError("invalid_code")
    if install.redirect_uri and ask.text("redirect_uri") not in ("", install.redirect_uri):
        raise SlackError("bad_redirect_uri")
    token = f"xoxb-{install.team.id}-{ask.world.make_secret()}"
    ask.world.grants[token] = Grant(token, "bot", install.team, install.scopes)
    return {
        "app_id": APP_ID,
        "authed_user": {"id": install.person_id},
        "scope": ",".join(install.scopes),
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": install.team.bot_user,
        **_write_place(install),
    }


def _write_place(install: Install) -> JsonObject:
    """Where the app was installed; for a whole organisation the team is null (docs.slack.dev, oauth.v2.access)."""
    team, org = (
        {"id": install.team.id, "name": install.team.name},
        {"id": "E0ORG", "name": "The organisation"},
    )
    return {
        "team": None if install.whole_org else team,
        "enterprise": org if install.whole_org else None,
        "is_enterprise_install": install.whole_org,
    }


def _read_client(ask: Ask) -> tuple[str, str]:
    basic = ask.text(BASIC)
    if not basic:
        return ask.text("client_id"), ask.text("client_secret")
    try:
        client_id, _, secret = base64.b64decode(basic).decode().partition(":")
    except ValueError as problem:
        raise SlackError("invalid_auth") from problem
    return client_id, secret


def _check_client(ask: Ask, client_id: str, secret: str) -> None:
    if client_id != ask.world.client_id or not client_id:
        raise SlackError("invalid_client_id")
    if not hmac.compare_digest(secret.encode(), ask.world.client_secret.encode()):
        raise SlackError("bad_client_secret")
