"""Run by test_polling as a process of its own: polls into an SQLite table, and dies at a chosen record.

python recorder.py URL DATABASE DIE_AT: SIGKILL itself right after record number DIE_AT is committed, before
Telegram can hear of it; 0 never.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from typing import Any

from bots.telegram.face import open_telegram
from sandbox.telegram.app import TOKEN


async def poll(url: str, database: str, die_at: int) -> None:
    table = sqlite3.connect(database, isolation_level=None)
    table.execute("CREATE TABLE IF NOT EXISTS inbox (key INTEGER PRIMARY KEY, text TEXT)")
    face = open_telegram(TOKEN, url)
    recorded = 0

    async def record(update: Mapping[str, Any]) -> None:
        nonlocal recorded
        row = (update["update_id"], update["message"]["text"])
        table.execute("INSERT INTO inbox VALUES (?, ?) ON CONFLICT DO NOTHING", row)
        recorded += 1
        if recorded == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    await face.poll(record, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(poll(sys.argv[1], sys.argv[2], int(sys.argv[3])))
