"""Every route as owner, admin, member, another team's owner and nobody: a table that must name them all."""

from collections.abc import Iterator
from typing import Any, Final

import httpx
from starlette.routing import Match

from tests.webhooks.site import Site

ADMIN, OWN, SELF, OPEN = "admin", "own", "self", "open"
T: Final = "/api/teams/{team_id}"
# Who may, then what is sent; what an allowed caller gets for it need not be 200, only not 401 or 403.
TABLE: Final[dict[tuple[str, str], tuple[str, dict[str, Any]]]] = {
    ("POST", "/api/auth/exchange"): (OPEN, {"json": {"code": "AAAA-BBBB-CCCC"}}),
    ("POST", "/api/stripe/create-checkout"): (ADMIN, {"json": {"team_id": "TEAM", "package": "starter"}}),
    ("GET", f"{T}/payments"): (ADMIN, {}),
    ("GET", f"{T}/payments/{{purchase_id}}"): (ADMIN, {}),
    ("GET", T): (OWN, {}),
    ("GET", f"{T}/keys"): (ADMIN, {}),
    ("DELETE", f"{T}/keys/{{key_id}}"): (ADMIN, {}),
    ("GET", f"{T}/events"): (ADMIN, {}),
    ("GET", f"{T}/credits/overview"): (ADMIN, {}),
    ("POST", f"{T}/credits/allocate"): (ADMIN, {"json": {"member_id": "MEMBER", "credits": 1}}),
    ("POST", f"{T}/credits/reassign"): (
        ADMIN,
        {"json": {"from_member_id": "a", "to_member_id": "b", "credits": 1}},
    ),
    ("POST", f"{T}/credits/reclaim"): (ADMIN, {"json": {"member_id": "MEMBER"}}),
    ("POST", f"{T}/credits/auto-distribute"): (ADMIN, {"json": {"strategy": "equal"}}),
    ("GET", f"{T}/credits/ledger"): (ADMIN, {}),
    ("GET", f"{T}/members"): (ADMIN, {}),
    ("POST", f"{T}/members"): (ADMIN, {"json": {"name": "Cleo"}}),
    ("GET", f"{T}/members/{{member_id}}"): (ADMIN, {}),
    ("PATCH", f"{T}/members/{{member_id}}"): (ADMIN, {"json": {"name": "Benno"}}),
    ("DELETE", f"{T}/members/{{member_id}}"): (ADMIN, {}),
    ("GET", f"{T}/audit"): (ADMIN, {}),
    ("GET", f"{T}/invites"): (ADMIN, {}),
    ("POST", f"{T}/invites"): (ADMIN, {"json": {}}),
    ("DELETE", f"{T}/invites"): (ADMIN, {"params": {"invite_id": "nothing"}}),
    ("DELETE", f"{T}/invites/{{invite_id}}"): (ADMIN, {}),
    ("POST", f"{T}/headshots/generate"): (ADMIN, {"data": {"style": "casual"}}),
    ("GET", f"{T}/headshots"): (OWN, {}),
    ("GET", f"{T}/headshots/{{headshot_id}}"): (OWN, {}),
    ("PATCH", f"{T}/headshots/{{headshot_id}}"): (ADMIN, {"json": {"status": "canceled"}}),
    ("DELETE", f"{T}/headshots/{{headshot_id}}"): (ADMIN, {}),
    ("POST", f"{T}/headshots/{{headshot_id}}/redo"): (ADMIN, {"json": {}}),
    ("GET", f"{T}/usage"): (ADMIN, {}),
    ("GET", "/api/files/{token}"): (OPEN, {}),
    ("GET", "/healthz"): (OPEN, {}),
    ("GET", "/metrics"): (OPEN, {}),
    ("POST", "/api/stripe/webhook"): (OPEN, {}),
    ("POST", "/api/replicate/webhook"): (OPEN, {}),
    ("POST", "/api/telegram/webhook"): (OPEN, {}),
    ("POST", "/api/slack/events"): (OPEN, {}),
    ("POST", "/api/auth/sign-out"): (SELF, {}),  # the last one: every key it is tried with is gone
}
PAGES: Final = {("GET", "/checkout/success"), ("GET", "/checkout/cancel"), ("GET", "/openapi.json")}


def list_routes(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every method and path that the application describes."""
    for path, methods in schema["paths"].items():
        for method in methods:
            yield method.upper(), path


async def knock(site: Site, route: tuple[str, str], key: str | None) -> httpx.Response:
    """The table's request to a route, with this key or none."""
    method, path = route
    ids = {"team_id": site.team_id, "member_id": await site.hire("Vic"), "token": "nothing"}
    nothing = dict.fromkeys(("invite_id", "headshot_id", "purchase_id", "key_id"), "nothing")
    path = path.format(**ids, **nothing)
    parts = dict(TABLE[route][1])
    if "json" in parts:
        words = {"TEAM": site.team_id, "MEMBER": site.member_id}
        parts["json"] = {k: words.get(v, v) for k, v in parts["json"].items()}
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    # Some answers never end: the status is all that is wanted.
    async with site.http.stream(method, path, headers=headers, **parts) as answer:
        return answer


async def test_the_table_names_every_route(light_site: Site) -> None:
    schema = (await light_site.http.get("/openapi.json")).json()
    assert set(list_routes(schema)) == set(TABLE)


async def test_no_route_hides_from_the_schema(light_site: Site) -> None:
    for method, path in PAGES:
        scope = {"type": "http", "method": method, "path": path, "headers": [], "root_path": ""}
        assert any(route.matches(scope)[0] is Match.FULL for route in light_site.app.router.routes)


async def test_every_route_admits_whom_it_should(light_site: Site) -> None:
    site = light_site
    keys = {"nobody": None, "wrong": "cu_wrong", "stranger": site.stranger, "member": site.member}
    keys |= {"admin": site.admin, "owner": site.owner}
    wrong = []
    for route, (who, _) in TABLE.items():
        given = {name: (await knock(site, route, key)).status_code for name, key in keys.items()}
        if not is_right(who, given):
            wrong.append((route, given))
    assert wrong == []


def is_right(who: str, given: dict[str, int]) -> bool:
    """Whether these statuses are what a route for `who` is to answer."""
    if who == OPEN:
        return 403 not in given.values()
    unknown = (given["nobody"], given["wrong"]) == (401, 401)
    if who == SELF:
        return unknown and {given[name] for name in ("stranger", "member", "admin", "owner")} == {204}
    strangers = unknown and given["stranger"] == 403
    members = (given["member"] == 403) is (who != OWN) and given["member"] != 401
    return strangers and members and not {given["admin"], given["owner"]} & {401, 403}


async def test_a_stranger_learns_nothing_from_a_malformed_body(light_site: Site) -> None:
    bad = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    answer = await light_site.team("POST", "/credits/allocate", "cu_wrong", **bad)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert (await light_site.team("POST", "/credits/allocate", light_site.stranger, **bad)).status_code == 403


async def test_only_the_owner_signs_others_out(light_site: Site) -> None:
    site = light_site
    keys = (await site.team("GET", "/keys", site.admin)).json()["items"]
    mine = {key["member_id"]: key["key_id"] for key in keys}
    assert [key["member_id"] for key in keys if key["is_yours"]] == [site.admin_id]
    assert {key["name"] for key in keys} == {"Ann", "Ada", "Ben"}
    assert (await site.team("DELETE", f"/keys/{mine[site.owner_id]}", site.admin)).status_code == 403
    foreign = f"/api/teams/{site.other_team_id}/keys"
    others = (await site.ask("GET", foreign, site.stranger)).json()["items"]
    assert (await site.team("DELETE", f"/keys/{others[0]['key_id']}")).status_code == 404
    assert (await site.team("DELETE", f"/keys/{mine[site.admin_id]}")).status_code == 204
    assert (await site.team("GET", "/keys", site.admin)).status_code == 401
    assert (await site.team("DELETE", f"/keys/{mine[site.admin_id]}")).status_code == 404
    line = (await site.team("GET", "/audit", params={"action": "key.revoked"})).json()["items"]
    assert [(entry["actor"], entry["object"]) for entry in line] == [
        (f"member:{site.owner_id}", mine[site.admin_id])
    ]


async def test_another_teams_checkout_is_refused(light_site: Site) -> None:
    body = {"team_id": light_site.other_team_id, "package": "starter"}
    answer = await light_site.ask("POST", "/api/stripe/create-checkout", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_another_teams_member_is_unknown_here(site: Site) -> None:
    await site.fund(5)
    members = await site.ask("GET", f"/api/teams/{site.other_team_id}/members", site.stranger)
    foreign = members.json()["items"][0]["member_id"]
    answer = await site.team("POST", "/credits/allocate", json={"member_id": foreign, "credits": 1})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await site.overview())["pool"] == 5


async def test_a_key_stops_working_with_its_role(site: Site) -> None:
    answer = await site.team("PATCH", f"/members/{site.admin_id}", json={"role": "member"})
    assert answer.json()["role"] == "member"
    assert (await site.team("GET", "/credits/overview", site.admin)).status_code == 401


async def test_only_a_whole_bearer_key_opens(light_site: Site) -> None:
    for header in ("", "Bearer", f"Basic {light_site.owner}", light_site.owner):
        answer = await light_site.http.get(
            f"/api/teams/{light_site.team_id}/members", headers={"Authorization": header}
        )
        assert answer.status_code == 401
