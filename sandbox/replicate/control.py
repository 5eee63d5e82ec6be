"""The controls under `/control`: what becomes of jobs, what goes wrong, and what was asked; JSON in and out."""

from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.replicate.bodies import read_json
from sandbox.replicate.faults import Fault
from sandbox.replicate.jobs import Job
from sandbox.replicate.plans import Plan
from sandbox.replicate.refusals import Json, ReplicateRefusal, invalid_request, not_found
from sandbox.replicate.world import World

_LONGEST_WAIT = 60.0
_Act: TypeAlias = Callable[[str, Json], Any]


class Controls:
    """The control routes of one stand-in."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """Everything under `/control`."""
        posts: dict[str, _Act] = {
            "plans": lambda _id, given: self._world.plans.add(_read(Plan, given)),
            "plans/usual": self._set_usual,
            "plans/clear": lambda _id, _: self._world.plans.clear(),
            "release": self._release_all,
            "jobs/{id}/release": self._release,
            "faults": lambda _id, given: self._world.faults.add(_read(Fault, given)),
            "faults/clear": lambda _id, _: self._world.faults.clear(),
            "deliveries/{id}/resend": self._resend,
            "secret/roll": lambda _id, given: {
                "secret": self._world.courier.roll_secret(given.get("secret"))
            },
            "clock": self._wind,
            "limits": self._set_limits,
        }
        gets: dict[str, Callable[[Request], Awaitable[Any]]] = {
            "requests": self._show_requests,
            "jobs": self._show_jobs,
            "deliveries": self._show_deliveries,
            "quiet": self._wait_quiet,
        }
        return [
            *(Route(f"/control/{path}", _post(act), methods=["POST"]) for path, act in posts.items()),
            *(Route(f"/control/{path}", _get(show), methods=["GET"]) for path, show in gets.items()),
        ]

    def _set_usual(self, _id: str, given: Json) -> None:
        self._world.plans.usual = _read(Plan, given)

    def _release(self, job_id: str, given: Json) -> Json:
        job = self._world.jobs.get(job_id)
        if job is None:
            raise not_found()
        # What is released may come to another end than was planned.
        job.plan = _change(job.plan, given)
        job.released.set()
        return job.write()

    def _release_all(self, _id: str, given: Json) -> Json:
        held = [job for job in self._world.jobs.values() if job.held]
        for job in held:
            self._release(job.id, given)
        return {"released": [job.id for job in held]}

    def _resend(self, delivery_id: str, _given: Json) -> None:
        found = [row for row in self._world.records.deliveries if row.id == delivery_id]
        if not found:
            raise not_found()
        self._world.courier.send(found[0])

    def _wind(self, _id: str, given: Json) -> Json:
        self._world.clock.wind(float(given["seconds"]))
        return {"now": self._world.clock.now()}

    def _set_limits(self, _id: str, given: Json) -> None:
        self._world.limits.creates = int(given.get("creates", self._world.limits.creates))
        self._world.limits.others = int(given.get("others", self._world.limits.others))

    async def _show_requests(self, request: Request) -> list[Any]:
        asked, records = request.query_params, self._world.records
        return await self._collect(
            request, lambda: records.find_requests(asked.get("method"), asked.get("path"))
        )

    async def _show_jobs(self, request: Request) -> list[Any]:
        asked = request.query_params
        kind, status = asked.get("kind", "predictions"), asked.get("status")

        def find() -> list[Any]:
            found = [job for job in self._world.list_jobs(kind) if status in (None, job.status)]
            return [_show_job(job) for job in reversed(found) if "held" not in asked or job.held]

        return await self._collect(request, find)

    async def _show_deliveries(self, request: Request) -> list[Any]:
        asked, records = request.query_params, self._world.records
        found = await self._collect(
            request,
            lambda: records.find_deliveries(asked.get("event"), asked.get("about"), asked.get("state")),
        )
        return [row.write() for row in found]

    async def _collect(self, request: Request, look: Callable[[], list[Any]]) -> list[Any]:
        """What is there now; with `count`, wait up to `seconds` for that many."""
        count, seconds = _read_query(request, "count", 0), _read_query(request, "seconds", 10)

        def enough() -> list[Any] | None:
            found = look()
            return found if len(found) >= count else None

        found = await self._world.bell.wait_for(enough, min(seconds, _LONGEST_WAIT))
        if found is None:
            raise invalid_request(f"Waited {seconds:g} s for {count:g}; saw {len(look())}.", 408)
        return found

    async def _wait_quiet(self, request: Request) -> Json:
        """Until no webhook is on its way and every job has ended or is held."""
        seconds = min(_read_query(request, "seconds", 10), _LONGEST_WAIT)
        if not await self._world.bell.wait_for(lambda: True if self._is_quiet() else None, seconds):
            raise invalid_request(f"There was still something going on after {seconds:g} s.", 408)
        return {"quiet": True}

    def _is_quiet(self) -> bool:
        busy = any(not (job.ended or job.held) for job in self._world.jobs.values())
        return not busy and not self._world.records.find_deliveries(state="pending")


def _show_job(job: Job) -> Json:
    about = {"webhook": job.webhook, "events": list(job.events), "held": job.held}
    return {**job.write(), **about, "plan": vars(job.plan)}


def _read(kind: Callable[..., Any], given: Json) -> Any:
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if not set(given) <= set(known):
        raise invalid_request(f"These fields there are: {', '.join(known)}.", 422)
    return kind(**given)


def _change(plan: Plan, given: Json) -> Plan:
    return replace(plan, **given) if given else plan


def _post(act: _Act) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            given = await read_json(request) or {}
            if not isinstance(given, dict):
                raise invalid_request("The body must be a JSON object.", 422)
            done = act(request.path_params.get("id", ""), given)
        except (ReplicateRefusal, KeyError, TypeError, ValueError) as refusal:
            return _refuse(refusal)
        return JSONResponse({} if done is None else done)

    return respond


def _get(show: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            found = await show(request)
        except (ReplicateRefusal, ValueError) as refusal:
            return _refuse(refusal)
        return JSONResponse({"data": found} if isinstance(found, list) else found)

    return respond


def _refuse(refusal: Exception) -> Response:
    status = refusal.status if isinstance(refusal, ReplicateRefusal) else 422
    return JSONResponse({"error": str(refusal)}, status)


def _read_query(request: Request, name: str, default: float) -> float:
    return float(request.query_params.get(name, default))
