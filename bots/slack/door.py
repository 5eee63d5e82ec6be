"""The door through which Slack comes in: its socket, or its signed requests, and how it goes with either."""

import asyncio
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bots.failures import SendFailure
from bots.slack.face import SlackFace
from bots.slack.home import ReadHome
from bots.slack.intake import Intake, Record
from bots.slack.socket import SlackSocket, SocketState

WARM_PAUSES = (1, 5, 30)


class Door:
    """Made by `open_door`; `take` answers requests of HTTP mode, `run` keeps the socket."""

    def __init__(
        self, face: SlackFace, app: AsyncApp, socket: SlackSocket | None, *, takes_requests: bool
    ) -> None:
        self._face, self._app, self._socket = face, app, socket
        self.takes_requests = takes_requests
        self._warmed = SocketState.OFF

    @property
    def state(self) -> str:
        """How it goes, in a few words for /healthz."""
        return self._socket.health.state if self._socket else self._warmed

    async def take(self, body: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
        """Status, headers and body for one request of HTTP mode; 401 when its signature is not Slack's.

        Never 200 before what came is on record.
        """
        try:
            request = AsyncBoltRequest(body=body, headers=dict(headers))
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            # Bolt reads a body before it looks at its signature; what it cannot read was not Slack's.
            return HTTPStatus.UNAUTHORIZED, {}, ""
        answer = await self._app.async_dispatch(request)
        return answer.status, {str(k): str(v) for k, v in answer.first_headers().items()}, str(answer.body)

    async def run(self, stop: asyncio.Event) -> None:
        """Warm up and keep the socket, if there is one, until `stop`. Raises nothing."""
        self._warmed = SocketState.STARTING
        async with asyncio.TaskGroup() as group:
            warming = group.create_task(self._warm())
            if self._socket:
                await self._socket.run(stop)
            await stop.wait()
            warming.cancel()

    async def _warm(self) -> None:
        """A slow or failing Slack keeps no event waiting: nothing needs what is learned here to take one in."""
        attempt = 0
        while True:
            try:
                await self._face.warm()
            except SendFailure:
                self._warmed = SocketState.UNREACHABLE
                await asyncio.sleep(WARM_PAUSES[min(attempt, len(WARM_PAUSES) - 1)])
                attempt += 1
            else:
                self._warmed = SocketState.CONNECTED
                return


def open_door(
    face: SlackFace, record: Record, read_home: ReadHome, app_token: str, signing_secret: str
) -> Door:
    """A socket when there is an app token, else signed requests when there is a signing secret, else neither."""
    # Without a secret nothing can be signed; Bolt asks for one even where only a socket feeds it.
    intake = Intake(face.line, record, read_home)
    app = intake.open_app(signing_secret.strip() or secrets.token_hex(32))
    socket = SlackSocket(face.line, app, app_token) if app_token else None
    return Door(face, app, socket, takes_requests=bool(signing_secret.strip()) and socket is None)
