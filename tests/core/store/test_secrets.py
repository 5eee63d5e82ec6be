"""Secrets that machines share: drawn once, whoever comes first, the same for all."""

from concurrent.futures import ThreadPoolExecutor

from core.clock import make_id, read_system_clock
from core.store.engine import open_store
from core.store.secrets import keep_secret


def test_machines_that_start_at_once_share_one_secret(database_url: str) -> None:
    stores = [open_store(database_url, read_system_clock, make_id) for _ in range(4)]

    def draw(n: int) -> str:
        return stores[n % 4].change(lambda tx: keep_secret(tx, "links", f"fresh {n}"))

    with ThreadPoolExecutor(8) as threads:
        drawn = set(threads.map(draw, range(16)))
    assert len(drawn) == 1
    assert stores[0].change(lambda tx: keep_secret(tx, "links", "later")) in drawn
    assert stores[0].change(lambda tx: keep_secret(tx, "slack", "another")) == "another"
    for store in stores:
        store.close()
