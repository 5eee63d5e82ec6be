"""Headshots without a window: counts, news of the first page, pictures that are none, names of files."""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from PySide6.QtCore import QPersistentModelIndex, QSize
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.domain.generations import GenerationStatus as Status
from core.domain.styles import Style
from core.schemas.generations import Headshot
from core.schemas.shapes import Page
from desktop_admin.models.columns import Column
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.generations.pictures import decode_picture
from desktop_admin.pages.generations.saving import write_file_name
from desktop_admin.stores.headshots import HeadshotFilter, HeadshotsStore, count_headshots
from desktop_admin.stores.store import Phase
from desktop_admin.widgets.list_loader import Exporter
from tests.desktop_admin.unit.test_table_model import FATAL
from tests.desktop_admin.unit.wire import Wire, sign_in, write_answer

START = datetime(2026, 11, 1, tzinfo=UTC)
ALL = 1_000
asked: list[int] = []


def make_shot(number: int, member: str = "m1", style: Style = Style.CASUAL, done: int = 4) -> Headshot:
    return Headshot(
        headshot_id=f"h{number}",
        member_id=member,
        style=style,
        status=Status.COMPLETED if done == 4 else Status.RUNNING,
        reason="",
        done=done,
        favourite=None,
        created_at=START + timedelta(minutes=number),
        started_at=None,
        ended_at=None,
    )


def open_model(shots: Sequence[Headshot], cursor: str | None) -> TableModel[Headshot]:
    columns = [
        Column[Headshot]("id", "Id", lambda s: s.headshot_id),
        Column("done", "Done", lambda s: str(s.done)),
    ]
    model = TableModel(columns, lambda shot: shot.headshot_id)
    model.show(shots, cursor)
    return model


def list_ids(model: TableModel[Headshot]) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_each_count_is_what_its_choice_would_show() -> None:
    shots = [
        make_shot(1, "m1", Style.CASUAL),
        make_shot(2, "m1", Style.CASUAL, done=2),
        make_shot(3, "m1", Style.LINKEDIN),
        make_shot(4, "m2", Style.LINKEDIN),
    ]
    wanted = HeadshotFilter(style=Style.LINKEDIN, member_id="m1")
    counts = count_headshots(shots, wanted, is_whole=True)
    assert (counts.statuses[Status.COMPLETED], counts.statuses[Status.RUNNING]) == (1, 0)
    assert (counts.styles[Style.CASUAL], counts.styles[Style.LINKEDIN]) == (2, 1)
    assert (counts.members["m1"], counts.members["m2"]) == (1, 1)
    assert [shot.headshot_id for shot in shots if wanted.takes(shot)] == ["h3"]


def test_news_of_the_first_page_leave_the_further_ones(qtbot: QtBot) -> None:
    shots = [make_shot(number) for number in range(100, 0, -1)]
    model = open_model(shots[:20], "page 2")
    model.append(shots[20:60], "page 4")
    tester = QAbstractItemModelTester(model, FATAL)
    place = QPersistentModelIndex(model.index(40, 0))
    fresh = [make_shot(101, done=1), *shots[:4], *shots[5:20]]
    model.reconcile_head(fresh, "another page 2")
    assert list_ids(model) == [f"h{n}" for n in (101, *range(100, 96, -1), *range(95, 40, -1))]
    assert place.data() == "h60"
    assert model._cursor == "page 4", "scrolling goes on where it was"
    with qtbot.waitSignal(model.dataChanged):
        model.reconcile_head([make_shot(101, done=3), *fresh[1:]], "page 2")
    assert model.index(0, 1).data() == "3"
    del tester


def test_a_first_page_of_strangers_begins_anew(qtbot: QtBot) -> None:
    model = open_model([make_shot(n) for n in range(60, 0, -1)], "more")
    tester = QAbstractItemModelTester(model, FATAL)
    model.reconcile_head([make_shot(n) for n in range(900, 880, -1)], "next")
    assert list_ids(model) == [f"h{n}" for n in range(900, 880, -1)]
    model.reconcile_head([make_shot(900)], None)
    assert list_ids(model) == ["h900"]
    del tester


def write_image(width: int, height: int, kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 120, 80)).save(buffer, kind)
    return buffer.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", write_image(16, 16, "PNG"), SVG], ids=["none", "cut off", "png", "svg"]
)
def test_what_is_no_jpeg_is_none(data: bytes) -> None:
    """In a thread of its own Qt may not even look whether it is an SVG."""
    assert decode_picture(data, QSize(160, 200)).isNull()


def test_a_picture_is_decoded_small_and_a_huge_one_not_at_all() -> None:
    image = decode_picture(write_image(1024, 1280), QSize(160, 200))
    assert (image.width(), image.height()) == (160, 200)
    assert decode_picture(write_image(16, 16), QSize(160, 200)).width() == 16
    assert decode_picture(write_image(5000, 8), QSize(160, 200)).isNull()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Amara Okafor", "Amara Okafor - casual"),
        ("../../etc/passwd", "etcpasswd - casual"),
        ("<b>Zoe</b> 🙂", "bZoeb - casual"),
        ("نور", "نور - casual"),
        ("...", "headshot - casual"),
        ("x" * 300, "x" * 60 + " - casual"),
    ],
)
def test_a_name_of_a_file_holds_nothing_that_leads_elsewhere(name: str, begins: str) -> None:
    written = write_file_name(name, make_shot(1), 2)
    assert written == f"{begins} - h1-2.jpg"


def write_page(first: int, last: int) -> str:
    shots = [make_shot(1000 - number) for number in range(first, last)]
    cursor = str(last) if last < ALL else None
    return Page[Headshot](items=shots, next_cursor=cursor).model_dump_json()


def answer_pages(request: str) -> bytes:
    """A server of 1,000 headshots in pages of 200; the third page is asked for too soon."""
    found = re.search(r"cursor=(\d+)", request)
    first = int(found[1]) if found else 0
    asked.append(first)
    if asked.count(400) == 1 and first == 400:
        problem = (
            '{"type":"x","title":"x","status":429,"code":"too_many_requests","detail":"Wait.","mend":""}'
        )
        return write_answer("429 x", problem, "Retry-After: 1")
    return write_answer("200 OK", write_page(first, first + 200))


def test_the_export_loads_the_rest_first_and_waits_when_told_to(qtbot: QtBot) -> None:
    asked.clear()
    wire = Wire(answer_pages)
    store = HeadshotsStore(sign_in(wire.url), lambda: START)
    with qtbot.waitSignal(store.changed):
        store.refresh()
    assert store.data is not None
    model = open_model(store.data.items, store.data.next_cursor)
    saved: list[object] = []
    button = QPushButton("Export CSV")
    qtbot.addWidget(button)
    exporter = Exporter(
        button, model, store.fetch_more, lambda: saved.append(model.rowCount()), saved.append, model
    )
    exporter.run()
    assert not button.isEnabled()
    qtbot.waitUntil(lambda: bool(saved), timeout=20_000)
    assert saved == [ALL]
    assert asked == [0, 200, 400, 400, 600, 800]
    assert (button.text(), button.isEnabled()) == ("Export CSV", True)


def test_another_filter_shows_nothing_of_the_last_one_when_it_fails(qtbot: QtBot) -> None:
    wire = Wire(lambda request: None if "status=failed" in request else answer_pages(request))
    store = HeadshotsStore(sign_in(wire.url, timeout_ms=300), lambda: START)
    with qtbot.waitSignal(store.changed):
        store.refresh()
    assert store.data is not None
    assert len(store.data.items) == 200
    with qtbot.waitSignal(store.changed):
        store.choose(HeadshotFilter(status=Status.FAILED))
    assert (store.phase, store.data.items) == (Phase.OFFLINE, [])
