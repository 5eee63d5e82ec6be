"""The product starts, says where it answers, and stops as the contract has it."""

from pathlib import Path

import pytest

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
