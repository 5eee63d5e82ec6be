"""What a script learns of a command: its exit code."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.processes import run_closeup


async def test_books_that_do_not_add_up_end_with_one(tmp_path: Path) -> None:
    env = {"CLOSEUP_DATA_DIR": str(tmp_path)}
    assert (await run_closeup(env, "init", "--team", "Acme", "--owner", "Ann"))[0] == 0
    assert (await run_closeup(env, "books"))[0] == 0
    with closing(sqlite3.connect(tmp_path / "closeup.db")) as database, database:
        database.execute("UPDATE accounts SET balance = 7 WHERE kind = 'pool'")
    code, output, errors = await run_closeup(env, "books", "--json")
    assert (code, errors) == (1, "")
    assert json.loads(output)["ok"] is False
    assert json.loads(output)["mismatches"]


async def test_a_demo_that_stops_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("not the demo's")
    code, output, _ = await run_closeup({"CLOSEUP_DATA_DIR": str(tmp_path)}, "demo", "--output", "mine")
    assert code == 1
    assert "Choose another" in output
    assert (tmp_path / "mine" / "letter.txt").exists()


async def test_wrong_words_end_with_two_and_one_sentence(tmp_path: Path) -> None:
    code, output, errors = await run_closeup(
        {"CLOSEUP_DATA_DIR": str(tmp_path)}, "serve", "--only", "nothing"
    )
    assert (code, output) == (2, "")
    assert len(errors.strip().splitlines()) == 1
