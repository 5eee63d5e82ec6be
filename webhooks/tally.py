"""Counts requests and writes Prometheus's text format."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Tally:
    """How many requests each route answered, by status; safe in threads."""

    def __init__(self) -> None:
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._seconds: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered; `route` is the pattern, never the address with its ids."""
        with self._lock:
            self._answers[method, route, status] += 1
            self._seconds[method, route] += seconds  # type: ignore[assignment] # a Counter of floats

    def write(self) -> Iterable[str]:
        """The lines of both counters."""
        with self._lock:
            answers, seconds = sorted(self._answers.items()), sorted(self._seconds.items())
        yield "# TYPE closeup_http_requests_total counter"
        for (method, route, status), number in answers:
            yield write_sample(
                "closeup_http_requests_total", number, method=method, route=route, status=status
            )
        yield "# TYPE closeup_http_seconds_total counter"
        for (method, route), took in seconds:
            yield write_sample("closeup_http_seconds_total", round(took, 6), method=method, route=route)


def write_gauge(name: str, label: str, values: Mapping[str, int]) -> Iterable[str]:
    """The lines of a gauge with one label."""
    yield f"# TYPE {name} gauge"
    for key, value in sorted(values.items()):
        yield write_sample(name, value, **{label: key})


def write_sample(name: str, value: float, **labels: str | int) -> str:
    """One line of the format; label values are escaped as it wants."""
    written = ",".join(f'{key}="{_escape(str(text))}"' for key, text in labels.items())
    return f"{name}{{{written}}} {value}"


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
