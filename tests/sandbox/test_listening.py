"""Stand-ins listen on a real socket, answer at once and stop at once."""

import asyncio
import socket
import time

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sandbox.listening import listen


async def _echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(await request.body())


async def _hold(_request: Request) -> PlainTextResponse:
    await asyncio.Event().wait()
    return PlainTextResponse("never")


APP = Starlette(routes=[Route("/echo", _echo, methods=["POST"]), Route("/hold", _hold)])


async def test_small_answers_are_not_held_back() -> None:
    took = []
    async with listen(APP) as url, httpx.AsyncClient(base_url=url, trust_env=False) as client:
        for _ in range(15):
            begun = time.perf_counter()
            assert (await client.post("/echo", content=b"hello")).text == "hello"
            took.append(time.perf_counter() - begun)
    # Without TCP_NODELAY on the server's side every single one takes more than 40 ms.
    assert sorted(took)[3] < 0.03


async def test_leaving_cuts_what_is_still_open(caplog: pytest.LogCaptureFixture) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        async with listen(APP) as url:
            held = asyncio.create_task(client.get(f"{url}/hold"))
            await asyncio.wait([held], timeout=0.2)
            assert not held.done()
        async with asyncio.timeout(2):
            assert (await held).is_server_error
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{url}/hold")
    assert [record.message for record in caplog.records if record.name == "uvicorn.error"] == []


async def test_a_client_cut_off_in_its_request_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    ended = asyncio.Event()

    async def take(request: Request) -> PlainTextResponse:
        try:
            return PlainTextResponse(await request.body())
        finally:
            ended.set()

    async with listen(Starlette(routes=[Route("/take", take, methods=["POST"])])) as url:
        _, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(b"POST /take HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\nhalf of it")
        await writer.drain()
        writer.close()
        async with asyncio.timeout(5):
            await ended.wait()
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
            assert (await client.post("/take", content=b"whole")).text == "whole"
    assert [record.message for record in caplog.records if record.name == "uvicorn.error"] == []


async def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        async with listen(APP, port=taken.getsockname()[1]):
            pass
