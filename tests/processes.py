"""Starts `closeup` as people do, as a process of its own, and stops it gently or not."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from tests.weights import MODELS

ROOT: Final = Path(__file__).resolve().parent.parent
RELEASE: Final = "TEST_RELEASE_DIR"
READY: Final = "closeup ready"  # and " on http://..." where it takes requests
_START_SECONDS = 60  # imports of a cold disk on a loaded CI machine
_STOP_SECONDS = 10  # the contract's limit for SIGTERM


class NotReadyError(Exception):
    """The process ended or fell silent before its ready line; the message ends with its standard error."""


@dataclass
class Running:
    """A started `closeup`: where it answers, what it printed, and the file of its standard error."""

    process: asyncio.subprocess.Process
    errors: Path
    url: str = ""
    lines: list[str] = field(default_factory=list)

    async def kill9(self) -> None:
        """End it as a power cut would, at once and without warning."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    async def terminate(self) -> int:
        """Send SIGTERM and give the exit code; raises TimeoutError after the contract's 10 seconds."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_STOP_SECONDS):
            return await self.process.wait()

    def read_errors(self) -> str:
        """What it has written to standard error so far."""
        return self.errors.read_text(errors="replace")


@contextlib.asynccontextmanager
async def start_closeup(env: Mapping[str, str], *arguments: str) -> AsyncIterator[Running]:
    """Run `closeup serve` (or other `arguments`) and wait until it is ready; killed at the end of the block.

    `env` needs CLOSEUP_DATA_DIR; CLOSEUP_BIND is a free port of 127.0.0.1 unless given. Nothing else of this
    process's environment gets through. Raises NotReadyError.
    """
    running = await _spawn(env, arguments or ("serve",))
    reader = None
    try:
        await _wait_until_ready(running)
        reader = asyncio.create_task(_collect_lines(running))
        yield running
    finally:
        await running.kill9()
        if reader is not None:
            await reader


async def run_closeup(env: Mapping[str, str], *arguments: str, seconds: float = 60) -> tuple[int, str, str]:
    """Run a command of `closeup` to its end: exit code, standard output, standard error."""
    process = await _create_process(env, arguments, asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(seconds):
            output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, output.decode(), errors.decode()


async def _spawn(env: Mapping[str, str], arguments: tuple[str, ...]) -> Running:
    errors = _data_folder(env) / "stderr.log"
    with errors.open("ab") as log:
        return Running(await _create_process(env, arguments, log), errors)


async def _create_process(
    env: Mapping[str, str], arguments: tuple[str, ...], errors: int | IO[bytes]
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(_find_root(env) / "closeup.py"),
        *arguments,
        cwd=_data_folder(env),
        env=_write_environment(env),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
    )


def _find_root(env: Mapping[str, str]) -> Path:
    """Whose code runs: this checkout's, unless `env` names the folder of another release."""
    return Path(env.get(RELEASE, ROOT))


def _data_folder(env: Mapping[str, str]) -> Path:
    folder = Path(env["CLOSEUP_DATA_DIR"])
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "models").exists():
        (folder / "models").symlink_to(MODELS)
    return folder


def _write_environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    paths = os.pathsep.join([str(ROOT / "tests" / "confined"), str(_find_root(env))])
    ours = {"PYTHONPATH": paths, "PYTHONUNBUFFERED": "1", "CLOSEUP_BIND": "127.0.0.1:0"}
    return kept | ours | {"QT_QPA_PLATFORM": "offscreen"} | dict(env)


async def _wait_until_ready(running: Running) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_START_SECONDS):
            async for line in _read_lines(running):
                if line.startswith(READY):
                    running.url = line.partition(" on ")[2]
                    return
    raise NotReadyError(f"closeup did not get ready: {running.lines[-5:]} {running.read_errors()[-2000:]}")


async def _collect_lines(running: Running) -> None:
    async for _ in _read_lines(running):
        pass


async def _read_lines(running: Running) -> AsyncIterator[str]:
    output = running.process.stdout
    while output and (line := await output.readline()):
        running.lines.append(line.decode(errors="replace").rstrip("\n"))
        yield running.lines[-1]
