"""The controls under `/control`: what a buyer, a bank or bad luck does, on demand; JSON in and out.

Nothing here can forge: every event comes from something that really happened in the account.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.bodies import read_body
from sandbox.stripe.checkout import expire_due_sessions, expire_session
from sandbox.stripe.delivery import Courier
from sandbox.stripe.disputes import close_dispute, escalate_dispute, open_dispute
from sandbox.stripe.endpoints import create_endpoint, delete_endpoint, roll_secret
from sandbox.stripe.faults import Fault, Faults
from sandbox.stripe.payments import fail_bank, settle_bank
from sandbox.stripe.records import Records
from sandbox.stripe.refunds import cancel_refund, create_refund, fail_refund, settle_refund
from sandbox.stripe.refusals import StripeRefusal
from sandbox.stripe.tables import StripeObject, write_list

_LONGEST_BODY = 64 * 1024
_LONGEST_WAIT = 60.0
_Given = dict[str, Any]
_Value = TypeVar("_Value", str, int, float, bool)


class Controls:
    """The control routes of one account."""

    def __init__(
        self,
        account: StripeAccount,
        faults: Faults,
        records: Records,
        courier: Courier,
    ) -> None:
        self._account, self._faults = account, faults
        self._records, self._courier = records, courier

    def routes(self) -> list[Route]:
        """Everything under `/control`."""
        posts: dict[str, Callable[[str, _Given], Any]] = {
            "sessions/{id}/settle": lambda id_, _: settle_bank(self._account, self._session(id_)),
            "sessions/{id}/fail": lambda id_, _: fail_bank(self._account, self._session(id_)),
            "sessions/{id}/expire": lambda id_, _: expire_session(self._account, self._session(id_)),
            "refunds": self._refund,
            "refunds/{id}/settle": lambda id_, _: settle_refund(self._account, self._refund_row(id_)),
            "refunds/{id}/fail": lambda id_, _: fail_refund(self._account, self._refund_row(id_)),
            "refunds/{id}/cancel": lambda id_, _: cancel_refund(self._account, self._refund_row(id_)),
            "disputes": self._dispute,
            "disputes/{id}/win": lambda id_, _: self._close(id_, won=True),
            "disputes/{id}/lose": lambda id_, _: self._close(id_, won=False),
            "disputes/{id}/escalate": lambda id_, _: escalate_dispute(
                self._account, self._account.tables.disputes.get(id_)
            ),
            "events/{id}/resend": self._resend,
            "faults": self._add_fault,
            "faults/clear": lambda _id, _: self._faults.clear(),
            "webhooks/release": lambda _id, _: self._courier.release_held(),
            "webhook": self._set_webhook,
            "webhook/roll": self._roll_webhook,
            "clock": self._wind,
        }
        gets: dict[str, Callable[[Request], Awaitable[Any]]] = {
            "requests": self._show_requests,
            "deliveries": self._show_deliveries,
            "quiet": self._wait_quiet,
        }
        return [
            *(Route(f"/control/{path}", _post(act), methods=["POST"]) for path, act in posts.items()),
            *(Route(f"/control/{path}", _get(show), methods=["GET"]) for path, show in gets.items()),
        ]

    def _session(self, id_: str) -> StripeObject:
        return self._account.tables.sessions.get(id_)

    def _refund_row(self, id_: str) -> StripeObject:
        return self._account.tables.refunds.get(id_)

    def _find_charge(self, about: str) -> StripeObject:
        """The paid charge behind a session, payment intent or charge id."""
        tables = self._account.tables
        if about.startswith("cs_"):
            about = tables.sessions.get(about)["payment_intent"] or about
        if about.startswith("pi_"):
            about = tables.intents.get(about)["latest_charge"] or about
        return tables.charges.get(about)

    def _refund(self, _id: str, given: _Given) -> StripeObject:
        names = ("amount", "reason", "metadata")
        asked = {name: given[name] for name in names if given.get(name) is not None}
        charge = self._find_charge(_read(given, "about", str))
        return create_refund(
            self._account, asked | {"charge": charge["id"]}, pending=bool(given.get("pending"))
        )

    def _dispute(self, _id: str, given: _Given) -> StripeObject:
        return open_dispute(
            self._account,
            self._find_charge(_read(given, "about", str)),
            amount=given.get("amount"),
            reason=_read(given, "reason", str, "fraudulent"),
            inquiry=bool(given.get("inquiry")),
        )

    def _close(self, id_: str, *, won: bool) -> StripeObject:
        return close_dispute(self._account, self._account.tables.disputes.get(id_), won=won)

    def _resend(self, id_: str, _given: _Given) -> StripeObject:
        event = self._account.tables.events.get(id_)
        self._courier.send(event)
        return event

    def _add_fault(self, _id: str, given: _Given) -> None:
        known = {field.name for field in fields(Fault)}
        if not set(given) <= known:
            raise StripeRefusal(f"A fault has these fields: {', '.join(sorted(known))}.")
        checked = {
            "times": _read(given, "times", int, 1),
            "seconds": _read(given, "seconds", float, 1.0),
            "path": _read(given, "path", str, ""),
        }
        self._faults.add(Fault(**given | checked))

    def _set_webhook(self, _id: str, given: _Given) -> StripeObject:
        """Make this the only endpoint; no `url` leaves none at all."""
        for endpoint in self._account.tables.endpoints:
            delete_endpoint(self._account, endpoint["id"])
        if not given.get("url"):
            return {}
        types = given.get("enabled_events") or ["*"]
        return create_endpoint(
            self._account, {"url": _read(given, "url", str), "enabled_events": types}, given.get("secret")
        )

    def _roll_webhook(self, _id: str, given: _Given) -> StripeObject:
        endpoints = list(self._account.tables.endpoints)
        if not endpoints:
            raise StripeRefusal("There is no webhook endpoint.", status=404)
        return {"secret": roll_secret(self._account, endpoints[0]["id"], given.get("secret"))}

    def _wind(self, _id: str, given: _Given) -> StripeObject:
        self._account.clock.wind(_read(given, "seconds", float))
        expire_due_sessions(self._account)
        return {"now": self._account.clock.now()}

    async def _show_requests(self, request: Request) -> list[_Given]:
        asked = request.query_params
        return await self._collect(
            request, lambda: self._records.find_requests(asked.get("method"), asked.get("path"))
        )

    async def _show_deliveries(self, request: Request) -> list[_Given]:
        asked = request.query_params
        return await self._collect(
            request,
            lambda: self._records.find_deliveries(asked.get("type"), asked.get("about"), asked.get("state")),
        )

    async def _collect(self, request: Request, look: Callable[[], list[_Given]]) -> list[_Given]:
        """What is there now; with `count`, wait up to `seconds` for that many."""
        count, seconds = _read_query(request, "count", 0), _read_query(request, "seconds", 10)

        def enough() -> list[_Given] | None:
            found = look()
            return found if len(found) >= count else None

        found = await self._records.bell.wait_for(enough, min(seconds, _LONGEST_WAIT))
        if found is None:
            raise StripeRefusal(f"Waited {seconds:g} s for {count:g}; saw {len(look())}.", status=408)
        return found

    async def _wait_quiet(self, request: Request) -> _Given:
        """Until nothing is on its way to any endpoint."""
        seconds = min(_read_query(request, "seconds", 10), _LONGEST_WAIT)
        quiet = await self._records.bell.wait_for(
            lambda: True if not self._records.find_deliveries(state="pending") else None, seconds
        )
        if not quiet:
            raise StripeRefusal(f"Deliveries were still on their way after {seconds:g} s.", status=408)
        return {"quiet": True}


def _post(act: Callable[[str, _Given], Any]) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            done = act(request.path_params.get("id", ""), await _read_given(request))
        except (StripeRefusal, TypeError, ValueError) as refusal:
            return _refuse(refusal)
        return JSONResponse(done if done is not None else {})

    return respond


def _get(show: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            found = await show(request)
        except (StripeRefusal, ValueError) as refusal:
            return _refuse(refusal)
        return JSONResponse(write_list(request.url.path, found) if isinstance(found, list) else found)

    return respond


def _refuse(refusal: Exception) -> Response:
    status = refusal.status if isinstance(refusal, StripeRefusal) else 400
    return JSONResponse({"error": str(refusal)}, status)


async def _read_given(request: Request) -> _Given:
    text = await read_body(request, _LONGEST_BODY)
    given = json.loads(text) if text else {}
    if not isinstance(given, dict):
        raise StripeRefusal("The body must be a JSON object.")
    return given


def _read(given: _Given, name: str, kind: type[_Value], default: _Value | None = None) -> _Value:
    value = given.get(name, default)
    if kind is float and isinstance(value, int):
        value = float(value)
    if not isinstance(value, kind):
        raise StripeRefusal(f"`{name}` must be given as {kind.__name__}.", param=name)
    return value


def _read_query(request: Request, name: str, default: float) -> float:
    return float(request.query_params.get(name, default))
