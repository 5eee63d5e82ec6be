"""Lists page by page: every row once and in order, whatever is added between two pages; filters; bad cursors."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from tests.webhooks.site import Site
from webhooks.paging import write_cursor

Add = Callable[[Site, int], Awaitable[Any]]


async def add_move(site: Site, number: int) -> None:
    """A move and a line of the audit log."""
    ask = {"member_id": site.member_id, "credits": number + 1}
    assert (await site.team("POST", "/credits/allocate", json=ask)).status_code == 200


async def add_invite(site: Site, number: int) -> None:
    """An invite."""
    assert (await site.team("POST", "/invites", json={"cap": number + 1})).status_code == 201


async def add_member(site: Site, number: int) -> None:
    """A member."""
    assert (await site.team("POST", "/members", json={"name": f"Member {number}"})).status_code == 201


async def add_order(site: Site, number: int) -> None:
    """A purchase that nobody paid."""
    await site.order(number + 1)


# What adds a row, the field that names it, and whether new rows come last.
LISTS: Final[dict[str, tuple[Add, str, bool]]] = {
    "/credits/ledger": (add_move, "move_id", False),
    "/audit": (add_move, "audit_id", False),
    "/invites": (add_invite, "invite_id", False),
    "/members": (add_member, "member_id", True),
    "/payments": (add_order, "purchase_id", False),
}


@pytest.mark.parametrize("path", LISTS)
async def test_every_row_comes_once_though_others_are_added_meanwhile(site: Site, path: str) -> None:
    add, name, new_come_last = LISTS[path]
    await site.fund(100)
    for number in range(4):
        await add(site, number)
    whole = [row[name] for row in (await site.team("GET", path)).json()["items"]]
    read: list[str] = []
    cursor: dict[str, Any] = {}
    for number in range(len(whole)):
        page = (await site.team("GET", path, params={"limit": 1, **cursor})).json()
        read += [row[name] for row in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
        if number == 1:
            await add(site, 5)
    assert read == whole
    assert (page["next_cursor"] is not None) is new_come_last


async def test_a_cursor_or_limit_that_makes_no_sense_is_refused(light_site: Site) -> None:
    numbers = [write_cursor(-1), write_cursor(2**63), write_cursor("x", "y"), write_cursor(1, 2)]
    wrong: list[dict[str, Any]] = [{"cursor": cursor} for cursor in ("x", "AAAA", "[" * 200, *numbers)]
    wrong += [{"limit": limit} for limit in (0, 201, -1, "x", "1.5")]
    for path in (*LISTS, "/headshots", "/keys"):
        for params in wrong:
            answer = await light_site.team("GET", path, params=params)
            assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), (path, params)


async def test_filters_match_exactly(light_site: Site) -> None:
    site = light_site
    await site.fund(10)
    await add_move(site, 1)
    await site.order(3)

    async def read(path: str, **filters: str) -> list[dict[str, Any]]:
        return list((await site.team("GET", path, params=filters)).json()["items"])

    assert [row["status"] for row in await read("/payments", status="paid")] == ["paid"]
    assert [row["status"] for row in await read("/payments", status="created")] == ["created"]
    assert [row["action"] for row in await read("/audit", object=site.member_id)] == ["credits.allocated"]
    assert {row["actor"] for row in await read("/audit", actor="stripe")} == {"stripe"}
    assert await read("/audit", action="credits") == []
    assert [row["kind"] for row in await read("/credits/ledger", kind="purchase")] == ["purchase"]
    assert [row["kind"] for row in await read("/credits/ledger", member_id=site.member_id)] == ["allocate"]
    wrong = await site.team("GET", "/payments", params={"status": "mine"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "malformed")


async def test_one_payment_is_shown_to_its_team_alone(light_site: Site) -> None:
    order = await light_site.order(3)
    shown = await light_site.team("GET", f"/payments/{order['purchase_id']}")
    assert shown.json() == (await light_site.team("GET", "/payments")).json()["items"][0]
    foreign = f"/api/teams/{light_site.other_team_id}/payments/{order['purchase_id']}"
    assert (await light_site.ask("GET", foreign, light_site.stranger)).status_code == 404


async def test_the_team_tells_what_can_be_bought_and_where_it_is_paid(light_site: Site) -> None:
    light_site.app.state.bot_username = "acme_bot"
    shown = (await light_site.team("GET", "")).json()
    order = await light_site.order(3)
    assert shown["you"] == {"member_id": light_site.owner_id, "name": "Ann", "role": "owner"}
    assert (shown["name"], shown["telegram_bot"], shown["retention_days"]) == ("Acme", "acme_bot", 30)
    assert (shown["can_pay"], shown["is_live"]) == (True, False)
    assert order["checkout_url"].split("/")[2] in shown["checkout_hosts"]
    assert "checkout.stripe.com" in shown["checkout_hosts"]
    prices = {pack["package"]: (pack["credits"], pack["amount_cents"]) for pack in shown["prices"]["packs"]}
    assert prices == {"starter": (50, 2900), "professional": (150, 7900), "enterprise": (500, 19900)}
    assert shown["prices"]["custom"] == {"credit_cents": 50, "least_credits": 1, "most_credits": 10_000}
