"""A server of a few lines in Qt's own event loop: says what a test wants, and remembers what it was asked."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket

from core.domain.teams import Role
from desktop_admin.api.account import Account
from desktop_admin.api.api import Api
from desktop_admin.api.client import ApiClient

KEY = "cu_made_up"


class Wire(QObject):
    """`answer(request text)` gives the bytes to send back, or None for silence; connections stay open."""

    def __init__(self, answer: Callable[[str], bytes | None]) -> None:
        super().__init__()
        self.requests: list[str] = []
        self._answer = answer
        self._server = QTcpServer(self)
        assert self._server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost))
        self._server.newConnection.connect(self._meet)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.serverPort()}"

    def _meet(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))

    def _read(self, socket: QTcpSocket) -> None:
        text = bytes(socket.readAll().data()).decode()
        if " HTTP/1.1" not in text:
            return
        self.requests.append(text)
        said = self._answer(text)
        if said is not None:
            socket.write(said)


def write_answer(status: str, body: str = "", *headers: str) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def sign_in(url: str, timeout_ms: int = 10_000) -> Api:
    """An api at `url`, with a made-up key."""
    numbers = itertools.count()
    # As in the console, it lives as long as the application.
    client = ApiClient(lambda: f"key-{next(numbers)}", timeout_ms, QCoreApplication.instance())
    expires = datetime(2030, 1, 1, tzinfo=UTC)
    client.use(Account(url, "team_1", "member_1", "Ann", Role.OWNER, expires, key=KEY))
    return Api(client)
