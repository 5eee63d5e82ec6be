"""Starts `closeup` as a process of its own, as a person would, and talks to its HTTP API."""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx

READY = "closeup ready on "
READY_SECONDS = 60


class ProductFailed(Exception):  # noqa: N818 - the message is a sentence for the person at the terminal
    """The product did not do what the story needs; the message says what."""


async def run_command(env: Mapping[str, str], *words: str) -> str:
    """Run `closeup` with `words` to its end and give its standard output; ProductFailed when it fails."""
    process = await asyncio.create_subprocess_exec(
        *_command(),
        *words,
        env={**os.environ, **env},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    if process.returncode:
        raise ProductFailed(f"closeup {words[0]} failed: {errors.decode().strip() or out.decode().strip()}")
    return out.decode()


@contextlib.asynccontextmanager
async def serve(env: Mapping[str, str], log: Path) -> AsyncIterator[str]:
    """Run `closeup serve` for as long as a block lasts; its base URL. `log` gets its standard error."""
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *_command(), "serve", env={**os.environ, **env}, stdout=asyncio.subprocess.PIPE, stderr=errors
        )
    try:
        yield await _wait_until_ready(process, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _wait_until_ready(process: asyncio.subprocess.Process, log: Path) -> str:
    assert process.stdout is not None  # noqa: S101 - piped above
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(READY_SECONDS):
            while line := (await process.stdout.readline()).decode():
                if line.startswith(READY):
                    return line.removeprefix(READY).strip()
    raise ProductFailed(f"closeup serve did not get ready. It says: {log.read_text()[-500:]}")


def _command() -> tuple[str, ...]:
    return (sys.executable, "-m", "closeup")


class Admin:
    """An admin's console, as far as the story goes: typed calls on the HTTP API with a key."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False)
        self.team_id = ""

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def sign_in(self, code: str) -> str:
        """Exchange the one-time code; the admin's name."""
        answer = await self.call("POST", "/api/auth/exchange", {"code": code})
        self._http.headers["Authorization"] = f"Bearer {answer['key']}"
        self.team_id = answer["team_id"]
        return str(answer["member"]["name"])

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call; ProductFailed with the problem's own sentence when it is refused."""
        answer = await self._http.request(method, path, json=body)
        found: dict[str, Any] = json.loads(answer.content or b"{}")
        if answer.is_error:
            raise ProductFailed(str(found.get("detail", f"{path} answered {answer.status_code}")))
        return found

    async def ask_team(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call below the team's own address."""
        return await self.call(method, f"/api/teams/{self.team_id}/{path}", body)
