"""How a team uses its credits: per day, per member, success rate and time to ready."""

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row

from core.domain.generations import GenerationStatus
from core.store import usage as rows
from core.store.engine import Tx

SAMPLE: Final = 10_000  # the newest; a year of a busy team, read in well under a second


@dataclass(frozen=True, slots=True)
class Use:
    """What was asked for under `key` (a day or a member's id) and what came of it so far."""

    key: str
    started: int
    completed: int
    failed: int
    canceled: int


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Since `since`; rates are None while nothing ended. Times are in seconds, `day_seconds` the median of each day."""

    since: datetime
    days: list[Use]
    members: list[Use]
    success_rate: float | None
    median_seconds: float | None
    p95_seconds: float | None
    day_seconds: dict[str, float]


def report_usage(tx: Tx, team_id: str, days: int) -> UsageReport:
    """The last `days` days of a team, today included."""
    since = (tx.now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    by_day = _gather(rows.count_by_day(tx, team_id, since))
    times = rows.list_seconds_to_ready(tx, team_id, since, SAMPLE)
    seconds = sorted(taken for _, taken in times)
    return UsageReport(
        since=since,
        days=by_day,
        members=_gather(rows.count_by_member(tx, team_id, since)),
        success_rate=_rate(by_day),
        median_seconds=statistics.median(seconds) if seconds else None,
        p95_seconds=seconds[(len(seconds) - 1) * 95 // 100] if seconds else None,
        day_seconds=_find_medians(times),
    )


def _find_medians(times: Iterable[tuple[str, float]]) -> dict[str, float]:
    by_day: dict[str, list[float]] = defaultdict(list)
    for day, taken in times:
        by_day[day].append(taken)
    return {day: statistics.median(taken) for day, taken in by_day.items()}


def _gather(counts: Iterable[Row[Any]]) -> list[Use]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in counts:
        found[str(row.key)][row.status] = int(row.number)
    return [_sum_up(key, by_status) for key, by_status in found.items()]


def _sum_up(key: str, by_status: dict[str, int]) -> Use:
    ends = (GenerationStatus.COMPLETED, GenerationStatus.FAILED, GenerationStatus.CANCELED)
    return Use(key, sum(by_status.values()), *(by_status.get(end.value, 0) for end in ends))


def _rate(uses: list[Use]) -> float | None:
    """Completed of completed and failed: who canceled was not failed."""
    completed, failed = sum(u.completed for u in uses), sum(u.failed for u in uses)
    return completed / (completed + failed) if completed + failed else None
