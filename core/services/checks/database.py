"""The database: whether it can be reached, is at this release's schema, and its books add up."""

import asyncio
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from core.clock import make_id, read_system_clock
from core.services.books import audit_books
from core.services.checks.finding import Check, tell_broken, tell_well
from core.settings import Settings
from core.store.engine import Store, open_store
from core.store.migrations import is_schema_current, is_schema_newer

CONNECT_SECONDS: Final = 4
NAME: Final = "database"
CHECK_URL: Final = "Check DATABASE_URL, and that the server runs."
NEWER: Final = "Start the newer release again, or put back the backup from before its upgrade."
KNOWN: Final = {"sqlite", "postgresql"}


async def check_database(settings: Settings) -> list[Check]:
    """Changes nothing: what is missing, the first start makes."""
    try:
        url = make_url(settings.database)
        kind = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        return [tell_broken(NAME, "DATABASE_URL is not the address of a database.", CHECK_URL)]
    if kind not in KNOWN:
        return [tell_broken(NAME, f"{kind} is not supported.", "Use PostgreSQL, or unset DATABASE_URL.")]
    return await asyncio.to_thread(_examine, url, kind)


def _examine(url: URL, kind: str) -> list[Check]:
    if kind == "sqlite" and not Path(url.database or "").exists():
        return [tell_well(NAME, "none yet", 'Run: closeup init --team "Acme" --owner "Ann"')]
    limited = url.update_query_dict({"connect_timeout": str(CONNECT_SECONDS)}) if kind != "sqlite" else url
    store = open_store(limited.render_as_string(hide_password=False), read_system_clock, make_id)
    try:
        return _examine_store(store, kind)
    except (SQLAlchemyError, OSError):
        return [tell_broken(NAME, f"The {_name(kind)} database cannot be opened.", CHECK_URL)]
    finally:
        store.close()


def _examine_store(store: Store, kind: str) -> list[Check]:
    if is_schema_current(store.engine):
        return [tell_well(NAME, f"{_name(kind)}, at this release's schema"), _audit(store)]
    if is_schema_newer(store.engine):
        told = f"{_name(kind)}, of a newer release than this one."
        return [tell_broken(NAME, told, NEWER)]
    if kind == "sqlite":
        return [tell_well(NAME, "SQLite, of an earlier release", "The next start brings it up to date.")]
    told = "PostgreSQL, not at this release's schema."
    return [tell_broken(NAME, told, "Run: closeup db upgrade")]


def _audit(store: Store) -> Check:
    found = store.read(audit_books)
    if found.ok:
        return tell_well("books", f"{found.teams} teams, {found.moves} moves: the books add up")
    told = f"{len(found.mismatches)} mismatches: the books do not add up."
    return tell_broken("books", told, "Run: closeup books")


def _name(kind: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind]
