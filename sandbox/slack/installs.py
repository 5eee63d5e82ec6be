"""Installation into a workspace: the authorise page, and the code that it sends back."""

import html
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.slack.accounts import APP_NAME, Team

_PAGE = """<!doctype html><meta charset="utf-8"><title>Install {app}</title>
<h1>{app} is requesting permission to access a workspace</h1><p>{scopes}</p>
<form method="post"><select name="team">{teams}</select>
<button name="allow" value="yes">Allow</button> <button name="allow" value="">Cancel</button></form>"""


@dataclass(frozen=True)
class Install:
    """What a code stands for until it is exchanged; `whole_org` when it is for every workspace of an organisation."""

    team: Team
    person_id: str
    scopes: tuple[str, ...]
    redirect_uri: str
    whole_org: bool = False


async def show_authorise_page(request: Request) -> Response:
    """Send the page on which an installer chooses a workspace and allows."""
    world, query = request.app.state.world, request.query_params
    if query.get("client_id") != world.client_id:
        return HTMLResponse("<h1>Invalid client_id parameter</h1>", 400)
    options = (f'<option value="{t.id}">{html.escape(t.name)}</option>' for t in world.teams.values())
    scopes = html.escape(query.get("scope", "").replace(",", ", "))
    return HTMLResponse(_PAGE.format(app=APP_NAME, scopes=scopes, teams="".join(options)))


async def allow(request: Request) -> Response:
    """Send the installer back with a code, or with access_denied."""
    world, query = request.app.state.world, request.query_params
    async with request.form() as form:
        team = world.teams.get(str(form.get("team") or ""))
        whole_org = bool(form.get("whole_org"))
        allowed, person_id = bool(form.get("allow")), str(form.get("person") or "U0INSTALLER")
    target = query.get("redirect_uri", "")
    if team is None or not target.startswith(("http://", "https://")):
        return HTMLResponse("<h1>Something is missing in this address.</h1>", 400)
    answer = {"state": query.get("state", "")}
    if allowed:
        code = world.make_secret()
        scopes = tuple(scope for scope in query.get("scope", "").split(",") if scope)
        world.codes[code] = Install(team, person_id, scopes, target, whole_org)
        answer["code"] = code
    else:
        answer["error"] = "access_denied"
    return RedirectResponse(f"{target}?{urlencode(answer)}", 302)


ROUTES = [
    Route("/oauth/v2/authorize", show_authorise_page, methods=["GET"]),
    Route("/oauth/v2/authorize", allow, methods=["POST"]),
]
