"""The Usage page over HTTP: a headshot that a served team really makes is counted by itself."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from PySide6.QtCore import QLocale, Qt, QTimer

from core.schemas.generations import Day, MemberUse, Usage
from desktop_admin.models.csv import write_csv
from desktop_admin.pages.usage.days import (
    find_rate,
    list_completed,
    list_days,
    list_rates,
    list_times,
    write_rate,
    write_seconds,
)
from desktop_admin.pages.usage.members import tone_rate
from desktop_admin.pages.usage.page import UsagePage
from desktop_admin.stores.store import Phase
from sandbox.faces import draw_selfie
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.desktop_admin.watchdog import Watchdog

ENOUGH = 6
ENGLISH = QLocale("en_GB")


def open_usage(console: Driver) -> UsagePage:
    page = console.open_page("usage")
    assert isinstance(page, UsagePage)
    return page


def generate(served: Served) -> str:
    """Ask for a headshot of the first member who has credits; their name."""
    member = served.ask("GET", "members")["items"][1]
    photos = []
    for shot in range(ENOUGH):
        buffer = io.BytesIO()
        draw_selfie(3, shot, (900, 1200)).save(buffer, "JPEG", quality=90)
        photos.append(("photos", (f"photo-{shot}.jpg", buffer.getvalue(), "image/jpeg")))
    asked = {"style": "casual", "consent": "true", "member_id": member["member_id"]}
    path = f"/api/teams/{served.team_id}/headshots/generate"

    async def send() -> httpx.Response:
        return await served.scene.console.http.post(path, data=asked, files=photos, timeout=60)

    answer = served.background.run(send())
    assert answer.status_code == 202, answer.text
    return str(member["name"])


def test_nothing_yet_and_then_a_headshot_is_counted_by_itself(console: Driver, served: Served) -> None:
    page = open_usage(console)
    assert page.phase is Phase.EMPTY
    assert page.empty.title.text() == "No headshots in this time"
    console.click(page.empty.button)
    console.wait_until(page.empty.button.isHidden)
    assert (page.report.days, page.phase) == (366, Phase.EMPTY)
    name = generate(served)
    console.wait_until(lambda: page.phase is Phase.READY)
    assert page.members.model.list_texts()[0][:2] == (name, "1")
    console.bot.waitUntil(lambda: page.numbers.used.number.text() == "1", timeout=60_000)
    assert page.numbers.rate.number.text() == "100%"
    assert page.numbers.people.number.text() == "1"
    assert page.times.chart.points[-1].value is not None
    assert page.used.chart.points[-1].value == 1
    assert len(page.used.chart.points) == 366


def test_choosing_a_year_does_not_block_the_window(console: Driver) -> None:
    page = open_usage(console)
    console.wait_until(lambda: page.report.data is not None)
    console.context.feed.stop()
    # What blocks by itself does so every time; what a busy machine takes differs.
    seen = [time_year(console, page) for _ in range(3)]
    assert [] in seen, seen


def time_year(console: Driver, page: UsagePage) -> list[float]:
    """The times in milliseconds for which going from a month to a year blocked the window."""
    page.used.twin.setChecked(False)
    show_report(page, make_report(console, 30))
    console.wait_until(lambda: page.used.chart.isVisible() and len(page.used.chart.points) == 30)
    page.grab()  # the first showing lays the whole page out, as opening it does
    with Watchdog() as watchdog:
        show_report(page, make_report(console, 366))
        console.wait_until(lambda: len(page.used.chart.points) == 366)
        console.click(page.used.twin)
        console.wait_until(lambda: page.used.table.isVisible() and page.used.table.rowCount() == 366)
    return watchdog.blocks


def show_report(page: UsagePage, usage: Usage) -> None:
    """As when the server answers: from the event loop."""

    def take() -> None:
        page.report.data = usage
        page.report.changed.emit()

    QTimer.singleShot(0, page, take)


def make_report(console: Driver, span: int) -> Usage:
    today = console.context.clock().date()
    days = [
        Day(day=today - timedelta(days=n), started=9, completed=8, failed=1, canceled=0) for n in range(span)
    ]
    since = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=span - 1)
    return make_usage(since=since, days=days)


def test_spans_by_keyboard_and_each_chart_has_its_table(console: Driver, served: Served) -> None:
    if not served.ask("GET", "headshots")["items"]:
        generate(served)
    page = open_usage(console)
    console.wait_until(lambda: page.phase is Phase.READY)
    first = page.spans._chips["7"]
    first.setFocus()
    console.press(first, Qt.Key.Key_Space)
    console.wait_until(lambda: len(page.used.chart.points) == 7)
    assert console.context.settings.value("usage/days") in (7, "7")
    for card in (page.used, page.rates, page.times):
        console.press(card.twin, Qt.Key.Key_Space)
        assert card.table.isVisible()
        assert card.table.rowCount() == 7
    page.used.twin.click()
    page.used.chart.setFocus()
    console.press(page.used.chart, Qt.Key.Key_Left)
    assert page.used.chart.chosen == 6
    export = page.make_export()
    lines = write_csv(export.titles, export.list_texts()).decode("utf-8-sig").splitlines()
    assert lines[0] == "day,started,completed,failed,canceled,success_rate,seconds_to_ready"
    assert len(lines) == 8
    page.members.table.setFocus()
    page.members.table.selectRow(0)
    wanted: list[tuple[str, object]] = []
    console.context.shell.page_wanted.connect(lambda name, subject: wanted.append((name, subject)))
    console.press(page.members.table, Qt.Key.Key_Return)
    assert wanted == [("members", page.members.model.record(0).member_id)]


def make_usage(**fields: Any) -> Usage:
    days = [
        Day(day=date(2026, 11, 20), started=4, completed=3, failed=1, canceled=0, seconds_to_ready=61.4),
        Day(day=date(2026, 11, 22), started=2, completed=0, failed=0, canceled=2),
    ]
    empty = {"success_rate": None, "seconds_to_ready": None, "seconds_to_ready_p95": None}
    since = datetime(2026, 11, 19, tzinfo=UTC)
    return Usage.model_validate({"since": since, "days": days, "members": []} | empty | fields)


def test_days_without_anything_are_there_and_unknown_is_not_zero() -> None:
    days = list_days(make_usage(), date(2026, 11, 22))
    assert [point.value for point in list_completed(days, ENGLISH)] == [0, 3, 0, 0]
    assert [point.value for point in list_rates(days, ENGLISH)] == [None, 75, None, None]
    assert [point.shown_value for point in list_times(days, ENGLISH)] == ["-", "1 min 1 s", "-", "-"]
    assert list_rates(days, ENGLISH)[0].text == "19 Nov · nothing ended"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (0.44, "0.4 s"), (59.2, "59 s"), (60, "1 min 0 s"), (3725, "62 min 5 s")],
)
def test_seconds_as_people_read_them(seconds: float | None, text: str) -> None:
    assert write_seconds(seconds, ENGLISH) == text


@pytest.mark.parametrize(
    ("completed", "failed", "text", "tone"),
    [
        (0, 0, "-", "muted"),
        (1, 0, "100%", "ok"),
        (2, 1, "66.7%", "warn"),
        (4, 1, "80%", "ok"),
        (0, 3, "0%", "warn"),
    ],
)
def test_who_canceled_has_not_failed(completed: int, failed: int, text: str, tone: str) -> None:
    member = MemberUse(member_id="m", name="Ben", started=9, completed=completed, failed=failed, canceled=3)
    assert write_rate(find_rate(member), ENGLISH) == text
    assert tone_rate(member) == tone
