"""HTTP mode: deliveries as signed requests, and the check of a new address."""

import hashlib
import hmac
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox.controls import ControlError
from sandbox.slack.accounts import VERIFICATION_TOKEN
from sandbox.slack.deliveries import COMMAND, EVENT, Delivery

_FORM = "application/x-www-form-urlencoded"


@dataclass
class HttpMode:
    """Where deliveries are posted; an empty url means Socket Mode. `skew_seconds` makes their time wrong."""

    url: str = ""
    secret: str = ""
    skew_seconds: float = 0.0


def open_client(seconds: float = 5.0) -> httpx.AsyncClient:
    """Give a client for deliveries, which go to plain http on this machine."""
    # Reading the machine's certificates would take longer than all the rest of a start.
    none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    limits = httpx.Limits(max_connections=100)
    return httpx.AsyncClient(limits=limits, trust_env=False, verify=none, timeout=seconds)


def write_signature(secret: str, stamp: str, body: bytes) -> str:
    """Sign a body as Slack does: v0, the time stamp and the raw bytes."""
    return (
        "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    )


async def post_delivery(
    mode: HttpMode, seconds: float, now: float, client: httpx.AsyncClient, delivery: Delivery
) -> bool:
    """Post a delivery and take a 2xx answer within `seconds` as its acknowledgement."""
    kind, body = _write_body(delivery)
    headers = _write_headers(mode, now, kind, body)
    if delivery.attempts:
        headers |= {"X-Slack-Retry-Num": str(delivery.attempts), "X-Slack-Retry-Reason": delivery.reason}
    begun = time.monotonic()
    try:
        answer = await client.post(mode.url, content=body, headers=headers, timeout=seconds)
    except httpx.TimeoutException:
        delivery.reason = "http_timeout"
        return False
    except (httpx.HTTPError, httpx.InvalidURL):
        delivery.reason = "connection_failed"
        return False
    delivery.took = time.monotonic() - begun
    return _read_answer(delivery, answer)


async def verify_address(mode: HttpMode, now: float, seconds: float) -> None:
    """Ask a new address for its challenge back, as Slack does on saving it; raises ControlError 422."""
    challenge = hashlib.sha256(mode.url.encode()).hexdigest()
    question = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
    body = json.dumps(question).encode()
    headers = _write_headers(mode, now, "application/json", body)
    try:
        async with open_client(seconds) as client:
            answer = await client.post(mode.url, content=body, headers=headers)
        confirmed = answer.is_success and challenge in answer.text
    except (httpx.HTTPError, httpx.InvalidURL):
        confirmed = False
    if not confirmed:
        raise ControlError(422, "Your URL didn't respond with the value of the challenge parameter.")


def _write_headers(mode: HttpMode, now: float, kind: str, body: bytes) -> dict[str, str]:
    stamp = str(int(now + mode.skew_seconds))
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": write_signature(mode.secret, stamp, body),
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


def _write_body(delivery: Delivery) -> tuple[str, bytes]:
    if delivery.kind == EVENT:
        return "application/json", json.dumps(delivery.payload).encode()
    form = delivery.payload if delivery.kind == COMMAND else {"payload": json.dumps(delivery.payload)}
    return _FORM, urlencode(form).encode()


def _read_answer(delivery: Delivery, answer: httpx.Response) -> bool:
    if not answer.is_success:
        delivery.reason = "no_retry" if answer.headers.get("x-slack-no-retry") == "1" else "http_error"
        return False
    delivery.answer = _read_body(answer)
    return True


def _read_body(answer: httpx.Response) -> Any:
    if not answer.text:
        return None
    try:
        return answer.json()
    except ValueError:
        return {"text": answer.text}
