"""Qt's network, wrapped once: typed calls to one server with one key, each settled exactly once."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel
from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QUrl, QUrlQuery, Signal
from PySide6.QtNetwork import QHttpMultiPart, QNetworkAccessManager, QNetworkReply, QNetworkRequest

from desktop_admin.api.account import Account
from desktop_admin.api.call import Call
from desktop_admin.api.errors import (
    ApiError,
    Unauthorized,
    make_offline,
    make_redirected,
    make_timeout,
    make_untrusted,
    read_problem,
)
from desktop_admin.api.parsing import read_answer

TIMEOUT_MS: Final = 10_000
PAGE_ROWS: Final = 200
Query = Mapping[str, object]
_FIRST_ERROR: Final = 400
_REDIRECTS: Final = range(300, 400)
_Attribute = QNetworkRequest.Attribute
_NetworkError = QNetworkReply.NetworkError


class ApiClient(QObject):
    """`answered` after any answer, `silent` when none came, `key_refused` with the key that no longer opens."""

    answered = Signal()
    silent = Signal(object)
    key_refused = Signal(str)

    def __init__(
        self, new_id: Callable[[], str], timeout_ms: int = TIMEOUT_MS, parent: QObject | None = None
    ) -> None:
        # With a parent it lives as long as the application. A reply's slots hold it: were they the last to do so, it
        # would be destroyed in the middle of its own reply's destruction, and destroy that a second time.
        super().__init__(parent or QCoreApplication.instance())
        self.account: Account | None = None
        self._new_id = new_id
        self._manager = QNetworkAccessManager(self)
        self._manager.setTransferTimeout(timeout_ms)
        # A redirect to another host would carry the key there.
        self._manager.setRedirectPolicy(QNetworkRequest.RedirectPolicy.SameOriginRedirectPolicy)

    def use(self, account: Account | None) -> None:
        """Talk as this account from now on."""
        self.account = account

    def close(self) -> None:
        """Abort what is under way and close every connection; what is called after it fails as not signed in."""
        self.account = None
        for reply in self._manager.findChildren(QNetworkReply):
            reply.abort()
        self._manager.deleteLater()

    def make_intent(self) -> str:
        """An Idempotency-Key: made once for what a person wants, kept for every try of it."""
        return self._new_id()

    def get(self, path: str, shape: Any, query: Query | None = None) -> Call[Any]:
        """Read `shape` from a path below the team's."""
        return self.call("GET", path, shape, query=query)

    def change(
        self, method: str, path: str, shape: Any, body: BaseModel | None = None, intent: str | None = None
    ) -> Call[Any]:
        """Change something once, whatever is repeated under the same `intent`."""
        return self.call(method, path, shape, body=body, intent=intent or self.make_intent())

    def call(
        self,
        method: str,
        path: str,
        shape: Any,
        *,
        query: Query | None = None,
        body: BaseModel | QHttpMultiPart | None = None,
        intent: str | None = None,
    ) -> Call[Any]:
        """Any call as the account in use; a path from the root begins with a slash."""
        call: Call[Any] = Call(self)
        account = self.account
        if account is None:
            return call.fail_soon(Unauthorized("You are not signed in.", code="not_signed_in"))
        below = path if path.startswith("/") else f"/api/teams/{quote(account.team_id, safe='')}/{path}"
        request = self.make_request(account, below, query)
        if intent is not None:
            request.setRawHeader(b"Idempotency-Key", intent.encode())
        self._send(call, method, request, shape, body)
        return call

    def ask_server(self, server: str, path: str, shape: Any, body: BaseModel) -> Call[Any]:
        """A call without a key, as signing in is."""
        call: Call[Any] = Call(self)
        self._send(call, "POST", QNetworkRequest(QUrl(server + path)), shape, body)
        return call

    def make_request(self, account: Account, path: str, query: Query | None = None) -> QNetworkRequest:
        """A request with the account's key on it."""
        url = QUrl(account.server + path)
        words = QUrlQuery()
        for name, value in (query or {}).items():
            if value is not None:
                words.addQueryItem(name, quote(str(value), safe=""))
        url.setQuery(words)
        request = QNetworkRequest(url)
        request.setRawHeader(b"Authorization", f"Bearer {account.key}".encode())
        return request

    def open_stream(self, path: str, last_id: str) -> QNetworkReply | None:
        """The events below the team's path, after `last_id`; None while nobody is signed in."""
        if self.account is None:
            return None
        request = self.make_request(self.account, f"/api/teams/{quote(self.account.team_id, safe='')}/{path}")
        request.setRawHeader(b"Accept", b"text/event-stream")
        request.setAttribute(
            _Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
        )
        request.setTransferTimeout(0)
        if last_id:
            request.setRawHeader(b"Last-Event-ID", last_id.encode())
        return self._manager.get(request)

    def fetch_bytes(self, url: str) -> Call[bytes]:
        """The bytes behind a signed link, asked for without the key."""
        call: Call[bytes] = Call(self)
        self._watch(call, self._manager.get(QNetworkRequest(QUrl(url))), bytes)
        return call

    def _send(
        self,
        call: Call[Any],
        method: str,
        request: QNetworkRequest,
        shape: Any,
        body: BaseModel | QHttpMultiPart | None,
    ) -> None:
        if isinstance(body, QHttpMultiPart):
            request.setTransferTimeout(0)  # the connection may be slow for fourteen photos
            reply = self._manager.sendCustomRequest(request, method.encode(), body)
            body.setParent(reply)
        else:
            data = (
                b"" if body is None else json.dumps(body.model_dump(mode="json", exclude_unset=True)).encode()
            )
            if data:
                request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
            reply = self._manager.sendCustomRequest(request, method.encode(), QByteArray(data))
        self._watch(call, reply, shape)

    def _watch(self, call: Call[Any], reply: QNetworkReply, shape: Any) -> None:
        # The reply stays the manager's child: one that outlives the manager takes the process with it.
        call.cancelled.connect(reply.abort)
        call.settled.connect(reply.deleteLater)
        reply.finished.connect(lambda: self._settle(call, reply, shape))

    def _settle(self, call: Call[Any], reply: QNetworkReply, shape: Any) -> None:
        if not call.is_open:
            return
        status = reply.attribute(_Attribute.HttpStatusCodeAttribute)
        if not isinstance(status, int) or reply.error() == _NetworkError.OperationCanceledError:
            error = _describe_silence(reply)
            self.silent.emit(error)
            call.fail(error)
            return
        self.answered.emit()
        body = bytes(reply.readAll().data())
        if status in _REDIRECTS:
            call.fail(make_redirected())
        elif status >= _FIRST_ERROR:
            error = read_problem(status, body, _read_seconds(reply))
            self._note_refusal(error, reply)
            call.fail(error)
        elif shape is bytes:
            call.succeed(body)
        else:
            read_answer(call, shape, body)

    def _note_refusal(self, error: ApiError, reply: QNetworkReply) -> None:
        sent = bytes(reply.request().rawHeader("Authorization").data()).decode()
        if isinstance(error, Unauthorized) and sent:
            self.key_refused.emit(sent.removeprefix("Bearer "))


def _describe_silence(reply: QNetworkReply) -> ApiError:
    match reply.error():
        case _NetworkError.OperationCanceledError | _NetworkError.TimeoutError:
            return make_timeout()
        case _NetworkError.SslHandshakeFailedError:
            return make_untrusted()
        case _NetworkError.InsecureRedirectError | _NetworkError.TooManyRedirectsError:
            return make_redirected()
    return make_offline()


def _read_seconds(reply: QNetworkReply) -> int | None:
    text = bytes(reply.rawHeader("Retry-After").data()).decode(errors="replace")
    return int(text) if text.isdecimal() else None
