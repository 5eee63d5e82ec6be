"""Stripe's events over the socket: only what Stripe signed lately counts, and it counts once."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
import stripe

from tests.webhooks.site import SECRET, Site, open_site


async def test_a_forged_stale_future_or_rewritten_event_has_no_effect(site: Site) -> None:
    event = site.write_event(await site.order(7))
    body = json.dumps(event).encode()
    stamp = int(time.time())
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, stamp)
    refused = [
        await site.send_event(event, secret="whsec_not_ours"),
        await site.send_event(event, age=301),
        await site.send_event(event, age=-330),
        await site.send_event(event, signature=""),
        await site.send_event(event, signature="t=1,v1=00"),
        await site.send_event(event, signature=header.replace("v1=", "v0=")),
        await site.send_event(event, signature=header.replace(f"t={stamp}", f"t={stamp + 1}")),
        await site.send_event(json.dumps(event, separators=(",", ":")).encode(), signature=header),
        await site.send_event(body + b" ", signature=header),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(400, "unverifiable")] * 9
    assert (await site.overview())["purchased"] == 0
    genuine = await site.send_event(body, signature=header)
    assert genuine.json() == {"received": True, "outcome": "credited"}
    assert (await site.overview())["pool"] == 7


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b"{}", b'{"id": "evt_1"}', b'{"id": "evt_1", "object": "v2.core.event"}'],
)
async def test_a_signed_body_that_is_no_event_is_refused(light_site: Site, body: bytes) -> None:
    assert (await light_site.send_event(body)).status_code == 400


async def test_a_body_that_is_no_text_is_refused(light_site: Site) -> None:
    answer = await light_site.http.post(
        "/api/stripe/webhook", content=b"\xff\xfe{}", headers={"Stripe-Signature": "t=1,v1=00"}
    )
    assert answer.status_code == 400


async def test_the_same_event_twenty_times_at_once_is_credited_once(site: Site) -> None:
    event = site.write_event(await site.order(7))
    answers = await asyncio.gather(*(site.send_event(event) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    outcomes = sorted(answer.json()["outcome"] for answer in answers)
    assert outcomes == ["credited", *["repeated"] * 19]
    assert (await site.overview())["pool"] == 7


async def test_two_different_events_of_one_payment_credit_it_once(site: Site) -> None:
    checkout = await site.order(7)
    kinds = ["completed", "async_payment_succeeded"] * 3
    answers = await asyncio.gather(*(site.send_event(site.write_event(checkout, kind)) for kind in kinds))
    assert sorted(answer.json()["outcome"] for answer in answers) == ["credited", *["ignored"] * 5]
    assert (await site.overview())["pool"] == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_subtotal": 1, "amount_total": 1},
        {"currency": "eur"},
        {"payment_status": "unknown"},
        {"id": "cs_of_another_checkout"},
    ],
)
async def test_a_payment_that_is_not_what_was_ordered_is_set_aside(site: Site, wrong: dict[str, Any]) -> None:
    checkout = await site.order(7)
    answer = await site.send_event(site.write_event(checkout, **wrong))
    assert answer.json() == {"received": True, "outcome": "quarantined"}
    assert (await site.overview())["purchased"] == 0
    shown = (await site.team("GET", "/payments")).json()["items"][0]
    assert (shown["status"], bool(shown["trouble"])) == ("quarantined", True)


async def test_an_event_about_nothing_of_ours_is_taken_and_ignored(light_site: Site) -> None:
    event = {
        "id": "evt_a",
        "type": "balance.available",
        "created": 1,
        "livemode": False,
        "data": {"object": {"id": "x"}},
    }
    assert (await light_site.send_event(event)).json() == {"received": True, "outcome": "ignored"}


async def test_official_fixtures_are_taken(light_site: Site, shared_folder: Path) -> None:
    fixtures = json.loads((shared_folder / "contracts/stripe/fixtures3.json").read_text())["resources"]
    for number, name in enumerate(("checkout.session", "refund", "dispute", "charge", "payment_intent")):
        if name not in fixtures:
            continue
        kind = f"{name}.completed" if name == "checkout.session" else f"{name}.updated"
        event = fixtures["event"] | {"id": f"evt_fixture_{number}", "type": kind}
        event["data"] = {"object": fixtures[name]}
        answer = await light_site.send_event(event)
        assert (answer.status_code, answer.json()["outcome"]) == (200, "ignored"), name


async def test_each_of_several_secrets_opens(sqlite_url: str, tmp_path: Path) -> None:
    async with open_site(sqlite_url, tmp_path, stripe_webhook_secret=f"whsec_new, {SECRET}") as site:
        for secret in ("whsec_new", SECRET):
            event = {
                "id": f"evt_{secret}",
                "type": "x",
                "created": 1,
                "livemode": False,
                "data": {"object": {}},
            }
            assert (await site.send_event(event, secret=secret)).status_code == 200


@pytest.mark.parametrize("secret", [None, "", " , "])
async def test_an_empty_secret_closes_the_endpoint(
    sqlite_url: str, tmp_path: Path, secret: str | None
) -> None:
    async with open_site(sqlite_url, tmp_path, stripe_webhook_secret=secret) as site:
        event = site.write_event(await site.order(7))
        for signed_with in ("", " ", SECRET):
            answer = await site.send_event(event, secret=signed_with or "empty")
            assert (answer.status_code, answer.json()["code"]) == (400, "endpoint_disabled")
        assert (await site.overview())["purchased"] == 0


async def test_too_large_a_body_is_refused_while_it_is_read(light_site: Site) -> None:
    large = b" " * (2 * 1024 * 1024)

    async def drip() -> Any:
        for _ in range(32):
            yield large[: 64 * 1024]

    whole = await light_site.http.post("/api/stripe/webhook", content=large)
    chunked = await light_site.http.post("/api/stripe/webhook", content=drip())
    assert [(a.status_code, a.json()["code"]) for a in (whole, chunked)] == [(413, "too_large")] * 2
