"""How long Slack takes for what it does later; every wait can be shortened."""

from dataclasses import dataclass, fields
from typing import Any

from sandbox.controls import ControlError


@dataclass
class Pace:
    """Waits in seconds. Slack's own: 3 to acknowledge, 3 per trigger, retries at once, after 60 and 300.

    `retry_seconds` are a sixtieth of Slack's by default, so that demos and tests are quick; an event waits
    `hold_seconds` for a first connection, `share_seconds` pass until a completed upload is in the channel.
    """

    ack_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 1.0, 5.0)
    hold_seconds: float = 360.0
    share_seconds: float = 0.05
    trigger_seconds: float = 3.0

    def change(self, body: dict[str, Any]) -> None:
        """Set some of the waits from the control API; raises ControlError 422."""
        names = sorted(field.name for field in fields(self))
        sentence = f"The waits are {', '.join(names)}, in seconds; retry_seconds is a list."
        if set(body) - set(names):
            raise ControlError(422, sentence)
        try:
            read = {name: _read_wait(name, value) for name, value in body.items()}
        except (TypeError, ValueError) as problem:
            raise ControlError(422, sentence) from problem
        for name, wait in read.items():
            setattr(self, name, wait)


def _read_wait(name: str, value: Any) -> float | tuple[float, ...]:
    return tuple(map(float, value)) if name == "retry_seconds" else float(value)
