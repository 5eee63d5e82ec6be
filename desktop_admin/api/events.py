"""Reads the wire format of server-sent events, however the bytes are cut (https://html.spec.whatwg.org/#parsing-an-event-stream)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 1_000_000  # an event without an end must not fill the memory


@dataclass(frozen=True, slots=True)
class WireEvent:
    """One event as it was sent."""

    name: str
    data: str
    id: str


class EventReader:
    """Fed with bytes as they come; gives whole events."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, chunk: bytes) -> Iterator[WireEvent]:
        """Every event that these bytes complete."""
        self._waiting = (self._waiting + chunk).replace(b"\r\n", b"\n")
        *blocks, self._waiting = self._waiting.split(b"\n\n")
        self._waiting = self._waiting[-LONGEST:]
        for block in blocks:
            event = read_block(block.decode(errors="replace"))
            if event is not None:
                yield event


def read_block(block: str) -> WireEvent | None:
    """The event of one block of lines; None for comments alone."""
    fields: dict[str, list[str]] = {}
    for line in block.splitlines():
        name, _, value = line.partition(":")
        if name:
            fields.setdefault(name, []).append(value.removeprefix(" "))
    if not fields.keys() & {"event", "data"}:
        return None
    return WireEvent(
        name=(fields.get("event") or ["message"])[-1],
        data="\n".join(fields.get("data", [])),
        id=(fields.get("id") or [""])[-1],
    )
