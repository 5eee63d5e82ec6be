"""The lab: every picture is opened, judged and rendered here, in processes of its own, off the event loop."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from core.domain.photos import PhotoProblem
from core.domain.refusals import Refusal
from core.domain.styles import Style
from core.photos.frames import Message
from core.photos.lanes import Lane
from core.photos.models import check_models, has_likeness
from core.photos.selfie import CheckedPhoto, Face, PhotoPrint, SelfieFacts
from core.photos.workers import Worker, WorkerLost

# A check takes about 0.1 s of a core and a headshot about 1 s; the rest is for a machine with much else to do, which
# must not have a good photo called too heavy.
CHECK_WORK: Final = 20  # seconds of a core
CHECK_SECONDS: Final = 90.0
RENDER_SECONDS: Final = 240.0
IDLE_SECONDS: Final = 30.0
# Whoever answers a chat goes before the photo that it is about, and that before headshots, which take long anyway.
CHECK_NICENESS, RENDER_NICENESS = 10, 15
HARD_FILE: Final = ("died", "memory", "time")


class PhotoWorkFailed(Refusal):
    """A picture could not be worked on for a reason that is not the person's; `why` is a short word for the log."""

    code, status = "photo_work_failed", 500
    sentence = "The picture could not be worked on."
    mend = "Try again; if it happens again, choose another photo."

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class Lab:
    """Checks and renders pictures; may be used from several event loops and must be closed."""

    def __init__(self, models_dir: Path, workers: int, idle_seconds: float = IDLE_SECONDS) -> None:
        # A stranger's file has a process to itself. Headshots are made of our own JPEGs and share one process, because
        # the mask's network is most of its memory: two at once in 390 MB instead of 700 MB.
        self.checks = Lane(lambda: Worker(models_dir, 1, CHECK_NICENESS), workers, 1, idle_seconds)
        self.renders = Lane(
            lambda: Worker(models_dir, workers, RENDER_NICENESS), workers, workers, idle_seconds
        )
        self.can_embed = has_likeness(models_dir)

    async def check(self, data: bytes, seen: Sequence[PhotoPrint] = ()) -> CheckedPhoto | PhotoProblem:
        """Judge one sent file; `seen` are the prints of the photos already taken.

        A file that kills its worker, or needs too much memory or time, is `too_heavy`. Raises PhotoWorkFailed on a
        fault of our own.
        """
        task = {"task": "check", "seen": [(print_.sha256, print_.dhash) for print_ in seen]}
        try:
            answer, jpeg = await self._examine(task, data)
        except WorkerLost as lost:
            if lost.why in HARD_FILE:
                return PhotoProblem.TOO_HEAVY
            raise PhotoWorkFailed(lost.why) from None
        if "problem" in answer:
            return PhotoProblem(answer["problem"])
        return CheckedPhoto(SelfieFacts.from_json(answer["facts"]), jpeg)

    async def render(self, selfie: bytes, face: Face, style: Style, index: int, seed: int) -> bytes:
        """Make headshot number `index` (0-3) of a generation from a normalised selfie; returns a 1024x1280 JPEG.

        The same arguments give the same picture. Raises PhotoWorkFailed when it cannot be made.
        """
        task = {"task": "render", "face": asdict(face), "style": style.value, "index": index, "seed": seed}
        try:
            _, jpeg = await asyncio.wrap_future(self.renders.submit(task, selfie, RENDER_SECONDS))
        except WorkerLost as lost:
            raise PhotoWorkFailed(lost.why) from None
        return jpeg

    async def frame(self, data: bytes) -> bytes | PhotoProblem:
        """Make a headshot, a 1024x1280 JPEG, of a picture that a provider made, or say what is wrong with it.

        It is opened as a stranger's file is. Raises PhotoWorkFailed on a fault of our own.
        """
        try:
            answer, jpeg = await self._examine({"task": "frame"}, data)
        except WorkerLost as lost:
            if lost.why in HARD_FILE:
                return PhotoProblem.TOO_HEAVY
            raise PhotoWorkFailed(lost.why) from None
        return PhotoProblem(answer["problem"]) if "problem" in answer else jpeg

    async def embed(self, jpeg: bytes) -> list[float] | None:
        """The 128 numbers of the face in a picture of ours; None when there is not exactly one that counts.

        Only where `can_embed` says so: the face model is optional. Raises PhotoWorkFailed when it cannot be worked on.
        """
        try:
            answer, _ = await self._examine({"task": "embed"}, jpeg)
        except WorkerLost as lost:
            raise PhotoWorkFailed(lost.why) from None
        return answer.get("embedding")

    async def _examine(self, task: dict[str, Any], data: bytes) -> Message:
        head = {**task, "seconds": CHECK_WORK}
        return await asyncio.wrap_future(self.checks.submit(head, data, CHECK_SECONDS))

    def close(self) -> None:
        """End every worker, whatever it is doing."""
        self.checks.close()
        self.renders.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_lab(models_dir: Path, workers: int = 2) -> Lab:
    """Open the lab; its processes start with the first task. Raises ModelsMissing when a weight file is not right."""
    return Lab(check_models(models_dir), workers)
