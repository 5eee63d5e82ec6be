"""People and strangers who do what they should not: wrong invites, old buttons, double taps, forged webhooks."""

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import pytest

from core.domain import teams
from sandbox.stripe.signing import write_signature
from sandbox.telegram.person import Person, SeenChat
from tests.stories.headshots import receive_headshots, send_selfies
from tests.stories.scene import STRIPE_KEY, WEBHOOK_SECRET, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOLERANCE: Final = 300  # seconds; Stripe's own default for the age of a signature
GROUP: Final = "Our team"


async def test_each_bad_invite_has_its_own_sentence(scene: Scene) -> None:
    ask = scene.console.ask_team
    soon = datetime.now(UTC) + timedelta(seconds=2)
    dying = await ask("POST", "invites", {"cap": 5, "expires_at": soon.isoformat()})
    single, revoked, double = [await ask("POST", "invites", {"cap": cap}) for cap in (1, 5, 2)]
    await scene.console.http.delete(f"/api/teams/{scene.console.team_id}/invites/{revoked['invite_id']}")
    for code in (single["code"], double["code"], double["code"]):
        async with scene.meet("Ivy") as ivy:
            await ivy.start(code)
            await ivy.wait_for("Welcome to Northwind, Ivy!")

    expected = {
        "nonsense": teams.InviteUnknown,
        single["code"]: teams.InviteUsed,
        double["code"]: teams.InviteFull,
        revoked["code"]: teams.InviteExpired,
        dying["code"]: teams.InviteExpired,
    }
    assert len({refusal.sentence for refusal in expected.values()}) == 4
    # Time has to pass, and nobody announces it.
    await asyncio.sleep(max((soon - datetime.now(UTC)).total_seconds(), 0))
    async with scene.meet("Una") as una:
        for code, refusal in expected.items():
            await una.start(code)
            await una.wait_for(f"{refusal.sentence} {refusal.mend}")
        members = await ask("GET", "members?limit=200")
        assert "Una" not in [member["name"] for member in members["items"]]


async def test_what_is_no_photo_is_answered_plainly(scene: Scene) -> None:
    async with scene.bring("Kim", 0) as (kim, _):
        for kind in ("sticker", "voice", "video"):
            await kim.send_other(kind)
            await kim.wait_for("I can only use photos.")
        await kim.say("What is this?")
        await kim.wait_for("Send me 6-14 photos of yourself to begin")
        await kim.say("/fly")
        await kim.wait_for('I don\'t know "fly".')


async def test_group_chats_are_ignored(scene: Scene) -> None:
    async with scene.bring("Gus", 0) as (gus, _):
        await gus.say("/start", group=GROUP)
        await gus.say("/balance", group=GROUP)
        # Updates come in order: whatever the group was to hear has been said before this answer.
        await gus.say("/balance")
        await gus.wait_for("You have 0 credits")
        async with httpx.AsyncClient(base_url=scene.telegram, trust_env=False) as control:
            group = (await control.get(f"/control/chats/{-(1000 + sum(GROUP.encode()))}")).json()
        assert [message["sender"] for message in group["messages"]] == ["person", "person"]


async def test_too_few_credits_are_told_before_anything_is_charged(
    scene: Scene, selfies: Sequence[bytes]
) -> None:
    async with scene.bring("Eve", 0) as (eve, member_id):
        await send_selfies(eve, selfies[:6])
        await eve.press("LinkedIn")
        told = await eve.wait_for("This needs 1 credit and you have 0. Nothing was charged.")
        assert not any(label.startswith("Generate") for label in told.button_texts)
        assert await scene.console.list_kinds(member_id) == []

        # The photos stay: with a credit the question asks anew by itself, and the way goes on from here.
        await scene.console.ask_team("POST", "credits/allocate", {"member_id": member_id, "credits": 1})
        asked = await eve.wait_for("1 → 0", since=0)
        assert asked.message_id == told.message_id
        assert asked.button_texts[0] == "Generate (1 credit)"


async def test_impatience_and_old_buttons_cost_one_credit(scene: Scene, selfies: Sequence[bytes]) -> None:
    async with scene.bring("Max", 3) as (max_, member_id):
        await send_selfies(max_, selfies[:6])
        old = _list_buttons(await max_.read_chat())
        await max_.press("Casual")
        asked = await max_.wait_for("3 → 2")
        old |= _list_buttons(await max_.read_chat())
        generate = asked.buttons[0][0]["callback_data"]
        await asyncio.gather(*(max_.press_data(asked.message_id, generate) for _ in range(5)))
        await receive_headshots(max_)

        for message_id, data in sorted(old):
            if not data.startswith("agree"):
                await max_.press_data(message_id, data, stale=True)
        chat = await _wait_until_answered(max_)
        toasts = [press["text"] for press in chat.presses if press["text"]]
        assert toasts.count("Already on it.") == 4
        assert toasts.count("That button is out of date.") >= 8
        assert await scene.console.read_member(member_id) == {"allocated": 2, "held": 0, "used": 1}
        assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "settle"]


async def test_a_made_up_button_is_an_old_button(scene: Scene) -> None:
    async with scene.bring("Mia", 1) as (mia, member_id):
        (message_id, _), *_ = [(m.message_id, m) for m in (await mia.read_chat()).find_from_bot()]
        for data in ("generate:x:y", "", "::", "style:baroque:1", "stop::headshot_1", "no" * 32):
            await mia.press_data(message_id, data, stale=True)
        chat = await _wait_until_answered(mia)
        assert {press["text"] for press in chat.presses[1:]} == {"That button is out of date."}
        assert await scene.console.list_kinds(member_id) == ["allocate"]


async def test_webhooks_that_stripe_did_not_send_do_nothing(scene: Scene) -> None:
    checkout = await scene.console.order("starter")
    before = await scene.console.overview()
    async with httpx.AsyncClient(base_url=scene.stripe, trust_env=False) as stripe:
        session_id = checkout["checkout_url"].rpartition("/")[2]
        key = {"Authorization": f"Bearer {STRIPE_KEY}"}
        session = (await stripe.get(f"/v1/checkout/sessions/{session_id}", headers=key)).json()
    body = _write_event(
        "checkout.session.completed", session | {"status": "complete", "payment_status": "paid"}
    )
    now = int(time.time())
    signed = write_signature(body, [WEBHOOK_SECRET], now)
    again = json.dumps(json.loads(body), separators=(",", ":")).encode()
    assert again != body
    refused = [
        (body, write_signature(body, ["whsec_somebody_else"], now)),
        (body, write_signature(body, [WEBHOOK_SECRET], now - TOLERANCE - 60)),
        (body, write_signature(body, [WEBHOOK_SECRET], now + TOLERANCE + 60)),
        (again, signed),
        (body + b" ", signed),
        (body, ""),
        (body, "t=,v1="),
        (b"not json", write_signature(b"not json", [WEBHOOK_SECRET], now)),
        (b"\xff\xfe", write_signature(b"\xff\xfe", [WEBHOOK_SECRET], now)),
        (b"[]", write_signature(b"[]", [WEBHOOK_SECRET], now)),
    ]
    for content, signature in refused:
        answer = await _post_event(scene, content, signature)
        assert answer.status_code == 400, (content[:40], signature)
        assert answer.headers["content-type"] == "application/problem+json"
    other = _write_event("customer.created", {"id": "cus_1", "object": "customer"})
    taken = await _post_event(scene, other, write_signature(other, [WEBHOOK_SECRET], now))
    assert taken.status_code == 200, "so it is the signatures that were refused"
    assert await scene.console.overview() == before

    visit = await scene.till.pay(checkout["checkout_url"])
    assert visit.done
    await scene.till.wait_delivered("checkout.session.completed", about=session_id)
    assert (await scene.console.overview())["pool"] == before["pool"] + checkout["credits"]


def _write_event(kind: str, about: dict[str, Any]) -> bytes:
    event = {
        "id": f"evt_{time.time_ns()}",
        "object": "event",
        "type": kind,
        "livemode": False,
        "created": int(time.time()),
        "data": {"object": about},
    }
    return json.dumps(event, indent=2).encode()


async def _post_event(scene: Scene, body: bytes, signature: str) -> httpx.Response:
    headers = {"content-type": "application/json"} | ({"stripe-signature": signature} if signature else {})
    return await scene.console.http.post("/api/stripe/webhook", content=body, headers=headers)


def _list_buttons(chat: SeenChat) -> set[tuple[int, str]]:
    return {
        (message.message_id, button["callback_data"])
        for message in chat.find_from_bot()
        for row in message.buttons
        for button in row
    }


async def _wait_until_answered(person: Person) -> SeenChat:
    await person.wait_for(lambda chat: all(press["answered"] for press in chat.presses), since=0)
    return await person.read_chat()
