"""What a provider tells of its work for a generation: recorded once, and the generation looks for itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.domain.generations import GenerationStatus
from core.services.generations import NEWS
from core.store import attempts, generations, purchases
from core.store.engine import Tx

SOURCE: Final = "replicate"
FORGET: Final = "forget"
BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class News:
    """One verified callback: its id, the job it is about and how that is, and our own word for it in the address."""

    callback_id: str
    provider_id: str
    status: str
    attempt_id: str | None
    body: bytes


def take_news(tx: Tx, news: News) -> str:
    """Record a callback and wake the generation it is about; `repeated`, `ignored` or `told`.

    It is a hint: what is true is asked of the provider by the generation itself.
    """
    if not purchases.add_callback(tx, SOURCE, news.callback_id, news.status, news.body):
        return "repeated"
    outcome = "told" if _wake(tx, news) else "ignored"
    purchases.settle_callback(tx, SOURCE, news.callback_id, outcome)
    return outcome


def _wake(tx: Tx, news: News) -> bool:
    attempt = attempts.find_attempt(tx, news.attempt_id, news.provider_id)
    generation = None if attempt is None else generations.find_generation(tx, attempt.generation_id)
    if generation is None or not GenerationStatus(generation.status).is_open:
        return False
    tx.jobs.send(tx.conn, generation.id, NEWS, {"kind": "provider"}, news.callback_id)
    return True


def forget_left_behind(tx: Tx, ended_before: datetime) -> None:
    """Try again where a provider could not be reached when a generation ended."""
    for generation_id in attempts.list_left_behind(tx, ended_before, BATCH):
        tx.jobs.enqueue(tx.conn, FORGET, tx.new_id("forget"), generation_id)


def forget_at_provider(tx: Tx, generation_id: str) -> None:
    """Have everything that a provider still has of a generation removed, surely, once this has committed."""
    if attempts.is_anything_left(tx, generation_id):
        tx.jobs.enqueue(tx.conn, FORGET, tx.new_id("forget"), generation_id)
