"""Reading Stripe's events: only what a secret of ours signed, over the very bytes, lately."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import stripe

from core.gateways.stripe import CallbackRefused, StripeGateway, read_event

SECRET = "whsec_ours"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SESSION = {"id": "cs_1", "object": "checkout.session", "payment_status": "paid", "amount_total": 2900}
EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "livemode": False,
    "created": 1_795_348_800,
    "data": {"object": SESSION},
}
BODY = json.dumps(EVENT).encode()


def sign(body: bytes | str, secret: str = SECRET, at: datetime | None = None) -> str:
    """The header as Stripe's own SDK makes it; its clock is the machine's."""
    text = body if isinstance(body, str) else body.decode(errors="surrogateescape")
    moment = at or datetime.now(UTC)
    stamp = int(moment.timestamp())
    return str(stripe.WebhookSignature.generate_signature_header(text, secret, timestamp=stamp))


def read(body: bytes, signature: str | None, *secrets: str) -> Any:
    return read_event(body, signature, secrets or (SECRET,), datetime.now(UTC))


def test_a_signed_event_is_read() -> None:
    event = read(BODY, sign(BODY))
    assert (event.event_id, event.kind, event.livemode) == ("evt_1", "checkout.session.completed", False)
    assert (event.data, event.created) == (SESSION, NOW)
    assert event.body == BODY


def test_any_secret_in_force_will_do() -> None:
    assert read(BODY, sign(BODY, "whsec_new"), "whsec_old", "whsec_new").event_id == "evt_1"
    both = f"{sign(BODY, 'whsec_old')},{sign(BODY, 'whsec_new').split(',')[1]}"
    assert read(BODY, both, "whsec_new").event_id == "evt_1", "Stripe signs twice while it rolls a secret"


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "nonsense",
        "t=,v1=",
        "t=abc,v1=def",
        "t=99999999999999999999,v1=00",
        "v1=00",
        "t=1",
        "t=-5,v1=00",
        "\udcff",
        "t=1,v1=é",
        "," * 10_000,
    ],
)
def test_a_header_that_is_none_is_refused(signature: str | None) -> None:
    with pytest.raises(CallbackRefused):
        read(BODY, signature)


@pytest.mark.parametrize("seconds", [-3600, -302, 302, 86_400, 10**8])
def test_an_old_or_future_message_is_refused(seconds: int) -> None:
    with pytest.raises(CallbackRefused):
        read(BODY, sign(BODY, at=datetime.now(UTC) + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-240, -1, 0, 240])
def test_five_minutes_of_drift_are_allowed(seconds: int) -> None:
    assert read(BODY, sign(BODY, at=datetime.now(UTC) + timedelta(seconds=seconds))).event_id == "evt_1"


def test_the_secret_of_somebody_else_is_refused_and_none_opens_nothing() -> None:
    with pytest.raises(CallbackRefused):
        read(BODY, sign(BODY, "whsec_theirs"))
    with pytest.raises(CallbackRefused):
        read_event(BODY, sign(BODY), [], datetime.now(UTC))
    with pytest.raises(CallbackRefused):
        read_event(BODY, sign(BODY, ""), [], datetime.now(UTC))


CHANGES: list[Callable[[bytes], bytes]] = [
    lambda body: body.replace(b"2900", b"2901"),
    lambda body: body + b" ",
    lambda body: json.dumps(json.loads(body), separators=(",", ":")).encode(),
    lambda body: json.dumps(json.loads(body), sort_keys=True).encode(),
    lambda body: b"",
    lambda body: b"\xff" + body,
]


@pytest.mark.parametrize("change", CHANGES, ids=["amount", "blank", "compact", "sorted", "empty", "bytes"])
def test_other_bytes_than_were_signed_are_refused(change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(CallbackRefused):
        read(change(BODY), sign(BODY))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b"1",
        b'"text"',
        b"{}",
        b'{"id": "evt_1"}',
        json.dumps(EVENT | {"data": None}).encode(),
        json.dumps(EVENT | {"data": {}}).encode(),
        json.dumps(EVENT | {"data": {"object": None}}).encode(),
        json.dumps(EVENT | {"data": {"object": 5}}).encode(),
        json.dumps(EVENT | {"data": {"object": "ab"}}).encode(),
        json.dumps(
            {"id": "evt_1", "object": "v2.core.event", "type": "v1.billing", "livemode": False}
        ).encode(),
        json.dumps(EVENT | {"created": 10**30}).encode(),
        b"[" * 100_000,
    ],
)
def test_a_signed_body_that_is_no_event_is_refused_not_a_crash(body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        read(body, sign(body))


def test_stripes_own_example_is_read(shared_folder: Path) -> None:
    fixtures = json.loads((shared_folder / "contracts" / "stripe" / "fixtures3.json").read_text())[
        "resources"
    ]
    session = fixtures["checkout.session"]
    body = json.dumps(
        fixtures["event"] | {"type": "checkout.session.completed", "data": {"object": session}}
    ).encode()
    event = read(body, sign(body))
    assert event.data["id"] == session["id"]


@pytest.mark.parametrize(
    ("key", "is_live"), [("sk_live_1", True), ("rk_live_1", True), ("sk_test_1", False), ("rk_test_1", False)]
)
def test_the_key_says_whether_money_is_real(key: str, is_live: bool) -> None:  # noqa: FBT001 - a table
    assert StripeGateway(key, "http://127.0.0.1:1").is_live is is_live
