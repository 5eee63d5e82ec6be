"""A start takes up what a kill left unfinished only once it can be spoken to: nothing of it waits for that any more."""

import socket
from collections.abc import Sequence

import pytest
from sqlalchemy import create_engine, text

from tests.processes import run_closeup
from tests.stories.headshots import PICTURES, order_headshots, receive_headshots
from tests.stories.scene import Scene

pytestmark = pytest.mark.timeout(200)


async def test_a_start_that_cannot_listen_takes_up_no_work(
    empty_scene: Scene, selfies: Sequence[bytes]
) -> None:
    """Loading the web once held up the work that had just been taken up, for as long as a busy machine loads it."""
    scene = empty_scene
    async with scene.serve() as running:
        await scene.stock(10)
        async with scene.bring("Max") as (max_, member_id):
            await order_headshots(max_, selfies[:6])
            await scene.wait_for_picture(set())
            await running.kill9()
            tries = count_tries(scene)
            with take_port(scene):
                code, output, errors = await run_closeup(scene.env, "serve")
            assert (code, output) == (1, "")
            assert "cannot be used" in errors
            assert count_tries(scene) == tries
            async with scene.serve():
                assert len(await receive_headshots(max_)) == PICTURES
                assert await scene.console.list_kinds(member_id) == ["allocate", "hold", "settle"]
            assert count_tries(scene) == tries + 1


def take_port(scene: Scene) -> socket.socket:
    """Somebody else listens where the product would."""
    host, _, port = scene.env["CLOSEUP_BIND"].rpartition(":")
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((host, int(port)))
    taken.listen()
    return taken


def count_tries(scene: Scene) -> int:
    """How often the engine has begun the one generation."""
    url = scene.env["DATABASE_URL"]
    schema = "dbos." if url.startswith("postgresql") else ""
    engine = create_engine(url)
    with engine.connect() as conn:
        query = f"SELECT recovery_attempts FROM {schema}workflow_status WHERE name = 'generate'"
        tries = int(conn.execute(text(query)).scalar_one())
    engine.dispose()
    return tries
