"""Who gets the last credit: 400 spends at once from 8 processes, on a member who has 50."""

import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from threading import Barrier

from sqlalchemy.exc import DBAPIError

from core.domain.refusals import NotEnoughCredits
from core.store.engine import Store
from tests.bench.books import check_books, fill_books, hold, open_books
from tests.bench.figures import Figure
from tests.databases import Databases, open_postgresql, open_sqlite_files

NAMES = ("race.last_credit", "race.last_credit.errors")
_CREDITS = 50
_PROCESSES = 8
_SPENDS = 50  # in each process, so 400
_THREADS = 10  # in each process, more than the connections a process of the product keeps busy


def measure() -> Iterator[Figure]:
    """How many spends were granted, on the database where the answer is further from 50."""
    with open_postgresql(durable=True) as servers, open_sqlite_files() as files:
        races = [_race(databases) for databases in (servers, files)]
    worst = max((granted for granted, _ in races), key=lambda count: abs(count - _CREDITS))
    errors = sum(errors for _, errors in races)
    yield Figure(
        name="race.last_credit",
        value=worst,
        unit="granted",
        limit=_CREDITS,
        ratio=worst / _CREDITS,
        goal=f"exactly {_CREDITS}",
        holds=worst == _CREDITS,
    )
    yield Figure(
        name="race.last_credit.errors",
        value=errors,
        unit="errors",
        limit=0,
        ratio=None,
        goal="0",
        holds=not errors,
    )


def _race(databases: Databases) -> tuple[int, int]:
    """Spends granted, and those that ended neither granted nor refused, on a fresh database."""
    with databases.open_fresh() as url:
        store = open_books(url)
        fill_books(store, team_count=1, member_count=1, credits_=_CREDITS)
        # Started afresh and not forked: an open database must not be shared with a child.
        context = multiprocessing.get_context("spawn")
        with context.Manager() as manager, ProcessPoolExecutor(_PROCESSES, mp_context=context) as pool:
            start = manager.Barrier(_PROCESSES)
            runs = [pool.submit(spend_in_process, url, number, start) for number in range(_PROCESSES)]
            answers = Counter[str]()
            for run in runs:
                answers.update(run.result())
        check_books(store)
        store.close()
    granted = answers.pop("granted", 0)
    refused = answers.pop("refused", 0)
    for error, times in answers.items():
        sys.stderr.write(f"race: {times} x {error}\n")
    return granted, _PROCESSES * _SPENDS - granted - refused


def spend_in_process(url: str, number: int, start: Barrier) -> list[str]:
    """Spend one credit 50 times once every process is ready; what each spend came to."""
    store = open_books(url)
    start.wait()
    with ThreadPoolExecutor(_THREADS) as pool:
        answers = list(pool.map(lambda spend: _spend(store, f"r{number}_{spend}"), range(_SPENDS)))
    store.close()
    return answers


def _spend(store: Store, generation: str) -> str:
    try:
        store.change(lambda tx: hold(tx, generation, "t0", "t0m0"))
    except NotEnoughCredits:
        return "refused"
    except DBAPIError as error:
        return str(error.orig)[:60]
    return "granted"
