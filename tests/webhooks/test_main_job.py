"""Buying and handing out credits over HTTP: sign in, check out, pay at the stand-in, distribute."""

import pytest

from core.services.access import issue_code
from tests.webhooks.site import SECRET, Site


async def test_a_code_is_exchanged_for_a_key_that_works(site: Site) -> None:
    code = await site.core.store.change(lambda tx: issue_code(tx, site.owner_id))
    answer = await site.http.post("/api/auth/exchange", json={"code": code})
    assert answer.status_code == 200
    signed_in = answer.json()
    assert signed_in["team_id"] == site.team_id
    assert signed_in["member"] == {"member_id": site.owner_id, "name": "Ann", "role": "owner"}
    assert signed_in["expires_at"].endswith("Z")
    assert (await site.team("GET", "/credits/overview", signed_in["key"])).status_code == 200
    again = await site.http.post("/api/auth/exchange", json={"code": code})
    assert (again.status_code, again.json()["code"]) == (401, "not_signed_in")


async def test_a_pack_is_bought_paid_credited_and_distributed(site: Site) -> None:
    await site.till.set_webhook(f"{site.http.base_url}/api/stripe/webhook", secret=SECRET)
    body = {"team_id": site.team_id, "package": "starter"}
    answer = await site.ask("POST", "/api/stripe/create-checkout", json=body)
    checkout = answer.json()
    assert (checkout["amount_cents"], checkout["currency"], checkout["credits"]) == (2900, "usd", 50)

    visit = await site.till.pay(checkout["checkout_url"])
    assert visit.location is not None
    await site.till.wait_delivered("checkout.session.completed")
    assert "50 credits are in your team" in (await site.http.get(visit.location)).text
    assert (await site.overview())["pool"] == 50

    preview = await site.team(
        "POST", "/credits/auto-distribute", json={"strategy": "equal", "credits": 10, "preview": True}
    )
    assert (await site.overview())["pool"] == 50
    done = await site.team("POST", "/credits/auto-distribute", json={"strategy": "equal", "credits": 10})
    shares = [(move["member_id"], move["credits"]) for move in done.json()["moves"]]
    assert shares == [(site.owner_id, 4), (site.admin_id, 3), (site.member_id, 3)]
    assert [(m["member_id"], m["credits"]) for m in preview.json()["moves"]] == shares
    overview = await site.overview()
    assert (overview["purchased"], overview["pool"], overview["allocated"]) == (50, 40, 10)


async def test_the_checkout_returns_to_where_the_request_came_through(site: Site) -> None:
    await site.order(3)
    sent = (await site.till.list_requests(method="POST", path="/v1/checkout/sessions"))[0]
    assert str(site.http.base_url) in str(sent)


@pytest.mark.parametrize(
    ("package", "cents", "credits_"), [("professional", 7900, 150), ("enterprise", 19900, 500)]
)
async def test_packs_have_the_list_prices(light_site: Site, package: str, cents: int, credits_: int) -> None:
    body = {"team_id": light_site.team_id, "package": package}
    checkout = (await light_site.ask("POST", "/api/stripe/create-checkout", json=body)).json()
    assert (checkout["amount_cents"], checkout["credits"]) == (cents, credits_)
