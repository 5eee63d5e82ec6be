"""Money over sockets: cards declined, banks that take days, webhooks lost, late or never, Stripe down, two tabs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio

from sandbox.stripe.till import DECLINED_CARD, read_session_id
from tests.stories.scene import STRIPE_KEY, WEBHOOK_SECRET, Scene, open_scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

T = TypeVar("T")
OLD_SECRET: Final = "whsec_made_up_and_on_its_way_out"
CREATE: Final = "/v1/checkout/sessions"
COMPLETED: Final = "checkout.session.completed"
STARTER: Final = 50
SECONDS: Final = 10.0  # in which a payment must be seen without any webhook


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def shop(
    request: pytest.FixtureRequest, models_dir: Any, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """An installation that is rotating its webhook secret, serving."""
    databases = request.getfixturevalue(f"{request.param}_databases")
    with databases.open_fresh() as url:
        async with open_scene(url, tmp_path_factory.mktemp("shop")) as scene:
            scene.env["STRIPE_WEBHOOK_SECRET"] = f"{OLD_SECRET}, {WEBHOOK_SECRET}"
            async with scene.serve() as running:
                yield scene
                assert await running.terminate() == 0
                assert "Traceback" not in running.read_errors()


async def see(look: Callable[[], Awaitable[T]], wanted: Callable[[T], object], seconds: float = SECONDS) -> T:
    """What `look` finds once it is as wanted; raises AssertionError. HTTP announces nothing: it can only be asked."""
    found = await look()
    try:
        async with asyncio.timeout(seconds):
            while not wanted(found):
                await asyncio.sleep(0.1)
                found = await look()
    except TimeoutError:
        raise AssertionError(f"after {seconds:g} s still: {found}") from None
    return found


async def see_pool(scene: Scene, credits_: int) -> None:
    """Wait until the pool has so many credits."""

    async def look() -> int:
        return int((await scene.console.overview())["pool"])

    await see(look, lambda pool: pool == credits_)


async def read_pool(scene: Scene) -> int:
    return int((await scene.console.overview())["pool"])


async def list_purchases(scene: Scene) -> list[str]:
    """The ids in the payment history; of an earlier one more may still become known, as its receipt."""
    listed = await scene.console.ask_team("GET", "payments?limit=200")
    return [payment["purchase_id"] for payment in listed["items"]]


async def find_payment(scene: Scene, checkout: dict[str, Any]) -> dict[str, Any]:
    """The purchase in the payment history."""
    listed = await scene.console.ask_team("GET", "payments?limit=200")
    found: dict[str, Any] = next(p for p in listed["items"] if p["purchase_id"] == checkout["purchase_id"])
    return found


async def read_page(address: str) -> str:
    """A page as somebody sees it who runs no script and has no key."""
    async with httpx.AsyncClient(trust_env=False) as visitor:
        answer = await visitor.get(address)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    return unescape(answer.text)


async def read_pages(scene: Scene, checkout: dict[str, Any]) -> tuple[str, str]:
    """What the success page and the cancel page say about a checkout."""
    session_id = read_session_id(checkout["checkout_url"])
    success = await read_page(f"{scene.url}/checkout/success?session_id={session_id}")
    return success, await read_page(f"{scene.url}/checkout/cancel?purchase={checkout['purchase_id']}")


async def list_sessions(scene: Scene) -> list[dict[str, Any]]:
    """Every checkout session there is at Stripe."""
    key = {"Authorization": f"Bearer {STRIPE_KEY}"}
    async with httpx.AsyncClient(base_url=scene.stripe, trust_env=False, headers=key) as stripe:
        answer = (await stripe.get(CREATE, params={"limit": 100})).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def create(scene: Scene, key: str | None = None, **ask: Any) -> httpx.Response:
    """Ask for a checkout; whatever comes of it."""
    body = {"team_id": scene.console.team_id, "package": "starter"} | ask
    headers = {} if key is None else {"Idempotency-Key": key}
    return await scene.console.http.post("/api/stripe/create-checkout", json=body, headers=headers)


async def test_a_declined_card_then_a_good_one(shop: Scene) -> None:
    pool = await read_pool(shop)
    checkout = await shop.console.order()
    success, cancel = await read_pages(shop, checkout)
    assert "Waiting for Stripe" in success
    assert 'http-equiv="refresh"' in success
    assert "Nothing was charged" in cancel
    assert checkout["checkout_url"] in cancel, "the way back to the payment"

    visit = await shop.till.pay(checkout["checkout_url"], card=DECLINED_CARD)
    assert (visit.done, visit.sentence) == (False, "Your card was declined.")
    await shop.till.wait_delivered("payment_intent.payment_failed")
    payment = await find_payment(shop, checkout)
    assert (payment["status"], payment["trouble"]) == ("created", "Your card was declined.")
    _, cancel = await read_pages(shop, checkout)
    assert "Nothing was charged" in cancel
    assert "Your card was declined." in cancel

    visit = await shop.till.pay(checkout["checkout_url"], email="buyer@example.com")
    assert visit.location is not None
    assert urlsplit(visit.location).path == "/checkout/success"
    await shop.till.wait_quiet()
    assert await read_pool(shop) == pool + STARTER
    payment = await find_payment(shop, checkout)
    assert (payment["status"], payment["trouble"]) == ("paid", None)
    assert payment["buyer_email"] == "buyer@example.com"
    success, cancel = await read_pages(shop, checkout)
    for page in (success, cancel, await read_page(visit.location)):
        assert "50 credits are in your team's pool" in page
        assert "declined" not in page
        assert "refresh" not in page
        assert payment["receipt_url"] in page
    assert "$29.00" in await read_page(payment["receipt_url"])


@pytest.mark.parametrize("is_paid", [True, False])
async def test_a_bank_that_takes_days(shop: Scene, *, is_paid: bool) -> None:
    pool = await read_pool(shop)
    checkout = await shop.console.order()
    session_id = read_session_id(checkout["checkout_url"])
    await shop.till.pay(checkout["checkout_url"], card=DECLINED_CARD)
    assert (await shop.till.pay_by_bank(checkout["checkout_url"])).done
    await shop.till.wait_quiet()
    payment = await find_payment(shop, checkout)
    assert (payment["status"], payment["trouble"]) == ("processing", None)
    for page in await read_pages(shop, checkout):
        assert "Your bank is on it" in page
        assert "declined" not in page
    assert await read_pool(shop) == pool

    await (shop.till.settle(session_id) if is_paid else shop.till.fail(session_id))
    await shop.till.wait_quiet()
    payment = await find_payment(shop, checkout)
    assert payment["status"] == ("paid" if is_paid else "failed")
    assert await read_pool(shop) == pool + STARTER * is_paid
    reason = "The customer's bank account could not be debited."
    assert payment["trouble"] == (None if is_paid else reason)
    for page in await read_pages(shop, checkout):
        assert ("50 credits are in" in page) is is_paid
        assert (reason in page) is not is_paid


async def test_nobody_pays_in_time(shop: Scene) -> None:
    checkout = await shop.console.order()
    await shop.till.expire(read_session_id(checkout["checkout_url"]))
    await shop.till.wait_quiet()
    assert (await find_payment(shop, checkout))["status"] == "expired"
    for page in await read_pages(shop, checkout):
        assert "This checkout has expired" in page
    visit = await shop.till.pay(checkout["checkout_url"])
    assert not visit.done


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"kind": "drop", "times": 100}, id="drop"),
        pytest.param({"kind": "duplicate", "times": 100}, id="duplicate"),
        pytest.param({"kind": "delay", "times": 100, "seconds": 0.5}, id="delay"),
        pytest.param({"kind": "reorder", "times": 8}, id="reorder"),
    ],
)
async def test_webhooks_go_astray(shop: Scene, fault: dict[str, Any]) -> None:
    pool = await read_pool(shop)
    await shop.till.break_next(**fault)
    checkout = await shop.console.order()
    visit = await shop.till.pay(checkout["checkout_url"])
    assert visit.location is not None
    is_lost = fault["kind"] == "drop"
    if not is_lost:  # `test_no_webhook_at_all` is about refunds that nobody told of
        await shop.till.refund(read_session_id(checkout["checkout_url"]), amount=1450)
    await shop.till.release_held()
    await shop.till.clear_faults()
    await see_pool(shop, pool + (STARTER if is_lost else STARTER // 2))
    await shop.till.wait_quiet()
    assert await read_pool(shop) == pool + (STARTER if is_lost else STARTER // 2)
    said = "50 credits are in" if is_lost else "25 of 50 credits were taken back"
    assert said in await read_page(visit.location)


async def test_two_secrets_while_rotating(shop: Scene) -> None:
    pool = await read_pool(shop)
    hook = f"{shop.url}/api/stripe/webhook"
    for secret in (OLD_SECRET, WEBHOOK_SECRET):
        await shop.till.set_webhook(hook, secret=secret)
        await shop.console.buy(shop.till)
    await shop.till.roll_webhook_secret("whsec_new_and_not_yet_known_here")
    await shop.console.buy(shop.till)
    assert await read_pool(shop) == pool + 3 * STARTER, "while Stripe rolls a secret it signs with both"

    await shop.till.set_webhook(hook, secret=WEBHOOK_SECRET)


@pytest.mark.parametrize(("fault", "code"), [("too_many", 429), ("error", 500), ("close", 0)])
async def test_stripe_is_down_when_a_checkout_is_opened(shop: Scene, fault: str, code: int) -> None:
    before = len(await list_sessions(shop))
    await shop.till.break_next(fault, times=3, method="POST", path=CREATE)
    answer = await create(shop, key=f"down {fault}")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["detail"].partition(".")[0]) == (
        "payments_unreachable",
        "Stripe is not answering",
    )
    assert code in {row["status"] for row in await shop.till.list_requests(method="POST", path=CREATE)}
    await shop.till.clear_faults()
    again = await create(shop, key=f"down {fault}")
    assert again.status_code == 200
    assert len(await list_sessions(shop)) == before + 1


async def test_two_tabs_and_a_double_click(shop: Scene) -> None:
    pool, before = await read_pool(shop), len(await list_sessions(shop))
    answers = await asyncio.gather(*(create(shop, key="double click") for _ in range(3)))
    checkouts = [answer.json() for answer in answers]
    assert checkouts == [checkouts[0]] * 3
    visits = await asyncio.gather(*(shop.till.pay(checkouts[0]["checkout_url"]) for _ in range(2)))
    assert any(visit.done for visit in visits), "the second is refused, or finds that it is paid"
    left = (await create(shop)).json()
    await shop.till.wait_quiet()
    assert await read_pool(shop) == pool + STARTER
    assert len(await list_sessions(shop)) == before + 2
    assert (await find_payment(shop, left))["status"] == "created", (
        "a second tab nobody paid in costs nothing"
    )


@pytest.mark.parametrize(
    "ask",
    [
        *({"package": "custom", "credits": odd} for odd in (0, -1, 1.5, 10**9, 10_001, "5", True, None)),
        {"package": "custom"},
        {"package": "starter", "credits": 51},
        {"package": "gold"},
        {"package": "STARTER"},
        {"package": ""},
        {"amount_cents": 1},
        {"quantity": 10},
        {"team_id": "team_of_somebody_else"},
    ],
    ids=str,
)
async def test_what_nobody_can_buy(shop: Scene, ask: dict[str, Any]) -> None:
    before = await list_purchases(shop)
    answer = await create(shop, **ask)
    assert answer.status_code == (403 if "team_id" in ask else 422)
    assert set(answer.json()) >= {"code", "detail", "status"}
    assert await list_purchases(shop) == before


@pytest.mark.parametrize(("credits_", "cents"), [(1, 50), (10_000, 500_000)])
async def test_the_least_and_the_most(shop: Scene, credits_: int, cents: int) -> None:
    pool = await read_pool(shop)
    checkout = (await create(shop, package="custom", credits=credits_)).json()
    assert checkout["amount_cents"] == cents
    assert (await shop.till.pay(checkout["checkout_url"])).done
    await shop.till.wait_quiet()
    assert await read_pool(shop) == pool + credits_


async def test_every_checkout_is_for_the_teams_one_customer(shop: Scene) -> None:
    await shop.console.buy(shop.till)
    sessions = await list_sessions(shop)
    assert len({session["customer"] for session in sessions}) == 1
    assert sessions[0]["customer"].startswith("cus_")
    asked = await shop.till.list_requests(method="POST", path="/v1/customers")
    assert len([request for request in asked if not request["replayed"]]) == 1, "checkouts may begin together"


@pytest.mark.asyncio(loop_scope="function")
async def test_no_webhook_at_all(empty_scene: Scene) -> None:
    """Seconds later than with one, everything is as it should be; and after a crash, at the next start."""
    scene = empty_scene
    await scene.till.set_webhook(None)
    del scene.env["STRIPE_WEBHOOK_SECRET"]

    async with scene.serve() as running:
        first = await scene.console.order()
        visit = await scene.till.pay(first["checkout_url"])
        assert visit.location is not None
        await see_pool(scene, STARTER)
        assert "50 credits are in your team's pool" in await read_page(visit.location)
        second = await scene.console.order()
        await scene.till.break_next("answer_lost", times=3, method="POST", path=CREATE)
        assert (await create(scene)).status_code == 503
        await running.kill9()

    assert (await scene.till.pay(second["checkout_url"])).done
    (lost,) = [s for s in await list_sessions(scene) if s["status"] == "open"]
    assert (await scene.till.pay(lost["url"])).done
    await scene.till.refund(read_session_id(first["checkout_url"]), amount=1450)
    await scene.till.dispute(read_session_id(second["checkout_url"]))

    async with scene.serve() as running:
        await see_pool(scene, STARTER // 2 + STARTER)
        assert len(await list_sessions(scene)) == 3
        payments = [await find_payment(scene, checkout) for checkout in (first, second)]
        assert [(p["refunded_cents"], p["disputed_cents"]) for p in payments] == [(1450, 0), (0, 2900)]
        assert [p["credits_taken_back"] for p in payments] == [25, 50]
        await see(
            lambda: find_payment(scene, {"purchase_id": lost["client_reference_id"]}),
            lambda payment: payment["receipt_url"],
        )
        kinds = await scene.console.list_kinds()
        assert sorted(kinds) == ["purchase"] * 3 + ["refund"] * 2
        assert await running.terminate() == 0
        assert "Traceback" not in running.read_errors()
