"""One request, one effect: a whole use case in one transaction, remembered under its Idempotency-Key."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from core.schemas.shapes import Answer
from core.services.access import Actor, answer_once
from core.store.engine import Tx
from webhooks.context import Context

A = TypeVar("A", bound=Answer)


async def change_once(
    house: Context, actor: Actor, key: str | None, request: dict[str, Any], work: Callable[[Tx], A]
) -> dict[str, Any]:
    """The answer of `work`, done once for `key`; `request` tells one request from another.

    A repeated key gets the remembered answer word for word, so this gives JSON and not a shape.
    """

    def remember(tx: Tx) -> dict[str, Any]:
        return answer_once(tx, actor, key, request, lambda: work(tx).model_dump(mode="json"))

    return await house.core.store.change(remember)


def describe_request(action: str, subject: str, ask: BaseModel | None = None) -> dict[str, Any]:
    """What makes two requests the same: the action, what it is about and what was sent."""
    return {"action": action, "subject": subject, "ask": ask.model_dump(mode="json") if ask else None}
