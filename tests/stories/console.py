"""An admin at the HTTP API, as any outside program would be: keys, purchases, credits, invites."""

from typing import Any, Final

import httpx

from sandbox.stripe.till import Till

_SECONDS: Final = 30.0


class Console:
    """Signed in to one team; a call that is refused raises AssertionError with the problem's own sentence."""

    def __init__(self, url: str) -> None:
        self.http = httpx.AsyncClient(base_url=url, timeout=_SECONDS, trust_env=False)
        self.team_id = ""

    async def sign_in(self, code: str) -> dict[str, Any]:
        """Exchange the one-time code that `init` printed."""
        signed_in = await self.ask("POST", "/api/auth/exchange", {"code": code})
        self.http.headers["Authorization"] = f"Bearer {signed_in['key']}"
        self.team_id = signed_in["team_id"]
        return signed_in

    async def ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, once: str | None = None
    ) -> dict[str, Any]:
        """The answer to one call; `once` is its Idempotency-Key."""
        headers = {} if once is None else {"Idempotency-Key": once}
        answer = await self.http.request(method, path, json=body, headers=headers)
        found: dict[str, Any] = answer.json() if answer.content else {}
        assert answer.is_success, f"{path}: {answer.status_code} {found.get('detail')}"
        return found

    async def ask_team(
        self, method: str, path: str, body: dict[str, Any] | None = None, once: str | None = None
    ) -> dict[str, Any]:
        """One call below the team's own address."""
        return await self.ask(method, f"/api/teams/{self.team_id}/{path}", body, once)

    async def order(self, package: str = "starter", once: str | None = None) -> dict[str, Any]:
        """Open a checkout."""
        body = {"team_id": self.team_id, "package": package}
        return await self.ask("POST", "/api/stripe/create-checkout", body, once)

    async def buy(self, till: Till, package: str = "starter") -> dict[str, Any]:
        """Open a checkout, pay it and wait for the webhook to be taken; the checkout."""
        checkout = await self.order(package)
        visit = await till.pay(checkout["checkout_url"])
        assert visit.done, visit.sentence
        session_id = checkout["checkout_url"].rpartition("/")[2]
        await till.wait_delivered("checkout.session.completed", about=session_id, seconds=40)
        return checkout

    async def invite(self, name: str, credits_: int = 0) -> dict[str, Any]:
        """Enter a member by name and give them credits; `member_id` and the `code` of their own invite."""
        invited = await self.ask_team("POST", "members", {"name": name})
        member_id = invited["member"]["member_id"]
        if credits_:
            await self.ask_team("POST", "credits/allocate", {"member_id": member_id, "credits": credits_})
        return {"member_id": member_id, "code": invited["invite"]["code"]}

    async def overview(self) -> dict[str, Any]:
        """Where the credits are, checked to add up."""
        found = await self.ask_team("GET", "credits/overview")
        parts = found["pool"] + found["allocated"] + found["held"] + found["used"]
        assert found["purchased"] == parts
        return found

    async def read_member(self, member_id: str) -> dict[str, int]:
        """What one member holds: allocated, held, used."""
        members = {member["member_id"]: member for member in (await self.overview())["members"]}
        return {part: members[member_id][part] for part in ("allocated", "held", "used")}

    async def list_kinds(self, member_id: str | None = None) -> list[str]:
        """The kinds of the ledger's moves, oldest first, of one member if given."""
        narrowed = f"&member_id={member_id}" if member_id else ""
        ledger = await self.ask_team("GET", f"credits/ledger?limit=200{narrowed}")
        return [move["kind"] for move in reversed(ledger["items"])]

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()
