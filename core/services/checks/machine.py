"""This machine: its Python and SQLite, the data folder, the photo models, the address to listen on."""

import asyncio
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Final

import httpx

from core.photos.models import check_models, has_likeness
from core.services.checks.finding import Check, tell_broken, tell_well
from core.settings import Settings

PYTHONS: Final = ((3, 11), (3, 14))  # from, and below
SQLITE: Final = (3, 35)  # the first with RETURNING
LEAST_FREE: Final = 200 * 1024**2  # bytes; below it a generation or the database may not find room
LITTLE_FREE: Final = 2 * 1024**3
ANSWER_SECONDS: Final = 3.0
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared, never bound


async def check_versions() -> Check:
    """Python and SQLite."""
    python, sqlite = sys.version_info[:3], sqlite3.sqlite_version_info
    told = f"Python {'.'.join(map(str, python))}, SQLite {sqlite3.sqlite_version}"
    if not PYTHONS[0] <= python[:2] < PYTHONS[1]:
        return tell_broken("versions", told, "Use Python 3.11, 3.12 or 3.13.")
    if sqlite < SQLITE:
        return tell_broken("versions", told, "Use a Python with SQLite 3.35 or newer.")
    return tell_well("versions", told)


async def check_folder(folder: Path) -> list[Check]:
    """Whether the data folder can be written, and has room."""
    return await asyncio.to_thread(_try_folder, folder)


def _try_folder(folder: Path) -> list[Check]:
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place) as probe:
            probe.write(b"closeup")
            probe.flush()
    except OSError:
        mend = "Set CLOSEUP_DATA_DIR to a folder of this user, with room in it."
        return [tell_broken("data_folder", "It cannot be written.", mend)]
    told = "writable" if folder.exists() else "will be made at the first start"
    return [_check_privacy(folder, told), _check_room(shutil.disk_usage(place).free)]


def _check_privacy(folder: Path, told: str) -> Check:
    database = folder / "closeup.db"
    if os.name == "posix" and database.exists() and database.stat().st_mode & 0o077:
        return tell_well(
            "data_folder", "Others on this machine can read the database.", "Run: chmod 600 closeup.db"
        )
    return tell_well("data_folder", told)


def _check_room(free: int) -> Check:
    told = f"{free / 1024**3:.1f} GB free"
    if free < LEAST_FREE:
        return tell_broken("disk", told, "Make room where CLOSEUP_DATA_DIR is.")
    return tell_well("disk", told, "That is little: make room soon." if free < LITTLE_FREE else "")


async def check_weights(folder: Path) -> Check:
    """Whether the photo models are there and genuine; raises ModelsMissing."""
    await asyncio.to_thread(check_models, folder)
    optional = ", the optional face model too" if has_likeness(folder) else ""
    return tell_well("models", f"set up and genuine{optional}")


async def check_address(settings: Settings) -> Check:
    """Whether the address is free, or Closeup serves there already."""
    host, port = settings.bind
    told = f"{host}:{port}"
    problem = await asyncio.to_thread(_try_bind, host, port)
    if problem is None:
        return tell_well("address", f"{told} is free" if port else "takes a free port")
    if await is_closeup(f"http://{EVERYWHERE.get(host, host)}:{port}"):
        return tell_well("address", f"Closeup is serving on {told}")
    return tell_broken("address", f"{told} {problem}.", "Choose another CLOSEUP_BIND, or stop what is there.")


def _try_bind(host: str, port: int) -> str | None:
    """Why nobody can listen there, or None."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except socket.gaierror:
        return "is no address of this machine"
    except OSError:
        return "cannot be listened on: it is in use, or not ours"
    return None


async def check_public_url(settings: Settings) -> Check:
    """Whether the public address leads to a running Closeup; before `serve` it cannot."""
    url = settings.closeup_public_url
    if url is None:
        return tell_well("public_url", "off", "Set CLOSEUP_PUBLIC_URL for real Stripe pages and webhooks.")
    if await is_closeup(url):
        return tell_well("public_url", f"{url} leads to Closeup")
    told = f"{url} does not answer as Closeup from here."
    return tell_well("public_url", told, "Start closeup serve; if it runs, look at the proxy before it.")


async def is_closeup(url: str) -> bool:
    """Whether `url` answers /healthz as we do."""
    try:
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS) as http:
            found = (await http.get(f"{url}/healthz")).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False
    return isinstance(found, dict) and isinstance(found.get("parts"), dict)
