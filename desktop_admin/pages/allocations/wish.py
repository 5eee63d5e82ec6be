"""One wish, one Idempotency-Key: kept while the same is tried again, new for anything else."""

from collections.abc import Callable


class Wish:
    """Gives the same intent for the same words until they are fulfilled."""

    def __init__(self, make_intent: Callable[[], str]) -> None:
        self._make_intent = make_intent
        self._intents: dict[tuple[object, ...], str] = {}

    def find_intent(self, *words: object) -> str:
        """The intent of this wish."""
        if words not in self._intents:
            self._intents[words] = self._make_intent()
        return self._intents[words]

    def fulfil(self, *words: object) -> None:
        """It is done: the same words are a new wish from now on."""
        self._intents.pop(words, None)
