"""Around every request: plain problem documents, safe headers, bounded bodies, limited guesses, faults kept inside."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import httpx
import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message
from structlog.testing import capture_logs

from core.domain.refusals import TooManyRequests
from tests.webhooks.site import TELEGRAM_SECRET, Site
from webhooks.guards import CountedBody
from webhooks.serving import AddressTaken, serve_http

JSON = {"Content-Type": "application/json"}


def read_problem(answer: httpx.Response) -> tuple[int, str]:
    """The status and code of a problem document that has everything it should."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["detail"].endswith(".")
    assert problem["title"]
    assert problem["type"] == f"urn:closeup:problem:{problem['code']}"
    return answer.status_code, problem["code"]


async def test_unknown_addresses_and_methods_are_problems(light_site: Site) -> None:
    assert read_problem(await light_site.http.get("/nothing")) == (404, "not_found")
    wrong = await light_site.http.put("/api/auth/exchange")
    assert read_problem(wrong) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "headers", "says"),
    [
        (b"{", JSON, "The body is not valid JSON."),
        (b"[1]", JSON, "JSON object"),
        (b'"x"', JSON, "JSON object"),
        (b"", JSON, "The body is missing."),
        (b'{"code": "x"}', {"Content-Type": "text/plain"}, "application/json"),
        (b"\xff\xfe", JSON, "The body is not valid JSON."),
        (b"[" * 30_000, JSON, "cannot be read"),
        (b'{"kode": 1}', JSON, "`code` is missing."),
        (b'{"code": 12}', JSON, "`code` must be a text."),
        (b'{"code": "hunter2hunter2", "x": 1}', JSON, "`x` is not known here."),
        (b'{"code": ""}', JSON, "`code` is empty."),
    ],
)
async def test_a_malformed_body_is_explained(
    light_site: Site, body: bytes, headers: dict[str, str], says: str
) -> None:
    answer = await light_site.http.post("/api/auth/exchange", content=body, headers=headers)
    assert read_problem(answer) == (422, "malformed")
    assert says in answer.json()["detail"]
    assert "hunter2" not in answer.text


async def test_every_answer_carries_the_safe_headers(light_site: Site) -> None:
    for path in ("/healthz", "/nothing", "/checkout/success", "/openapi.json"):
        headers = (await light_site.http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "server" not in headers


async def test_guesses_are_limited_for_each_address(light_site: Site) -> None:
    answers = [await light_site.http.post("/api/auth/exchange", json={"code": f"AAAA{n}"}) for n in range(11)]
    assert [a.status_code for a in answers] == [401] * 10 + [429]
    assert read_problem(answers[-1]) == (429, "too_many_requests")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


async def test_requests_are_limited_for_each_key(light_site: Site) -> None:
    mine = (await light_site.team("GET", "/keys")).json()["items"]
    key_id = next(key["key_id"] for key in mine if key["is_yours"])
    requests = light_site.app.state.context.requests
    with suppress(TooManyRequests):
        while True:  # as if the key had been used as often as it may
            requests.demand(key_id)
    answer = await light_site.team("GET", "/members")
    assert read_problem(answer) == (429, "too_many_requests")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert (await light_site.team("GET", "/members", light_site.admin)).status_code == 200


async def test_a_large_json_body_is_refused(light_site: Site) -> None:
    body = json.dumps({"code": "x" * 70_000})
    answer = await light_site.http.post("/api/auth/exchange", content=body, headers=JSON)
    assert read_problem(answer) == (413, "too_large")


async def test_a_strangers_upload_is_refused_without_being_read(light_site: Site) -> None:
    read = 0

    async def drip() -> Any:
        nonlocal read
        for _ in range(5000):
            read += 64 * 1024
            yield b"x" * 64 * 1024

    path = f"/api/teams/{light_site.team_id}/headshots/generate"
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    try:
        answer = await light_site.http.post(path, content=drip(), headers=kind)
    except (
        httpx.TransportError
    ):  # cut off while it was still sending, after what we are willing to throw away
        assert read < 100 * 1024 * 1024
    else:
        assert answer.status_code == 401


async def test_a_body_that_never_comes_is_given_up() -> None:
    async def wait() -> Message:
        await asyncio.Event().wait()
        return {}

    body = CountedBody(wait, limit=10, seconds=0.05, length=9)
    with pytest.raises(HTTPException) as refused:
        await body.receive()
    assert refused.value.status_code == 408


async def test_a_fault_says_nothing_of_its_reason(light_site: Site) -> None:
    async def fail() -> None:
        raise RuntimeError("secret=hunter2")

    light_site.app.add_api_route("/fault", fail)
    with capture_logs() as lines:
        answer = await light_site.http.get("/fault")
    assert read_problem(answer) == (500, "fault")
    assert answer.json()["detail"] == "Something went wrong on our side."
    assert "hunter2" not in answer.text + str(lines)
    assert [(line["error"], line["fault_id"]) for line in lines] == [
        ("RuntimeError", answer.json()["fault_id"])
    ]


async def test_telegram_updates_are_recorded_before_they_are_acknowledged(light_site: Site) -> None:
    recorded: list[dict[str, Any]] = []

    async def record(update: dict[str, Any]) -> None:
        recorded.append(update)

    async def send(secret: str, content: bytes = b'{"update_id": 1}') -> int:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        return (
            await light_site.http.post("/api/telegram/webhook", content=content, headers=headers)
        ).status_code

    assert await send(TELEGRAM_SECRET) == 503
    light_site.app.state.record_telegram = record
    assert [await send(secret) for secret in ("", "wrong", f"{TELEGRAM_SECRET}x")] == [400] * 3
    assert [await send(TELEGRAM_SECRET, body) for body in (b"", b"{", b"[]")] == [400] * 3
    assert recorded == []
    assert await send(TELEGRAM_SECRET) == 200
    assert recorded == [{"update_id": 1}]


async def test_health_tells_each_part(light_site: Site) -> None:
    light_site.app.state.part_states = lambda: {"jobs": "ok", "telegram": "off"}
    answer = await light_site.http.get("/healthz")
    assert answer.json() == {
        "ok": True,
        "parts": {"database": "ok", "storage": "ok", "jobs": "ok", "telegram": "off"},
    }
    light_site.app.state.part_states = lambda: {"jobs": "stuck"}
    assert (await light_site.http.get("/healthz")).json()["ok"] is False


async def test_metrics_count_requests_by_route_and_show_the_books(light_site: Site) -> None:
    await light_site.fund(5)
    await light_site.overview()
    text = (await light_site.http.get("/metrics")).text
    route = 'method="GET",route="/api/teams/{team_id}/credits/overview",status="200"'
    assert f"closeup_http_requests_total{{{route}}} 1" in text
    assert 'closeup_credits{account="pool"} 5' in text


async def test_a_taken_port_is_one_sentence(light_site: Site) -> None:
    port = light_site.http.base_url.port
    assert port is not None
    with pytest.raises(AddressTaken, match=f"Port {port} on 127.0.0.1 cannot be used."):
        await serve_http(light_site.app, "127.0.0.1", port)


async def test_stopping_does_not_wait_for_ever(light_site: Site) -> None:
    entered = asyncio.Event()

    async def hang() -> None:
        entered.set()
        await asyncio.Event().wait()

    light_site.app.add_api_route("/hang", hang)
    serving = await serve_http(light_site.app, "127.0.0.1", 0)
    async with httpx.AsyncClient(base_url=serving.url, timeout=20) as http, asyncio.timeout(10):
        asked = asyncio.create_task(http.get("/hang"))
        await entered.wait()
        await serving.stop()
        assert read_problem(await asked) == (503, "stopping")


async def test_stopping_finishes_what_runs(light_site: Site) -> None:
    entered, may_answer = asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        entered.set()
        await may_answer.wait()
        return "done"

    light_site.app.add_api_route("/slow", slow)
    serving = await serve_http(light_site.app, "127.0.0.1", 0)
    async with httpx.AsyncClient(base_url=serving.url) as http:
        asked = asyncio.create_task(http.get("/slow"))
        await entered.wait()
        stopping = asyncio.create_task(serving.stop())
        may_answer.set()
        assert (await asked).json() == "done"
        await stopping
        with pytest.raises(httpx.ConnectError):
            await http.get("/healthz")
