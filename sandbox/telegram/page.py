"""Serves the chat page, where a human without a Telegram account can be a person in the chat."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_PAGE = Path(__file__).with_name("page.html")
# Everything the page needs is in it; nothing may be fetched from elsewhere.
_POLICY = (
    "default-src 'none'; img-src 'self' data:; connect-src 'self'; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'"
)


async def show_page(_request: Request) -> Response:
    """Send the page."""
    return HTMLResponse(_PAGE.read_text("utf-8"), headers={"Content-Security-Policy": _POLICY})


ROUTES = [Route("/", show_page, methods=["GET"])]
