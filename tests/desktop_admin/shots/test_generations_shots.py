"""Pictures of the Generations page: table, gallery, drawer, viewer and the other states."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.generations import GenerationStatus as Status
from core.domain.styles import Style
from core.schemas.generations import Headshot
from core.schemas.shapes import Page as Answer
from desktop_admin.api.errors import make_offline
from desktop_admin.pages.generations.page import GenerationsPage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.headshots import open_maker
from tests.desktop_admin.served import Served
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]


@pytest.fixture(scope="module")
def filled(served: Served) -> Iterator[Served]:
    """The served team with a dozen sets in every state."""
    with open_maker(served) as maker:
        people = [one["member_id"] for one in served.ask("GET", "members")["items"] if one["allocated"]]
        for n in range(9):
            style = list(Style)[n % 4]
            maker.make(people[n % len(people)], style=style, favourite=1 + n % 4 if n % 3 == 0 else None)
        maker.make(people[1], Status.FAILED, Style.CASUAL)
        maker.make(people[2], Status.CANCELED, Style.CREATIVE)
        yield served


def open_generations(console: Driver, mode: ThemeMode) -> GenerationsPage:
    console.context.theme.choose(mode)
    page = console.open_page("generations")
    assert isinstance(page, GenerationsPage)
    console.wait_until(lambda: page.model.rowCount() > 0 and bool(page.members))
    console.wait_until(lambda: page.filters.chips.current == "all")
    return page


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_table_and_drawer(
    console: Driver, filled: Served, mode: ThemeMode, size: tuple[int, int], shots: Path
) -> None:
    console.window.resize(*size)
    page = open_generations(console, mode)
    name = f"generations-{size[0]}"
    check_picture(keep_picture(console.window, shots, name, mode), console.window)
    page.open_details(next(s for s in records(page) if s.status is Status.COMPLETED))
    details = page.details
    assert details is not None
    console.wait_until(lambda: all(not one.pixmap().isNull() for one in details.pictures))
    check_picture(keep_picture(console.window, shots, f"{name}-drawer", mode), console.window)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_gallery(
    console: Driver, filled: Served, mode: ThemeMode, size: tuple[int, int], shots: Path
) -> None:
    console.window.resize(*size)
    page = open_generations(console, mode)
    page.filters.gallery.click()
    console.wait_until(lambda: page.pictures.count >= 6)
    page.table.selectRow(1)
    check_picture(keep_picture(console.window, shots, f"gallery-{size[0]}", mode), console.window)
    page.gallery.selectAll()
    check_picture(keep_picture(console.window, shots, f"gallery-marked-{size[0]}", mode), console.window)


@pytest.mark.parametrize("mode", MODES)
def test_viewer_and_questions(console: Driver, filled: Served, mode: ThemeMode, shots: Path) -> None:
    page = open_generations(console, mode)
    shot = next(s for s in records(page) if s.status is Status.COMPLETED and s.favourite)
    viewer = page.open_viewer(shot)
    assert viewer is not None
    console.wait_until(lambda: viewer.count == 4)
    check_picture(keep_picture(viewer, shots, "viewer", mode), viewer)
    viewer.reject()
    failed = next(s for s in records(page) if s.status is Status.FAILED)
    page.open_details(failed)
    check_picture(keep_picture(console.window, shots, "generations-failed", mode), console.window)
    for dialog, name in ((page.verbs.delete(records(page)[:3]), "delete"), (page.verbs.redo(shot), "redo")):
        assert dialog is not None
        check_picture(keep_picture(dialog, shots, f"headshots-{name}", mode), dialog)
        dialog.reject()


@pytest.mark.parametrize("state", ["loading", "empty", "nothing", "error", "offline"])
@pytest.mark.parametrize("mode", MODES)
def test_other_states(console: Driver, filled: Served, mode: ThemeMode, state: str, shots: Path) -> None:
    page = open_generations(console, mode)
    put_into_state(console, page, state)
    settle(console.bot, page)
    check_picture(keep_picture(console.window, shots, f"generations-{state}", mode), console.window)


def records(page: GenerationsPage) -> list[Headshot]:
    return [page.model.record(row) for row in range(page.model.rowCount())]


def put_into_state(console: Driver, page: GenerationsPage, state: str) -> None:
    store = page.headshots
    data = store.data
    if state == "nothing":
        page.show_subject("queued")
        console.wait_until(lambda: store.shown.status is Status.QUEUED)
        return
    console.context.feed.stop()
    store.unwatch()
    if state == "empty":
        store.data = Answer[Headshot](items=[], next_cursor=None)
    elif state in {"error", "offline"}:
        store.error = make_offline()
        store.data = None if state == "error" else data
        if state == "offline":
            console.context.api.client.silent.emit(store.error)
    else:
        store.data = None
    store.changed.emit()
