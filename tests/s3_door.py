"""A door before an S3 server: passes everything on, or fails as it is told."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

from tests.s3 import S3Server

_ANSWERS: Final = {"403": "AccessDenied", "500": "InternalError"}
_OWN_HEADERS: Final = {"content-length", "transfer-encoding", "connection", "date", "server"}


@dataclass
class Door:
    """`fault` is "" (all passes), `403`, `500`, `hang` (no answer) or `cut` (half an answer).

    `only` are the methods that fail; `failed` counts what did, `date` is what answers say the time is.
    """

    server: S3Server
    url: str = ""
    fault: str = ""
    only: tuple[str, ...] = ("GET", "PUT", "DELETE", "HEAD", "POST")
    failed: int = 0
    date: str = ""
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def open_door(server: S3Server) -> Iterator[Door]:
    """A way to `server` on a port of its own."""
    door = Door(server)

    class Handler(_Handler):
        pass

    Handler.door = door
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    door.url = f"http://127.0.0.1:{listening.server_address[1]}"
    try:
        yield door
    finally:
        door.closing.set()
        listening.shutdown()
        thread.join()
        listening.server_close()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    door: Door

    def work(self) -> None:
        """Pass a request on, or fail it."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.door.fault and self.command in self.door.only:
            self.door.failed += 1
            self.close_connection = True
            self._fail(self.door.fault)
        else:
            self._pass(body)

    def _pass(self, body: bytes) -> None:
        behind = urlsplit(self.door.server.url)
        connection = http.client.HTTPConnection(behind.hostname or "", behind.port, timeout=30)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        data = answer.read()
        headers = [pair for pair in answer.getheaders() if pair[0].lower() not in _OWN_HEADERS]
        length = answer.headers.get("Content-Length") if self.command == "HEAD" else len(data)
        self._answer(
            answer.status, data, [*headers, ("Date", self.door.date or answer.headers["Date"])], length
        )
        connection.close()

    def _fail(self, fault: str) -> None:
        if fault == "hang":
            self.door.closing.wait(60)
        elif fault == "cut":
            self._answer(200, b"half", [], 1000)
        else:
            words = f"<Error><Code>{_ANSWERS[fault]}</Code><Message>words of theirs</Message></Error>"
            self._answer(int(fault), words.encode(), [], len(words))

    def _answer(self, status: int, data: bytes, headers: list[tuple[str, str]], length: Any) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(length or 0))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


for _method in Door.only:
    setattr(_Handler, f"do_{_method}", _Handler.work)
