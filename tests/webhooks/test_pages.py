"""The pages buyers come back to: true in every state, and nothing in them that was not ours."""

import pytest

from tests.webhooks.site import Site


@pytest.mark.parametrize(
    ("kind", "changes", "says", "waits"),
    [
        (None, {}, "Waiting for Stripe", True),
        ("completed", {}, "7 credits are in your team", False),
        ("completed", {"payment_status": "unpaid"}, "Your bank is on it", True),
        ("async_payment_failed", {}, "did not go through", False),
        ("expired", {}, "has expired", False),
        ("completed", {"amount_subtotal": 1}, "needs a look", False),
    ],
)
async def test_the_success_page_tells_the_truth(
    site: Site, kind: str | None, changes: dict[str, object], says: str, *, waits: bool
) -> None:
    checkout = await site.order(7)
    if kind:
        await site.send_event(site.write_event(checkout, kind, **changes))
    session_id = checkout["checkout_url"].rsplit("/", 1)[-1]
    answer = await site.http.get("/checkout/success", params={"session_id": session_id})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert says in answer.text
    assert ('http-equiv="refresh"' in answer.text) is waits
    for secret in (checkout["purchase_id"], session_id, site.team_id, "<script"):
        assert secret not in answer.text


@pytest.mark.parametrize("path", ["/checkout/success?session_id=", "/checkout/cancel?purchase="])
@pytest.mark.parametrize("word", ["", "unknown", "<b>x</b>", "%00", "%ED%A0%80"])
async def test_an_unknown_visit_gets_a_plain_page(light_site: Site, path: str, word: str) -> None:
    answer = await light_site.http.get(path + word)
    assert answer.status_code == 200
    assert "credits are in" not in answer.text
    assert "<b>" not in answer.text


async def test_a_payment_that_was_returned_is_not_called_credited(light_site: Site) -> None:
    checkout = await light_site.order(10)
    await light_site.send_event(light_site.write_event(checkout))
    charge = {"id": "ch_1", "object": "charge", "payment_intent": f"pi_{checkout['purchase_id']}"}
    refund = light_site.write_event(checkout) | {"type": "charge.refunded"}
    refund["data"] = {"object": charge | {"amount": 500, "amount_refunded": 200}}
    assert (await light_site.send_event(refund)).json()["outcome"] == "reversed"
    params = {"session_id": checkout["checkout_url"].rsplit("/", 1)[-1]}
    page = (await light_site.http.get("/checkout/success", params=params)).text
    assert "4 of 10 credits were taken back" in page
    shown = (await light_site.team("GET", "/payments")).json()["items"][0]
    assert (shown["refunded_cents"], shown["credits_taken_back"]) == (200, 4)


async def test_who_turned_back_is_told_so_unless_they_paid(light_site: Site) -> None:
    checkout = await light_site.order(7)
    params = {"purchase": checkout["purchase_id"]}
    assert "Nothing was charged" in (await light_site.http.get("/checkout/cancel", params=params)).text
    await light_site.send_event(light_site.write_event(checkout))
    assert "7 credits are in your team" in (await light_site.http.get("/checkout/cancel", params=params)).text
