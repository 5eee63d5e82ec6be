"""Slack's requests in HTTP mode: events, taps, commands and forms, recorded before they are acknowledged."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response

from core.domain.refusals import Malformed, Unavailable

router = APIRouter(tags=["callbacks"])

Answer = tuple[int, Mapping[str, str], str]
TakeSlack = Callable[[str, Mapping[str, str]], Awaitable[Answer]]
TIME: Final = "x-slack-request-timestamp"
SIGNATURE: Final = "x-slack-signature"


class RequestRefused(Malformed):
    """Not from Slack, or the endpoint is closed."""

    code, status = "unverifiable", 400
    sentence = "This is not a request from Slack that I can verify."


@router.post("/api/slack/events")
async def take_event(request: Request) -> Response:
    """What the bot answers; the signature is checked there, over the body as it came."""
    take: TakeSlack | None = request.app.state.take_slack
    if take is None:
        raise RequestRefused("This endpoint is not in use here.", code="endpoint_disabled")
    body = read_text(await request.body(), request.headers)
    status, headers, answer = await take(body, request.headers)
    if status == HTTPStatus.UNAUTHORIZED:
        raise RequestRefused
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unavailable("The request could not be recorded.")
    return Response(answer, status, dict(headers))


def read_text(body: bytes, headers: Mapping[str, str]) -> str:
    """The body as text; `RequestRefused` when it or the headers cannot be Slack's."""
    written, signature = headers.get(TIME, ""), headers.get(SIGNATURE, "")
    if not (written.isascii() and written.isdigit() and len(written) <= 12 and signature.isascii()):  # noqa: PLR2004
        raise RequestRefused
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RequestRefused from None
