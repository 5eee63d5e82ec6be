"""The description of the API is true: requests made from it, good and bad, never break the server nor its own word."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.openapi.checks import UndefinedStatusCode
from schemathesis.specs.openapi import checks as conformance

from tests.webhooks.site import Site, give_key, open_site

T = TypeVar("T")
STREAMS: Final = {"/api/teams/{team_id}/events"}  # never ends; test_events.py reads it
EXAMPLES: Final = 6  # for each operation, good and bad ones each
CHECKS: Final = [
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
]


@dataclass(frozen=True)
class Served:
    """A site whose event loop turns in a thread of its own, so that a plain test can talk to it."""

    site: Site
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something on the site's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    """A site on SQLite with credits in the pool and a purchase."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="site")
    thread.start()
    stack = AsyncExitStack()
    try:
        opening = stack.enter_async_context(open_site(sqlite_url, tmp_path))
        served = Served(asyncio.run_coroutine_threadsafe(opening, loop).result(timeout=60), loop)
        served.run(served.site.fund(500))
        yield served
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(timeout=60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_nothing_made_from_the_description_breaks_the_server_or_its_word(served: Served) -> None:
    url = str(served.site.http.base_url)
    schema = schemathesis.openapi.from_url(f"{url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 30
    with requests.Session() as session:
        for operation in operations:
            if operation.path not in STREAMS:
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    _try_operation(served, operation, mode, session)


def _try_operation(served: Served, operation: Any, mode: GenerationMode, session: requests.Session) -> None:
    site = served.site
    key = served.run(
        give_key(site.core, site.owner_id)
    )  # of its own: one operation ends the key it came with
    known = {"team_id": site.team_id, "member_id": site.member_id}

    def check(case: Any) -> None:
        case.path_parameters.update({k: v for k, v in known.items() if k in case.path_parameters})
        headers = {"Authorization": f"Bearer {key}"}
        response = case.call_and_validate(session=session, headers=headers, checks=CHECKS, timeout=30)
        assert response.status_code != 500, (case.as_curl_command(), response.text)

    with suppress(Unsatisfiable) if mode is GenerationMode.NEGATIVE else nullcontext():
        # Nothing can be wrong with a request that takes nothing.
        _run(operation, mode, check)


def _run(operation: Any, mode: GenerationMode, check: Callable[[Any], None]) -> None:
    tried = settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    attempt = tried(given(operation.as_strategy(generation_mode=mode))(check))  # type: ignore[no-untyped-call] # of schemathesis
    attempt()


def test_the_checks_see_an_answer_that_is_not_described(served: Served) -> None:
    served.site.app.openapi()["paths"]["/healthz"]["get"]["responses"].pop("200")
    schema = schemathesis.openapi.from_url(f"{served.site.http.base_url}/openapi.json")
    case = schema["/healthz"]["GET"].Case()
    with pytest.raises(BaseExceptionGroup) as found:
        case.call_and_validate(checks=CHECKS)
    assert found.group_contains(UndefinedStatusCode)


async def test_the_description_tells_of_keys_refusals_and_repeats(light_site: Site) -> None:
    schema = (await light_site.http.get("/openapi.json")).json()
    assert schema["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    for path, methods in schema["paths"].items():
        for described in methods.values():
            refusals = described["responses"]["4XX"]["content"]
            assert set(refusals) == {"application/problem+json"}
            assert "Retry-After" in described["responses"]["429"]["headers"]
            is_open = path.startswith(("/api/files", "/healthz", "/metrics", "/api/auth/exchange")) or (
                path.count("/") == 3
                and "create-checkout" not in path
                and "sign-out" not in path
                and "{team_id}" not in path
            )
            assert ("security" in described) is not is_open, path


@pytest.mark.parametrize(
    "route",
    [
        "post /api/stripe/create-checkout",
        "post /api/teams/{team_id}/credits/allocate",
        "post /api/teams/{team_id}/credits/reassign",
        "post /api/teams/{team_id}/credits/reclaim",
        "post /api/teams/{team_id}/credits/auto-distribute",
        "post /api/teams/{team_id}/headshots/generate",
        "post /api/teams/{team_id}/headshots/{headshot_id}/redo",
        "patch /api/teams/{team_id}/headshots/{headshot_id}",
        "patch /api/teams/{team_id}/members/{member_id}",
        "delete /api/teams/{team_id}/members/{member_id}",
    ],
)
async def test_whatever_moves_credits_or_money_takes_an_idempotency_key(light_site: Site, route: str) -> None:
    method, path = route.split()
    described = (await light_site.http.get("/openapi.json")).json()["paths"][path][method]
    names = {(parameter["in"], parameter["name"]) for parameter in described["parameters"]}
    assert ("header", "Idempotency-Key") in names
