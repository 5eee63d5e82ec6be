"""Hold and settle through the product's ledger, beside pgbench doing the same statements then and there."""

import itertools
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator

from core.store.engine import Store
from tests.bench.books import MEMBERS, TEAMS, check_books, fill_books, hold, open_books, settle
from tests.bench.figures import Figure, compare, compare_most
from tests.bench.pgbench import CONNECTIONS, Run, run_pgbench, summarise, take_median
from tests.databases import open_postgresql, open_sqlite_files

NAMES = ("ledger.postgres", "ledger.postgres.p99", "ledger.sqlite")
_PAIRS = 5  # alternating, since a shared machine's speed drifts within a minute
_SECONDS = 3
_WARM_UP_SECONDS = 1.0


def measure() -> Iterator[Figure]:
    """The ledger on PostgreSQL with 8 connections in one process, and on SQLite with one writer."""
    with open_postgresql(durable=True) as servers, servers.open_fresh() as url, open_sqlite_files() as files:
        server = open_books(url)
        fill_books(server)
        pairs = list(_measure_pairs(server, url, CONNECTIONS, "p"))
        yield from _compare("ledger.postgres", pairs, least=0.8)
        yield _compare_p99(pairs)
        with files.open_fresh() as file:
            store = open_books(file)
            fill_books(store)
            yield from _compare("ledger.sqlite", list(_measure_pairs(store, url, 1, "s")), least=0.5)
            store.close()
        check_books(server)
        server.close()


def _measure_pairs(store: Store, peer: str, threads: int, label: str) -> Iterator[tuple[Run, Run]]:
    run_ledger(store, threads, _WARM_UP_SECONDS, f"{label}w")
    run_pgbench(peer, 1)
    for number in range(_PAIRS):
        yield run_ledger(store, threads, _SECONDS, f"{label}{number}"), run_pgbench(peer, _SECONDS)
        check_books(store)


def run_ledger(store: Store, threads: int, seconds: float, label: str) -> Run:
    """Hold and settle in `threads` for `seconds`, each unit for a random member; `label` keeps ids apart."""
    took: list[list[float]] = [[] for _ in range(threads)]
    started = time.perf_counter()
    workers = [
        threading.Thread(target=_work, args=(store, f"{label}_{n}_", started + seconds, took[n]))
        for n in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return summarise(list(itertools.chain(*took)), time.perf_counter() - started)


def _work(store: Store, label: str, deadline: float, took: list[float]) -> None:
    chance = random.Random(label)
    for number in itertools.count():
        begun = time.perf_counter()
        if begun >= deadline:
            return
        team = f"t{chance.randrange(TEAMS)}"
        _do_unit(store, f"{label}{number}", team, f"{team}m{chance.randrange(MEMBERS)}")
        took.append((time.perf_counter() - begun) * 1000)


def _do_unit(store: Store, generation: str, team: str, member: str) -> None:
    store.change(lambda tx: hold(tx, generation, team, member))
    store.change(lambda tx: settle(tx, generation))


def _ratio(pairs: list[tuple[Run, Run]], read: Callable[[Run], float]) -> float:
    return statistics.median(read(ours) / read(peer) for ours, peer in pairs)


def _compare(name: str, pairs: list[tuple[Run, Run]], *, least: float) -> Iterator[Figure]:
    ours, peer = (take_median(runs) for runs in zip(*pairs, strict=True))
    yield compare(name, ours.rate, "units/s", peer.rate, _ratio(pairs, lambda run: run.rate), least=least)


def _compare_p99(pairs: list[tuple[Run, Run]]) -> Figure:
    ours, peer = (take_median(runs) for runs in zip(*pairs, strict=True))
    ratio = _ratio(pairs, lambda run: run.p99)
    return compare_most("ledger.postgres.p99", ours.p99, "ms", peer.p99, ratio, most=3)
