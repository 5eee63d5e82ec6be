"""Moving credits over HTTP: once for each key, all or nothing, whole numbers only, and a ledger that tells all."""

import asyncio
from typing import Any

import pytest

from tests.webhooks.site import Site


async def test_the_same_key_and_body_get_the_same_answer_and_move_once(site: Site) -> None:
    await site.fund(20)
    body = {"member_id": site.member_id, "credits": 5}
    first = await site.team("POST", "/credits/allocate", once="k1", json=body)
    again = await site.team("POST", "/credits/allocate", once="k1", json=body)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.json()["move_id"].startswith("move_")
    assert (await site.overview())["allocated"] == 5
    by_another = await site.team("POST", "/credits/allocate", site.admin, once="k1", json=body)
    assert by_another.json()["move_id"] != first.json()["move_id"]


async def test_a_key_with_another_request_is_a_conflict(site: Site) -> None:
    await site.fund(20)
    await site.team("POST", "/credits/allocate", once="k1", json={"member_id": site.member_id, "credits": 5})
    others: list[tuple[str, dict[str, Any]]] = [
        ("allocate", {"member_id": site.member_id, "credits": 6}),
        ("reclaim", {"member_id": site.member_id, "credits": 5}),
        ("auto-distribute", {"strategy": "equal", "credits": 3}),
    ]
    answers = [await site.team("POST", f"/credits/{path}", once="k1", json=body) for path, body in others]
    checkout = {"team_id": site.team_id, "package": "starter"}
    answers.append(await site.ask("POST", "/api/stripe/create-checkout", once="k1", json=checkout))
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(409, "key_reused")] * 4
    assert (await site.overview())["allocated"] == 5


async def test_one_key_many_times_at_once_moves_once(site: Site) -> None:
    await site.fund(20)
    body = {"member_id": site.member_id, "credits": 5}
    answers = await asyncio.gather(
        *(site.team("POST", "/credits/allocate", once="k1", json=body) for _ in range(12))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["move_id"] for answer in answers}) == 1
    assert (await site.overview())["allocated"] == 5


async def test_a_refused_request_does_not_use_its_key_up(site: Site) -> None:
    body = {"member_id": site.member_id, "credits": 5}
    refused = await site.team("POST", "/credits/allocate", once="k1", json=body)
    assert (refused.status_code, refused.json()["code"]) == (402, "not_enough_credits")
    await site.fund(5)
    assert (await site.team("POST", "/credits/allocate", once="k1", json=body)).status_code == 200


async def test_a_checkout_repeated_is_the_same_checkout(site: Site) -> None:
    body = {"team_id": site.team_id, "package": "custom", "credits": 3}
    path = "/api/stripe/create-checkout"
    answers = await asyncio.gather(*(site.ask("POST", path, once="k1", json=body) for _ in range(4)))
    answers.append(await site.ask("POST", path, once="k1", json=body))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["amount_cents"] == 150
    assert len((await site.team("GET", "/payments")).json()["items"]) == 1


async def test_a_checkout_that_stripe_did_not_answer_is_finished_by_its_repeat(site: Site) -> None:
    body = {"team_id": site.team_id, "package": "starter"}
    await site.till.break_next("error", path="/v1/checkout/sessions", times=9)
    failed = await site.ask("POST", "/api/stripe/create-checkout", once="k1", json=body)
    assert (failed.status_code, failed.json()["code"]) == (503, "payments_unreachable")
    await site.till.clear_faults()
    assert (await site.ask("POST", "/api/stripe/create-checkout", once="k1", json=body)).status_code == 200
    assert len((await site.team("GET", "/payments")).json()["items"]) == 1


@pytest.mark.parametrize(
    "number", ["0", "-1", "1.5", "1.0", "1000000000", "1e3", '"5"', "true", "NaN", "9" * 5000]
)
@pytest.mark.parametrize("field", ["allocate", "checkout", "target"])
async def test_only_whole_numbers_in_bounds_move_anything(light_site: Site, field: str, number: str) -> None:
    site = light_site
    path, body = {
        "allocate": (
            f"/api/teams/{site.team_id}/credits/allocate",
            f'"member_id": "{site.member_id}", "credits"',
        ),
        "checkout": (
            "/api/stripe/create-checkout",
            f'"team_id": "{site.team_id}", "package": "custom", "credits"',
        ),
        "target": (f"/api/teams/{site.team_id}/credits/auto-distribute", '"strategy": "top-up", "target"'),
    }[field]
    json_type = {"Content-Type": "application/json"}
    answer = await site.ask("POST", path, content=f"{{{body}: {number}}}", headers=json_type)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert (await site.team("GET", "/credits/ledger")).json()["items"] == []
    assert (await site.team("GET", "/payments")).json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"package": "gold"},
        {"package": "starter", "amount_cents": 1},
        {"package": "starter", "credits": 5000},
        {"package": "custom"},
        {"package": "custom", "credits": 10_001},
        {"package": None},
        {"package": "starter", "status": "paid"},
    ],
)
async def test_the_client_sets_no_price(light_site: Site, body: dict[str, Any]) -> None:
    answer = await light_site.ask(
        "POST", "/api/stripe/create-checkout", json={"team_id": light_site.team_id} | body
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert (await light_site.team("GET", "/payments")).json()["items"] == []


async def test_reassign_and_reclaim(site: Site) -> None:
    await site.fund(10)
    await site.team("POST", "/credits/allocate", json={"member_id": site.member_id, "credits": 6})
    body = {"from_member_id": site.member_id, "to_member_id": site.admin_id, "credits": 2}
    assert (await site.team("POST", "/credits/reassign", json=body)).status_code == 200
    part = await site.team("POST", "/credits/reclaim", json={"member_id": site.member_id, "credits": 1})
    rest = await site.team("POST", "/credits/reclaim", json={"member_id": site.member_id})
    none = await site.team("POST", "/credits/reclaim", json={"member_id": site.member_id})
    assert [a.json()["credits"] for a in (part, rest, none)] == [1, 3, 0]
    assert none.json()["move_id"] is None
    held = {m["member_id"]: m["allocated"] for m in (await site.overview())["members"]}
    assert held == {site.owner_id: 0, site.admin_id: 2, site.member_id: 0}
    too_many = {"member_id": site.admin_id, "credits": 3}
    assert (await site.team("POST", "/credits/reclaim", json=too_many)).status_code == 402


async def test_topping_up_is_all_or_nothing(site: Site) -> None:
    await site.fund(10)
    await site.team("POST", "/credits/allocate", json={"member_id": site.member_id, "credits": 3})
    done = await site.team("POST", "/credits/auto-distribute", json={"strategy": "top-up", "target": 3})
    assert [m["credits"] for m in done.json()["moves"]] == [3, 3]
    short = await site.team("POST", "/credits/auto-distribute", json={"strategy": "top-up", "target": 4})
    assert (short.status_code, (await site.overview())["pool"]) == (402, 1)


async def test_what_is_done_after_a_preview_is_what_was_shown_or_nothing(site: Site) -> None:
    await site.fund(20)
    path, ask = "/credits/auto-distribute", {"strategy": "top-up", "target": 3}
    shown = (await site.team("POST", path, json=ask | {"preview": True})).json()
    await site.team("POST", "/credits/allocate", json={"member_id": site.member_id, "credits": 1})
    stale = await site.team("POST", path, json=ask | {"plan": shown["plan"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
    assert (await site.overview())["allocated"] == 1
    fresh = (await site.team("POST", path, json=ask | {"preview": True})).json()
    done = (await site.team("POST", path, json=ask | {"plan": fresh["plan"]})).json()
    assert [(m["member_id"], m["credits"]) for m in done["moves"]] == [
        (m["member_id"], m["credits"]) for m in fresh["moves"]
    ]
    assert (done["plan"], done["pool"]) == (fresh["plan"], fresh["pool"])


@pytest.mark.parametrize("plan", ["", "x" * 32, "0" * 31, 7])
async def test_a_plan_is_a_preview_s_own(light_site: Site, plan: object) -> None:
    body = {"strategy": "equal", "plan": plan}
    answer = await light_site.team("POST", "/credits/auto-distribute", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_a_preview_takes_no_plan(light_site: Site) -> None:
    body = {"strategy": "equal", "preview": True, "plan": "0" * 32}
    answer = await light_site.team("POST", "/credits/auto-distribute", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize(
    "body",
    [
        {"strategy": "fair"},
        {"strategy": "top-up"},
        {"strategy": "equal", "target": 3},
        {"strategy": "top-up", "target": 3, "credits": 3},
        {"strategy": "equal", "credit": 3},
    ],
)
async def test_an_unclear_distribution_is_refused(light_site: Site, body: dict[str, Any]) -> None:
    await light_site.fund(9)
    assert (await light_site.team("POST", "/credits/auto-distribute", json=body)).status_code == 422
    assert (await light_site.overview())["pool"] == 9


async def test_the_ledger_is_paged_and_filtered(site: Site) -> None:
    await site.fund(10)
    for credits_ in (1, 2, 3):
        await site.team("POST", "/credits/allocate", json={"member_id": site.member_id, "credits": credits_})
    await site.team("POST", "/credits/allocate", json={"member_id": site.admin_id, "credits": 1})
    pages = [(await site.team("GET", "/credits/ledger", params={"limit": 2})).json()]
    while pages[-1]["next_cursor"]:
        params = {"limit": 2, "cursor": pages[-1]["next_cursor"]}
        pages.append((await site.team("GET", "/credits/ledger", params=params)).json())
    items = [item for page in pages for item in page["items"]]
    assert [(i["kind"], i["credits"]) for i in items] == [
        ("allocate", 1),
        ("allocate", 3),
        ("allocate", 2),
        ("allocate", 1),
        ("purchase", 10),
    ]
    assert items[-1]["purchase_id"].startswith("purchase_")
    assert items[0]["actor"] == f"member:{site.owner_id}"
    assert items[0]["created_at"].endswith("Z")
    for params, count in (
        ({"member_id": site.member_id}, 3),
        ({"kind": "purchase"}, 1),
        ({"kind": "hold"}, 0),
    ):
        assert len((await site.team("GET", "/credits/ledger", params=params)).json()["items"]) == count


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"kind": "gift"},
        {"member_id": "a\0b"},
        {"cursor": "!"},
        {"cursor": "W10"},
        {"cursor": "WyJhIiwgImIiXQ"},
        {"cursor": "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTld"},
    ],
)
async def test_a_malformed_question_is_said_to_be_one(light_site: Site, params: dict[str, str]) -> None:
    for path in ("/credits/ledger", "/payments", "/members", "/invites", "/headshots", "/audit"):
        if path != "/credits/ledger" and not {"limit", "cursor"} & set(params):
            continue
        answer = await light_site.team("GET", path, params=params)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), path
