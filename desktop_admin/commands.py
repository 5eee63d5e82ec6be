"""The verbs of the command palette; every page adds its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Command:
    """`group` is its heading; `words` are found besides the title, and are not shown."""

    title: str
    run: Callable[[], object] = field(compare=False)
    group: str = ""
    hint: str = ""
    words: str = ""
    icon: str = ""


Provider = Callable[[], Iterable[Command]]


class Commands:
    """Asks every provider anew each time, so that members and ids are always those of now."""

    def __init__(self) -> None:
        self._providers: dict[str, Provider] = {}

    def provide(self, name: str, provider: Provider) -> None:
        """Add what gives commands, in place of the earlier one of this name."""
        self._providers[name] = provider

    def withdraw(self, name: str) -> None:
        """Take a provider out, as when its page is gone."""
        self._providers.pop(name, None)

    def search(self, text: str, limit: int = 50) -> list[Command]:
        """The commands that have every word of `text`, those that begin with it first."""
        wanted = text.casefold().split()
        found = [
            (_rank(command, wanted), place, command)
            for place, command in enumerate(c for give in self._providers.values() for c in give())
            if all(word in f"{command.title} {command.words} {command.group}".casefold() for word in wanted)
        ]
        return [command for _, _, command in sorted(found, key=lambda one: one[:2])[:limit]]


def _rank(command: Command, wanted: list[str]) -> int:
    title = command.title.casefold()
    if not wanted or title.startswith(wanted[0]):
        return 0
    return 1 if any(word.startswith(wanted[0]) for word in title.split()) else 2
