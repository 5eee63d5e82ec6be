"""A client for the stand-in's controls: decides what becomes of jobs, breaks things, and watches."""

from types import TracebackType
from typing import Any, Self

import httpx

from sandbox.outgoing import open_http

_Answer = dict[str, Any]


class FoundryRefused(Exception):  # noqa: N818 - it carries the stand-in's refusal
    """The stand-in said no, or something awaited did not come; the message says what."""


class Foundry:
    """Works one stand-in at `base_url`; use as `async with Foundry(url) as foundry`."""

    def __init__(self, base_url: str) -> None:
        self._http = open_http(base_url, timeout=70)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def plan_next(self, outcome: str = "succeeded", **more: object) -> None:
        """Decide what becomes of the next job: the fields of `plans.Plan`, `times` and `model` among them."""
        await self._post("plans", outcome=outcome, **more)

    async def plan_always(self, outcome: str = "succeeded", **more: object) -> None:
        """Decide what becomes of every job that no other plan is for."""
        await self._post("plans/usual", outcome=outcome, **more)

    async def clear_plans(self) -> None:
        """Everything succeeds at once again."""
        await self._post("plans/clear")

    async def release(self, job_id: str, **changes: object) -> _Answer:
        """Let a held job go on, to another end when `changes` of its plan say so."""
        return await self._post(f"jobs/{job_id}/release", **changes)

    async def release_all(self, **changes: object) -> list[str]:
        """Let every held job go on; gives their ids."""
        released: list[str] = (await self._post("release", **changes))["released"]
        return released

    async def break_next(self, kind: str, **narrowed: object) -> None:
        """Plan a fault (kinds in `faults.py`): `times`, `method`, `path`, `event`, `seconds`, `copies`."""
        await self._post("faults", kind=kind, **narrowed)

    async def clear_faults(self) -> None:
        """Nothing goes wrong any more."""
        await self._post("faults/clear")

    async def resend(self, delivery_id: str) -> None:
        """Deliver a recorded webhook once more, under its id."""
        await self._post(f"deliveries/{delivery_id}/resend")

    async def roll_secret(self, secret: str | None = None) -> str:
        """A new signing secret; the old one signs beside it."""
        return str((await self._post("secret/roll", secret=secret))["secret"])

    async def wind_clock(self, seconds: float) -> float:
        """Jump ahead: deadlines pass, data is removed. Gives the stand-in's new Unix time."""
        return float((await self._post("clock", seconds=seconds))["now"])

    async def set_limits(self, *, creates: int | None = None, others: int | None = None) -> None:
        """Change how many requests a minute may have."""
        await self._post("limits", creates=creates, others=others)

    async def list_requests(self, *, method: str | None = None, path: str | None = None) -> list[_Answer]:
        """API requests and downloads so far, oldest first."""
        return await self._list("requests", method=method, path=path)

    async def wait_requested(
        self,
        *,
        method: str | None = None,
        path: str | None = None,
        count: int = 1,
        seconds: float = 10,
    ) -> list[_Answer]:
        """Wait for that many requests; raises FoundryRefused when they do not come."""
        return await self._list("requests", method=method, path=path, count=count, seconds=seconds)

    async def list_jobs(self, *, kind: str = "predictions", status: str | None = None) -> list[_Answer]:
        """Predictions (or `trainings`) so far, oldest first, with webhook, events and plan."""
        return await self._list("jobs", kind=kind, status=status)

    async def wait_jobs(
        self,
        *,
        kind: str = "predictions",
        status: str | None = None,
        held: bool = False,
        count: int = 1,
        seconds: float = 10,
    ) -> list[_Answer]:
        """Wait until that many jobs have this status, or are held; raises FoundryRefused."""
        only = "yes" if held else None
        return await self._list("jobs", kind=kind, status=status, held=only, count=count, seconds=seconds)

    async def list_deliveries(
        self,
        event: str | None = None,
        *,
        about: str | None = None,
        state: str | None = None,
    ) -> list[_Answer]:
        """Webhooks so far; `about` is a job's id, `state` pending, delivered, failed or lost."""
        return await self._list("deliveries", event=event, about=about, state=state)

    async def wait_delivered(
        self,
        event: str | None = None,
        *,
        about: str | None = None,
        count: int = 1,
        seconds: float = 10,
        state: str = "delivered",
    ) -> list[_Answer]:
        """Wait until that many webhooks were taken (or came to another state); raises FoundryRefused."""
        asked = {"event": event, "about": about, "state": state}
        return await self._list("deliveries", **asked, count=count, seconds=seconds)

    async def wait_quiet(self, *, seconds: float = 10) -> None:
        """Wait until no webhook is on its way and every job has ended or is held."""
        _read(await self._http.get("/control/quiet", params={"seconds": seconds}))

    async def _post(self, path: str, /, **given: object) -> _Answer:
        body = {name: value for name, value in given.items() if value is not None}
        return _read(await self._http.post(f"/control/{path}", json=body))

    async def _list(self, path: str, /, **asked: str | float | None) -> list[_Answer]:
        params = {name: value for name, value in asked.items() if value is not None}
        rows: list[_Answer] = _read(await self._http.get(f"/control/{path}", params=params))["data"]
        return rows


def _read(answer: httpx.Response) -> _Answer:
    body: _Answer = answer.json()
    if answer.is_error:
        raise FoundryRefused(str(body.get("error", answer.status_code)))
    return body
