"""Pictures of the Usage page in light and dark, over every span and in every state."""

import math
from datetime import timedelta
from pathlib import Path

import pytest

from core.schemas.generations import Day, MemberUse, Usage
from desktop_admin.api.errors import make_offline
from desktop_admin.pages.usage.page import UsagePage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import MEMBERS, Driver
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]


def open_usage(console: Driver, mode: ThemeMode, size: tuple[int, int] = (1440, 900)) -> UsagePage:
    console.context.theme.choose(mode)
    console.window.resize(*size)
    page = console.open_page("usage")
    assert isinstance(page, UsagePage)
    console.context.feed.stop()
    page.report.unwatch()
    page.report._soon.stop()
    console.wait_until(lambda: page.report._call is None)
    return page


def make_usage(console: Driver, span: int) -> Usage:
    """A made-up report, quiet at weekends, with a bad day now and then."""
    since = console.context.clock().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
        days=span - 1
    )
    days = [make_day(since.date() + timedelta(days=n), n) for n in range(span) if n % 7 < 5]
    members = [
        MemberUse(
            member_id=f"member_{n}", name=name, started=31 - 6 * n, completed=29 - 7 * n, failed=n, canceled=2
        )
        for n, name in enumerate([*MEMBERS[:3], "🙂 <b>Zoë</b>", "علي حسن"])
    ]
    return Usage(
        since=since,
        days=days,
        members=members,
        success_rate=0.964,
        seconds_to_ready=72.4,
        seconds_to_ready_p95=131,
    )


def make_day(day: object, n: int) -> Day:
    completed, failed = round(6 + 5 * math.sin(n / 2.3)), int(n % 6 == 4)
    return Day.model_validate(
        {
            "day": day,
            "started": completed + failed + n % 2,
            "completed": completed,
            "failed": failed,
            "canceled": n % 2,
            "seconds_to_ready": 60 + 25 * math.sin(n / 3) if completed else None,
        }
    )


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("span", [7, 30, 366])
def test_usage_over_a_span(
    console: Driver, mode: ThemeMode, size: tuple[int, int], span: int, shots: Path
) -> None:
    page = open_usage(console, mode, size)
    page.report.days = span
    page.spans.preset(str(span))
    page.report.data = make_usage(console, span)
    page.report.changed.emit()
    page.used.chart.choose(span // 2)
    if span == 30:
        page.times.twin.click()
    check_picture(keep_picture(console.window, shots, f"usage-{span}-{size[0]}", mode), console.window)


@pytest.mark.parametrize("state", ["loading", "empty", "error", "offline"])
@pytest.mark.parametrize("mode", MODES)
def test_usage_in_other_states(console: Driver, mode: ThemeMode, state: str, shots: Path) -> None:
    page = open_usage(console, mode)
    page.report.data = None if state in {"loading", "error"} else make_usage(console, 30)
    if state == "empty":
        assert page.report.data is not None
        page.report.data = page.report.data.model_copy(update={"days": [], "members": []})
    elif state in {"error", "offline"}:
        page.report.error = make_offline()
        console.context.api.client.silent.emit(page.report.error)
    page.report.changed.emit()
    settle(console.bot, page)
    check_picture(keep_picture(console.window, shots, f"usage-{state}", mode), console.window)
