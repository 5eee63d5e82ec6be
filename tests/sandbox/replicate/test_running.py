"""`closeup sandbox` offers the stand-in, and what it prints is all that a client needs."""

import asyncio
import re
import signal
import sys
from pathlib import Path

from sandbox.replicate.foundry import Foundry
from tests.sandbox.replicate.conftest import BANANA, ONE_LOOP, list_outputs, open_client

pytestmark = ONE_LOOP

ROOT = Path(__file__).resolve().parents[3]
LAST = "REPLICATE_WEBHOOK_SECRET"


async def read_environment(output: asyncio.StreamReader) -> dict[str, str]:
    """Read the exported settings up to the last of Replicate's."""
    found: dict[str, str] = {}
    async for line in output:
        setting = re.fullmatch(r"export (\w+)=(\S+)\n", line.decode())
        if setting:
            found[setting[1]] = setting[2]
        if LAST in found:
            break
    return found


async def test_the_printed_environment_is_all_that_a_client_needs() -> None:
    command = (sys.executable, "-m", "closeup", "sandbox", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            found = await read_environment(process.stdout)
        base, token = found["REPLICATE_API_BASE"], found["REPLICATE_API_TOKEN"]
        async with open_client(base, token) as client, Foundry(base) as foundry:
            assert await list_outputs(client, BANANA, {"prompt": "a headshot"})
            assert (await client.webhooks.default.async_secret()).key == found[LAST]
            await foundry.wait_quiet()
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            assert await process.wait() == 0
