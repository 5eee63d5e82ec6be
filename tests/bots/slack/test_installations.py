"""Installed workspaces: sealed where pictures are, and found by every machine of the installation."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.slack.installations import Installations, open_key
from bots.slack.workspaces import Workspace
from core.clock import make_id, read_system_clock
from core.gateways.files import DiskFiles, open_files
from core.store.engine import open_store
from core.store.threads import ThreadedStore


@pytest.fixture
def machines(database_url: str) -> Iterator[list[ThreadedStore]]:
    """Two machines at one database."""
    opened = [ThreadedStore(open_store(database_url, read_system_clock, make_id)) for _ in range(2)]
    yield opened
    for store in opened:
        store.close()


async def open_installations(store: ThreadedStore, files: DiskFiles) -> Installations:
    return Installations(store, files, await open_key(store))


async def test_a_workspace_installed_on_one_machine_is_known_on_another(
    machines: list[ThreadedStore], tmp_path: Path
) -> None:
    files = open_files(tmp_path / "files")
    here, there = await asyncio.gather(*(open_installations(store, files) for store in machines))
    await here.save("T1", Workspace("xoxb-made-up", "U1"))
    assert await there.find("T1") == Workspace("xoxb-made-up", "U1")
    stored = [path.read_bytes() for path in files.root.rglob("*") if path.is_file()]
    assert len(stored) == 1
    assert b"xoxb-made-up" not in stored[0]


async def test_what_was_sealed_elsewhere_is_no_installation(
    machines: list[ThreadedStore], tmp_path: Path
) -> None:
    files = open_files(tmp_path / "files")
    files.put("slack/installations/T1", b"sealed with another key")
    assert await (await open_installations(machines[0], files)).find("T1") is None
