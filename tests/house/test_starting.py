"""The product starts, says where it answers, and stops as the contract has it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from sqlalchemy import URL, make_url

from tests.databases import migrate
from tests.postgresql import start_postgresql
from tests.processes import run_closeup, start_closeup

ENDED_BY_KILL = -9


@pytest.fixture
def env(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"CLOSEUP_DATA_DIR": str(tmp_path), "DATABASE_URL": database_url}


async def test_serve_stops_when_asked_to(env: dict[str, str]) -> None:
    async with start_closeup(env) as running:
        assert running.url.startswith("http://127.0.0.1:")
        assert not running.url.endswith(":0"), "the port that was really taken"
        assert await running.terminate() == 0
    assert "Traceback" not in running.read_errors()


async def test_serve_starts_again_after_kill_9(env: dict[str, str]) -> None:
    async with start_closeup(env) as running:
        await running.kill9()
        assert running.process.returncode == ENDED_BY_KILL
    async with start_closeup(env) as running:
        assert await running.terminate() == 0


@pytest.mark.parametrize("arguments", [("serve", "--only", "nothing"), ("fly",), ("init", "--team", "Acme")])
async def test_wrong_arguments_are_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    code, output, errors = await run_closeup({"CLOSEUP_DATA_DIR": str(tmp_path)}, *arguments)
    assert (code, output) == (2, "")
    assert errors.strip()
    assert "Traceback" not in errors
    assert "Usage" not in errors


@pytest.mark.usefixtures("postgresql_databases")  # it says whether there can be a server at all
async def test_serve_stops_in_time_without_its_database(tmp_path: Path) -> None:
    """What its threads wait for does not come any more; whoever stops it must not wait with them."""
    async with AsyncExitStack() as stack:
        with start_postgresql() as url:
            migrate(url)
            env = {"CLOSEUP_DATA_DIR": str(tmp_path), "DATABASE_URL": url}
            running = await stack.enter_async_context(start_closeup(env))
        async with httpx.AsyncClient(base_url=running.url, trust_env=False) as http:
            assert (await http.get("/healthz")).status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert await running.terminate() == 0


async def test_serve_stops_in_time_while_its_database_hangs(postgresql_url: str, tmp_path: Path) -> None:
    """Nothing says that it is gone: whoever asked it waits for ever."""
    async with _open_relay(make_url(postgresql_url)) as (url, hang, has_asked):
        env = {"CLOSEUP_DATA_DIR": str(tmp_path), "DATABASE_URL": url}
        async with start_closeup(env) as running:
            hang.set()
            async with asyncio.timeout(30):
                await has_asked.wait()
            assert await running.terminate() == 0


@asynccontextmanager
async def _open_relay(server: URL) -> AsyncIterator[tuple[str, asyncio.Event, asyncio.Event]]:
    """A way to the database that hangs once told to, and says when something was asked then."""
    hang, has_asked = asyncio.Event(), asyncio.Event()

    async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if hang.is_set():
                has_asked.set()
            else:
                target.write(data)
        target.close()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, beyond = await asyncio.open_connection(server.host, server.port)
        await asyncio.gather(pump(reader, beyond), pump(behind, writer), return_exceptions=True)

    async with await asyncio.start_server(relay, "127.0.0.1") as listening:
        port = listening.sockets[0].getsockname()[1]
        yield server.set(port=port).render_as_string(hide_password=False), hang, has_asked
