"""Shapes of generations: headshots, asking for them, changing them, and how they are used."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from core.domain.generations import PICTURES, GenerationStatus
from core.domain.styles import Style
from core.schemas.shapes import Answer, Ask


class Picture(Answer):
    """One stored picture; `url` (1024x1280) and `thumb_url` (256x320) are signed and good for 15 minutes."""

    n: int
    url: str
    thumb_url: str
    bytes: int


class Headshot(Answer):
    """A generation: `done` of `total` pictures are there; `pictures` only when one is asked for.

    `reason` is an English sentence and `reason_code` its stable code, both empty when there is nothing to explain.
    `thumb_url` is a small picture for lists: the favourite, else the first one; null while there is none.
    """

    headshot_id: str
    member_id: str
    style: Style
    status: GenerationStatus
    reason: str
    reason_code: str = ""
    done: int
    total: int = PICTURES
    favourite: int | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    thumb_url: str | None = None
    pictures: list[Picture] = Field(default_factory=list)


class HeadshotChange(Ask):
    """Cancel it, or choose the favourite picture (1 to 4; null for none)."""

    status: Literal["canceled"] | None = None
    favourite: Annotated[int, Field(strict=True, ge=1, le=PICTURES)] | None = None


class Redo(Ask):
    """Make a headshot again from the same photos, for one more credit; in the same style unless another is named."""

    style: Style | None = None


class Day(Answer):
    """What was asked for on one day (UTC) and what came of it; `seconds_to_ready` is the day's median."""

    day: date
    started: int
    completed: int
    failed: int
    canceled: int
    seconds_to_ready: float | None = None


class MemberUse(Answer):
    """What one member asked for in the same time."""

    member_id: str
    name: str
    started: int
    completed: int
    failed: int
    canceled: int


class Usage(Answer):
    """The last `days` days; `success_rate` is completed of completed and failed, `seconds_to_ready` the median."""

    since: datetime
    days: list[Day]
    members: list[MemberUse]
    success_rate: float | None
    seconds_to_ready: float | None
    seconds_to_ready_p95: float | None
