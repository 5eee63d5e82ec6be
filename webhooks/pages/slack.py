"""Installing the Slack app into a workspace: off to Slack's page, and back."""

from html import escape
from typing import Final, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from core.domain.refusals import NotFound
from webhooks.context import PublicUrl

router = APIRouter(prefix="/slack", tags=["pages"], include_in_schema=False)

COOKIE: Final = "closeup_slack_state"
COOKIE_SECONDS: Final = 600
BACK: Final = "/slack/oauth_redirect"


class Installer(Protocol):
    """What installs; the front door puts it on `app.state.slack_installer`, or None."""

    def begin(self, back: str) -> tuple[str, str]:
        """Slack's page, and the state the browser keeps."""

    async def finish(self, code: str, state: str, kept: str, back: str) -> str:
        """The workspace's name; refusals otherwise."""


@router.get("/install")
async def begin(request: Request, public_url: PublicUrl) -> RedirectResponse:
    """Off to Slack's consent page."""
    page, state = find_installer(request).begin(f"{public_url}{BACK}")
    answer = RedirectResponse(page, 302)
    is_secure = public_url.startswith("https:")
    answer.set_cookie(COOKIE, state, COOKIE_SECONDS, httponly=True, secure=is_secure, samesite="lax")
    return answer


@router.get("/oauth_redirect")
async def finish(request: Request, public_url: PublicUrl, code: str = "", state: str = "") -> HTMLResponse:
    """Back from Slack, in the browser that went there."""
    kept = request.cookies.get(COOKIE, "")
    name = await find_installer(request).finish(code, state, kept, f"{public_url}{BACK}")
    text = f"Closeup is in {escape(name)}. Open it under Apps in Slack, or type /headshots help."
    answer = HTMLResponse(f"<!doctype html><title>Installed</title><h1>Installed</h1><p>{text}</p>")
    answer.delete_cookie(COOKIE)
    return answer


def find_installer(request: Request) -> Installer:
    """The installer; NotFound where the app is not for several workspaces."""
    installer: Installer | None = request.app.state.slack_installer
    if installer is None:
        raise NotFound("There is nothing at this address.")
    return installer
