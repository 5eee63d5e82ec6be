"""The bare handlers that the chat is measured beside: what the frameworks alone need for an acknowledgement.

`python -m tests.bench.peers fastapi PORT PATH` and `python -m tests.bench.peers bolt` run one until it is ended.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import httpx

from tests.postgresql import find_free_port
from tests.processes import ROOT

START_SECONDS: Final = 30.0


@contextlib.asynccontextmanager
async def serve_bare_fastapi(path: str) -> AsyncIterator[str]:
    """A FastAPI application whose only route reads the body and answers; its address."""
    port = find_free_port()
    url = f"http://127.0.0.1:{port}"
    async with _run("fastapi", str(port), path):
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(base_url=url, trust_env=False) as client:
            while not await _answers(client, path):  # noqa: ASYNC110 - a process that starts announces nothing
                await asyncio.sleep(0.05)
        yield url


@contextlib.asynccontextmanager
async def serve_bare_bolt(env: Mapping[str, str]) -> AsyncIterator[None]:
    """A Bolt application on a socket, with a listener that does nothing; it may not be connected yet."""
    async with _run("bolt", env=env):
        yield


@contextlib.asynccontextmanager
async def _run(*arguments: str, env: Mapping[str, str] | None = None) -> AsyncIterator[None]:
    command = [sys.executable, "-m", "tests.bench.peers", *arguments]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ, **(env or {})})
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def _answers(client: httpx.AsyncClient, path: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return (await client.post(path, json={})).is_success
    return False


def _run_fastapi(port: int, path: str) -> None:
    import uvicorn
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post(path)
    async def take(request: Request) -> dict[str, bool]:
        await request.json()
        return {"received": True}

    uvicorn.run(app, port=port, log_config=None, access_log=False)


async def _run_bolt() -> None:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    base = os.environ["SLACK_API_BASE"]
    app = AsyncApp(
        client=AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=base), signing_secret="made-up"
    )

    @app.event("message")
    async def hear(body: dict[str, Any]) -> None:
        del body

    handler = AsyncSocketModeHandler(
        app, os.environ["SLACK_APP_TOKEN"], web_client=AsyncWebClient(base_url=base)
    )
    await handler.start_async()  # type: ignore[no-untyped-call] # the library gives no types here


if __name__ == "__main__":
    if sys.argv[1] == "fastapi":
        _run_fastapi(int(sys.argv[2]), sys.argv[3])
    else:
        asyncio.run(_run_bolt())
