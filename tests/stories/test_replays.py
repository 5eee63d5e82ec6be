"""What comes twice, late, backwards or all at once happens once: webhooks, updates, requests."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from sandbox.stripe.till import read_session_id
from tests.stories.headshots import list_album, list_originals, receive_headshots, send_selfies
from tests.stories.scene import STRIPE_KEY, Scene, join

pytestmark = pytest.mark.asyncio(loop_scope="module")

TIMES = 20
STARTER = 50
CALL = "/v1/checkout/sessions"


async def test_a_webhook_many_times_at_once_credits_once(scene: Scene) -> None:
    pool = (await scene.console.overview())["pool"]
    checkout = await scene.console.order()
    session_id = read_session_id(checkout["checkout_url"])
    await scene.till.break_next("drop", type="checkout.session.completed")
    assert (await scene.till.pay(checkout["checkout_url"])).done
    (event,) = await _list_events(scene, session_id)
    # None of them has been seen before, then all of them have.
    for round_ in (1, 2):
        await asyncio.gather(*(scene.till.resend(event["id"]) for _ in range(TIMES)))
        taken = await scene.till.wait_delivered(about=event["id"], count=round_ * TIMES)
        assert {tuple(row["attempts"]) for row in taken} == {(200,)}
        assert (await scene.console.overview())["pool"] == pool + STARTER
    assert (await scene.console.list_kinds()).count("purchase") == await _count_paid(scene)


@pytest.mark.parametrize("is_paid", [True, False])
async def test_events_may_come_newest_first(scene: Scene, *, is_paid: bool) -> None:
    pool = (await scene.console.overview())["pool"]
    checkout = await scene.console.order()
    session_id = read_session_id(checkout["checkout_url"])
    await scene.till.break_next("drop", times=100)
    assert (await scene.till.pay_by_bank(checkout["checkout_url"])).done
    await (scene.till.settle(session_id) if is_paid else scene.till.fail(session_id))
    await scene.till.clear_faults()

    newest_first = await _list_events(scene, session_id)
    assert len(newest_first) == 2, "completed but unpaid, and the bank's verdict"
    for event in newest_first:
        await scene.till.resend(event["id"])
        await scene.till.wait_delivered(about=event["id"])
    assert (await scene.console.overview())["pool"] == pool + STARTER * is_paid
    purchase = await _find_payment(scene, checkout["purchase_id"])
    assert purchase["status"] == ("paid" if is_paid else "failed")


async def test_a_payment_may_come_before_the_checkout_call_returned(scene: Scene) -> None:
    pool = (await scene.console.overview())["pool"]
    body = {"team_id": scene.console.team_id, "package": "starter"}
    # Stripe opens the session, and the answer to the call and to both retries gets lost.
    await scene.till.break_next("answer_lost", times=3, method="POST", path=CALL)
    key = {"Idempotency-Key": "the call that was lost"}
    lost = await scene.console.http.post("/api/stripe/create-checkout", json=body, headers=key)
    assert (lost.status_code, lost.json()["code"]) == (503, "payments_unreachable")
    (session,) = [s for s in await _ask_stripe(scene, CALL) if s["status"] == "open"]
    assert (await scene.till.pay(session["url"])).done
    await scene.till.wait_delivered("checkout.session.completed", about=session["id"])
    assert (await scene.console.overview())["pool"] == pool + STARTER

    again = await scene.console.ask("POST", "/api/stripe/create-checkout", body, once=key["Idempotency-Key"])
    assert again["purchase_id"] == session["client_reference_id"], "the same purchase, and no second one"
    assert len(await _ask_stripe(scene, f"{CALL}?limit=100")) == len(await _list_payments(scene))


async def test_two_checkouts_at_once_are_two_purchases(scene: Scene) -> None:
    pool = (await scene.console.overview())["pool"]
    first, second = await asyncio.gather(scene.console.buy(scene.till), scene.console.buy(scene.till))
    assert first["purchase_id"] != second["purchase_id"]
    assert (await scene.console.overview())["pool"] == pool + 2 * STARTER


async def test_one_key_is_one_checkout(scene: Scene) -> None:
    orders = [scene.console.order(once="one checkout") for _ in range(4)]
    answers = await asyncio.gather(*orders)
    assert all(answer == answers[0] for answer in answers)
    other = {"team_id": scene.console.team_id, "package": "enterprise"}
    await _check_key_is_taken(scene, "/api/stripe/create-checkout", other, "one checkout")


async def test_one_key_is_one_move(scene: Scene) -> None:
    ids = [(await scene.console.invite(name))["member_id"] for name in ("Fay", "Guy")]
    fay, guy = ids
    moves: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("allocate", {"member_id": fay, "credits": 5}, {"member_id": fay, "credits": 6}),
        (
            "reassign",
            {"from_member_id": fay, "to_member_id": guy, "credits": 2},
            {"from_member_id": guy, "to_member_id": fay, "credits": 2},
        ),
        ("reclaim", {"member_id": guy, "credits": 1}, {"member_id": guy}),
        ("auto-distribute", {"strategy": "top-up", "target": 4}, {"strategy": "top-up", "target": 5}),
    ]
    for verb, body, other in moves:
        calls = (
            scene.console.ask_team("POST", f"credits/{verb}", body, once=f"one {verb}") for _ in range(5)
        )
        answers = await asyncio.gather(*calls)
        assert all(answer == answers[0] for answer in answers)
        path = f"/api/teams/{scene.console.team_id}/credits/{verb}"
        await _check_key_is_taken(scene, path, other, f"one {verb}")
    kinds = [await scene.console.list_kinds(member_id) for member_id in ids]
    assert kinds == [["allocate", "reassign", "allocate"], ["reassign", "reclaim", "allocate"]]
    assert [(await scene.console.read_member(id_))["allocated"] for id_ in ids] == [4, 4]


async def test_one_key_is_one_generation(scene: Scene, selfies: Sequence[bytes]) -> None:
    before = set(scene.list_files())
    member = await scene.console.invite("Uma", 2)
    path = f"/api/teams/{scene.console.team_id}/headshots/generate"
    form = {"style": "creative", "consent": "true", "member_id": member["member_id"]}
    photos = [("photos", (f"{n}.jpg", data, "image/jpeg")) for n, data in enumerate(selfies[:6])]
    key = {"Idempotency-Key": "one generation"}
    calls = (scene.console.http.post(path, data=form, files=photos, headers=key) for _ in range(3))
    answers = await asyncio.gather(*calls)
    assert [answer.status_code for answer in answers] == [202] * 3
    assert len({answer.json()["headshot_id"] for answer in answers}) == 1
    held = await scene.console.read_member(member["member_id"])
    assert (held["allocated"], held["held"] + held["used"]) == (1, 1)
    stored = [key for key in set(scene.list_files()) - before if "/selfies/" in key]
    assert len(stored) == 6, "the photos of the replays are gone again"


async def test_updates_may_come_twice_and_backwards(scene: Scene, selfies: Sequence[bytes]) -> None:
    invited = await scene.console.invite("Lia", 2)
    async with scene.meet("Lia") as lia:
        await scene.disturb(duplicate=1000)
        try:
            await join(lia, invited["code"])
            await scene.disturb(reverse=6)
            await send_selfies(lia, selfies[:6])
            await lia.press("LinkedIn")
            await lia.press("Generate")
            await receive_headshots(lia)
            await lia.say("/balance")
            await lia.wait_for("You have 1 credit.")
        finally:
            await scene.disturb(duplicate=0)
        chat = await lia.read_chat()
    said = [message.text.partition("\n")[0] for message in chat.find_from_bot() if not message.document]
    assert said == [
        "Welcome to Northwind, Lia!",
        "Send me 6-14 photos of yourself, in as many messages as you like.",
        "6 photos in use for your LinkedIn headshots.",
        "Done: 4 LinkedIn headshots.",
        "Your LinkedIn headshots",
        *[""] * 3,
        "You have 1 credit left.",
        "You have 1 credit. One set of four headshots uses 1 credit.",
    ]
    assert (len(list_album(chat)), len(list_originals(chat))) == (4, 4)
    kinds = await scene.console.list_kinds(invited["member_id"])
    assert kinds == ["allocate", "hold", "settle"]


async def _check_key_is_taken(scene: Scene, path: str, body: dict[str, Any], key: str) -> None:
    """Another request with a used key is refused and does nothing."""
    answer = await scene.console.http.post(path, json=body, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


async def _list_events(scene: Scene, session_id: str) -> list[dict[str, Any]]:
    """The events about a session, newest first."""
    events = await _ask_stripe(scene, "/v1/events?limit=100")
    return [event for event in events if event["data"]["object"]["id"] == session_id]


async def _ask_stripe(scene: Scene, path: str) -> list[dict[str, Any]]:
    key = {"Authorization": f"Bearer {STRIPE_KEY}"}
    async with httpx.AsyncClient(base_url=scene.stripe, trust_env=False, headers=key) as stripe:
        answer = (await stripe.get(path)).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def _list_payments(scene: Scene) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await scene.console.ask_team("GET", "payments?limit=200"))["items"]
    return found


async def _find_payment(scene: Scene, purchase_id: str) -> dict[str, Any]:
    return next(row for row in await _list_payments(scene) if row["purchase_id"] == purchase_id)


async def _count_paid(scene: Scene) -> int:
    return sum(row["status"] == "paid" for row in await _list_payments(scene))
