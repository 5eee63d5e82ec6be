"""The thinnest whole story: a session is made, its page is paid, the signed webhook arrives."""

from sandbox.stripe.till import Till
from tests.sandbox.stripe.conftest import ONE_LOOP, Sell, Shop

pytestmark = ONE_LOOP


async def test_a_paid_session_is_told_by_a_signed_webhook(sell: Sell, till: Till, shop: Shop) -> None:
    session = await sell()

    visit = await till.pay(session.url or "")
    assert visit.location == f"http://127.0.0.1:9/done?session={session.id}"

    await till.wait_delivered("checkout.session.completed", about=session.id)
    told = [event.data.object for event in shop.read() if event.type == "checkout.session.completed"]
    assert [about["id"] for about in told] == [session.id]
    assert told[0]["payment_status"] == "paid"
    assert (told[0]["amount_total"], told[0]["currency"]) == (2900, "usd")
    assert told[0]["metadata"].to_dict() == {"purchase_id": "purchase-1", "team_id": "team-1"}
