"""Predictions and trainings: what was asked, how far it is, and how the API shows it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.replicate.clock import write_time
from sandbox.replicate.plans import Plan
from sandbox.replicate.refusals import Json
from sandbox.replicate.shelf import Model, Version

ENDED = frozenset({"succeeded", "failed", "canceled", "aborted"})
DEFAULT_EVENTS = ("output", "completed")
HIDDEN = "hidden"


@dataclass
class Job:
    """One prediction, or a training when it has a destination. Times in Unix seconds.

    `base` is the address of this stand-in as its asker knows it; `deadline` is None when none was asked.
    """

    id: str
    model: Model
    version: Version
    shown_version: str
    given: Json
    base: str
    created: float
    plan: Plan
    webhook: str | None = None
    events: tuple[str, ...] = DEFAULT_EVENTS
    deadline: float | None = None
    destination: Model | None = None
    status: str = "starting"
    output: Any = None
    error: str | None = None
    logs: str = ""
    started: float | None = None
    completed: float | None = None
    data_removed: bool = False
    addresses: list[str] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    held: bool = False
    task: asyncio.Task[None] | None = None

    @property
    def kind(self) -> str:
        """`predictions` or `trainings`, as the paths call them."""
        return "trainings" if self.destination else "predictions"

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more, but for the removal of data."""
        return self.status in ENDED

    def write(self) -> Json:
        """Render as the API does; what is not known yet is left out."""
        shown = {
            "id": self.id,
            "model": f"{self.model.owner}/{self.model.name}",
            "version": self.shown_version,
            "input": self.given,
            "logs": self.logs,
            "error": self.error,
            "status": self.status,
            "created_at": write_time(self.created),
            "source": "api",
            "urls": self._write_urls(),
            **self._write_times(),
        }
        if self.destination:
            return shown | ({"output": self.output} if self.output else {})
        return shown | {"output": self.output, "data_removed": self.data_removed}

    def _write_urls(self) -> Json:
        here = f"{self.base}/v1/{self.kind}/{self.id}"
        return {"web": f"https://replicate.com/p/{self.id}", "get": here, "cancel": f"{here}/cancel"}

    def _write_times(self) -> Json:
        known = {"started_at": self.started, "completed_at": self.completed, "deadline": self.deadline}
        shown: Json = {name: write_time(at) for name, at in known.items() if at is not None}
        if self.completed is not None:
            shown["metrics"] = self._write_metrics(self.completed)
        return shown

    def _write_metrics(self, completed: float) -> Json:
        metrics: Json = {"total_time": round(completed - self.created, 6)}
        if self.started is not None:
            metrics["predict_time"] = round(completed - self.started, 6)
        if self.addresses:
            metrics["image_count"] = len(self.addresses)
        return metrics
