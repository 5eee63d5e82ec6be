"""Every API request passes here: key, version, faults, parameters, idempotency, then the route itself."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sandbox.severed import hold_open, sever
from sandbox.stripe.account import API_VERSION, Origin, StripeAccount
from sandbox.stripe.api import Call, answer_call, find_route
from sandbox.stripe.bodies import read_body
from sandbox.stripe.expansion import check_paths, expand
from sandbox.stripe.faults import Fault, Faults
from sandbox.stripe.forms import MAX_BYTES, read_form
from sandbox.stripe.idempotency import LONGEST_KEY, IdempotencyKeys
from sandbox.stripe.records import Records, RequestRecord
from sandbox.stripe.refusals import (
    StripeRefusal,
    no_key,
    server_error,
    too_many_requests,
    wrong_key,
)
from sandbox.stripe.shapes import read_params

_FORM = "application/x-www-form-urlencoded"
_DONE_THEN_LOST = ("answer_lost", "answer_hung")


class Gate:
    """Answers `/v1/...` for one account and one secret key."""

    def __init__(self, account: StripeAccount, secret_key: str, faults: Faults, records: Records) -> None:
        self._account, self._secret_key = account, secret_key
        self._faults, self._records = faults, records
        self._keys = IdempotencyKeys(account.clock.now)

    async def answer(self, request: Request) -> Response:
        """The answer to one API request, whatever it is."""
        record = self._open_record(request)
        try:
            self._check_key(request.headers.get("authorization", ""))
            _check_version(record.stripe_version)
            record.params = await _read_given(request)
            self._records.bell.ring()
            fault = self._faults.take_api(record.method, record.path)
            record.fault = fault.kind if fault else None
            status, body, extra = await self._pass_fault(request, record, fault)
        except StripeRefusal as refusal:
            status, body, extra = refusal.status, _write_body({"error": refusal.error}), {}
        except ClientDisconnect:
            status, body, extra = 0, b"", {}
        return self._close_record(record, status, body, extra)

    def _open_record(self, request: Request) -> RequestRecord:
        headers = request.headers
        record = RequestRecord(
            self._account.new_id("req", 14),
            request.method,
            request.url.path,
            self._account.clock.now(),
            idempotency_key=headers.get("idempotency-key"),
            stripe_version=headers.get("stripe-version"),
        )
        self._records.requests.append(record)
        return record

    def _close_record(
        self,
        record: RequestRecord,
        status: int,
        body: bytes,
        extra: Mapping[str, str],
    ) -> Response:
        record.status, record.replayed = status, "Idempotent-Replayed" in extra
        self._records.bell.ring()
        headers = {
            "Request-Id": record.id,
            "Stripe-Version": record.stripe_version or API_VERSION,
            "Cache-Control": "no-cache, no-store",
            **extra,
        }
        if record.idempotency_key and record.idempotency_key.isascii():
            headers["Idempotency-Key"] = record.idempotency_key
        return Response(body, status or 500, headers, "application/json")

    def _check_key(self, authorization: str) -> None:
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "basic":
            given = _read_basic(given)
        if not given:
            raise no_key()
        if not hmac.compare_digest(given.encode(), self._secret_key.encode()):
            raise wrong_key(given)

    async def _pass_fault(
        self,
        request: Request,
        record: RequestRecord,
        fault: Fault | None,
    ) -> tuple[int, bytes, Mapping[str, str]]:
        kind = fault.kind if fault else ""
        if kind == "too_many":
            raise too_many_requests()
        if kind == "error":
            raise server_error(kept=False)
        if kind in ("hang", "close"):
            return await _lose(request, cut=kind == "close")
        answer = await self._answer_once(request, record, fault)
        if kind in _DONE_THEN_LOST:
            return await _lose(request, cut=kind == "answer_lost")
        return answer

    async def _answer_once(
        self,
        request: Request,
        record: RequestRecord,
        fault: Fault | None,
    ) -> tuple[int, bytes, Mapping[str, str]]:
        key = record.idempotency_key if record.method == "POST" else None
        if not key:
            return *await self._run(request, record, fault), {}
        if len(key) > LONGEST_KEY:
            raise StripeRefusal(f"Idempotency keys can have up to {LONGEST_KEY} characters.")
        kept = self._keys.begin(key, record.path, _fingerprint(record.params), record.id)
        if kept:
            again = {"Idempotent-Replayed": "true", "Original-Request": kept.request_id}
            return kept.status, kept.body or b"", again
        try:
            status, body = await self._run(request, record, fault)
        except StripeRefusal as refusal:
            if refusal.kept:
                self._keys.finish(key, refusal.status, _write_body({"error": refusal.error}))
            else:
                self._keys.forget(key)
            raise
        except BaseException:
            self._keys.forget(key)
            raise
        self._keys.finish(key, status, body)
        return status, body, {"Original-Request": record.id}

    async def _run(
        self,
        request: Request,
        record: RequestRecord,
        fault: Fault | None,
    ) -> tuple[int, bytes]:
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "error_kept":
            raise server_error(kept=True)
        route, id_ = find_route(record.method, record.path)
        given = read_params(record.params, route.shape)
        check_paths(route.kind, given.get("expand", []))
        self._account.origin = Origin(record.id, record.idempotency_key)
        try:
            call = Call(self._account, given, id_, str(request.base_url).rstrip("/"))
            found = expand(self._account, answer_call(route, call), given.get("expand", []))
        finally:
            self._account.origin = Origin()
        return 200, _write_body(found)


def _write_body(answer: Mapping[str, Any]) -> bytes:
    return json.dumps(answer, indent=2).encode()


def _fingerprint(params: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()


def _read_basic(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[0]
    except ValueError:
        return ""


def _check_version(version: str | None) -> None:
    if version in (None, API_VERSION):
        return
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}(\.[a-z]+)?", version):
        raise StripeRefusal(f"This sandbox speaks API version {API_VERSION} only, not {version}.")
    raise StripeRefusal(f"Invalid Stripe API version: {version[:40]}")


async def _read_given(request: Request) -> dict[str, Any]:
    given = read_form(request.url.query)
    if request.method != "POST":
        return given
    body = await read_body(request, MAX_BYTES)
    kind = request.headers.get("content-type", _FORM).partition(";")[0].strip()
    if body and kind != _FORM:
        raise StripeRefusal(f"Invalid request (check that your POST content type is {_FORM}).")
    return given | read_form(body)


async def _lose(request: Request, *, cut: bool) -> tuple[int, bytes, Mapping[str, str]]:
    if not cut:
        await hold_open(request)
    await sever(request)
    return 0, b"", {}
