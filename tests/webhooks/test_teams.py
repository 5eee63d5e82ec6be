"""Members and invites over HTTP: who may make whom, what leaving returns, and what the audit log keeps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.services.teams import join
from tests.webhooks.site import Site


async def test_a_member_invited_by_name_joins_as_themselves(site: Site) -> None:
    site.app.state.bot_username = "acme_bot"
    await site.fund(5)
    made = (await site.team("POST", "/members", once="k", json={"name": "  Zoë 🦊 "})).json()
    assert made == (await site.team("POST", "/members", once="k", json={"name": "  Zoë 🦊 "})).json()
    member, invite = made["member"], made["invite"]
    assert (member["name"], member["role"], member["consented"]) == ("Zoë 🦊", "member", False)
    assert invite["telegram_link"] == f"https://t.me/acme_bot?start={invite['code']}"
    assert invite["slack_command"] == f"/headshots join {invite['code']}"
    await site.team("POST", "/credits/allocate", json={"member_id": member["member_id"], "credits": 2})
    joined = await site.core.store.change(lambda tx: join(tx, invite["code"], "telegram", "42", "Z"))
    assert joined.member_id == member["member_id"]
    listed = (await site.team("GET", "/members")).json()["items"]
    assert [m["name"] for m in listed] == ["Ann", "Ada", "Ben", "Zoë 🦊"]
    assert listed[-1]["allocated"] == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "\u0000", 5, None])
async def test_a_name_that_is_none_is_refused(light_site: Site, name: Any) -> None:
    answer = await light_site.team("POST", "/members", json={"name": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_an_invite_has_a_limit_and_an_end(site: Site) -> None:
    ends = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    invite = (await site.team("POST", "/invites", json={"cap": 3, "expires_at": ends})).json()
    assert (invite["role"], invite["cap"], invite["used"], invite["telegram_link"]) == ("member", 3, 0, None)
    assert datetime.fromisoformat(invite["expires_at"]) == datetime.fromisoformat(ends)
    assert (await site.team("GET", "/invites")).json()["items"][0] == invite
    assert (await site.team("DELETE", f"/invites/{invite['invite_id']}")).status_code == 204
    open_now = (await site.team("GET", "/invites")).json()["items"]
    assert invite["invite_id"] not in [i["invite_id"] for i in open_now]
    answer = await site.ask(
        "DELETE", f"/api/teams/{site.other_team_id}/invites/{invite['invite_id']}", site.stranger
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"cap": 0},
        {"cap": 10_001},
        {"cap": True},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2099-01-01T00:00:00"},
        {"expires_at": "9999-12-31T23:59:59-14:00"},
        {"expires_at": "tomorrow"},
        {"role": "king"},
        {"uses": 3},
    ],
)
async def test_an_invite_that_makes_no_sense_is_refused(light_site: Site, body: dict[str, Any]) -> None:
    answer = await light_site.team("POST", "/invites", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


async def test_an_invite_that_asks_for_nothing_is_for_one_member(light_site: Site) -> None:
    answer = await light_site.team("POST", "/invites")
    assert answer.status_code == 201
    invite = answer.json()
    assert (invite["role"], invite["cap"], invite["used"], invite["expires_at"]) == ("member", 1, 0, None)


async def test_only_the_owner_makes_admins_and_nobody_an_owner(light_site: Site) -> None:
    site = light_site
    tries = [
        ("POST", "/invites", {"role": "admin"}),
        ("POST", "/members", {"name": "Cleo", "role": "admin"}),
        ("PATCH", f"/members/{site.member_id}", {"role": "admin"}),
    ]
    for method, path, body in tries:
        assert (await site.team(method, path, site.admin, json=body)).status_code == 403
        assert (await site.team(method, path, json=body)).status_code < 300
        assert (await site.team(method, path, json=body | {"role": "owner"})).status_code == 403


async def test_an_admin_does_not_see_the_owners_own_invite(light_site: Site) -> None:
    seen = {
        key: {i["role"] for i in (await light_site.team("GET", "/invites", key)).json()["items"]}
        for key in (light_site.owner, light_site.admin)
    }
    assert seen == {light_site.owner: {"owner", "member"}, light_site.admin: {"member"}}


@pytest.mark.parametrize("how", ["DELETE", "PATCH"])
async def test_who_leaves_returns_what_is_unspent(site: Site, how: str) -> None:
    await site.fund(9)
    await site.team("POST", "/credits/allocate", json={"member_id": site.admin_id, "credits": 4})
    body: dict[str, Any] = {"json": {"status": "deactivated"}} if how == "PATCH" else {}
    answer = await site.team(how, f"/members/{site.admin_id}", once="k", **body)
    again = await site.team(how, f"/members/{site.admin_id}", once="k", **body)
    assert (answer.status_code, answer.text) == (200, again.text)
    assert answer.json()["status"] == "deactivated"
    assert (await site.overview())["pool"] == 9
    assert (await site.team("GET", "/members", site.admin)).status_code == 401
    refused = await site.team("POST", "/credits/allocate", json={"member_id": site.admin_id, "credits": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "member_deactivated")
    back = await site.team("PATCH", f"/members/{site.admin_id}", json={"status": "active"})
    assert (back.json()["status"], back.json()["allocated"]) == ("active", 0)


async def test_a_change_is_whole_or_not_at_all(light_site: Site) -> None:
    path = f"/members/{light_site.member_id}"
    answer = await light_site.team("PATCH", path, light_site.admin, json={"name": "Other", "role": "admin"})
    assert answer.status_code == 403
    assert (await light_site.team("GET", path)).json()["name"] == "Ben"


async def test_the_owner_stays(light_site: Site) -> None:
    path = f"/members/{light_site.owner_id}"
    assert (await light_site.team("DELETE", path)).status_code == 403
    assert (await light_site.team("PATCH", path, json={"role": "member"})).status_code == 403


async def test_the_audit_log_says_who_did_what_from_where(site: Site) -> None:
    await site.team("PATCH", f"/members/{site.member_id}", site.admin, json={"name": "Benno"})
    newest = (await site.team("GET", "/audit", params={"limit": 1})).json()
    line = newest["items"][0]
    assert (line["actor"], line["action"], line["object"], line["origin"]) == (
        f"member:{site.admin_id}",
        "member.renamed",
        site.member_id,
        "127.0.0.1",
    )
    older = (await site.team("GET", "/audit", params={"cursor": newest["next_cursor"]})).json()
    assert older["items"][-1]["action"] == "team.founded"
    assert line["audit_id"] not in [item["audit_id"] for item in older["items"]]
