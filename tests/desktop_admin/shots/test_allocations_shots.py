"""Pictures of the Allocations page in light and dark, over its states."""

from pathlib import Path

import pytest

from desktop_admin.api.errors import make_offline
from desktop_admin.pages.allocations.page import AllocationsPage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]
STRANGE = "Зоя 🙂 <b>علي</b>"


@pytest.fixture(scope="module", autouse=True)
def _strange(served: Served) -> None:
    served.invite(STRANGE, 3)


def open_allocations(console: Driver, mode: ThemeMode, size: tuple[int, int] = SIZES[0]) -> AllocationsPage:
    console.context.theme.choose(mode)
    console.window.resize(*size)
    page = console.open_page("allocations")
    assert isinstance(page, AllocationsPage)
    console.wait_until(lambda: page.grid.model.rowCount() == 7)
    return page


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_grid_with_several_selected(
    console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path
) -> None:
    page = open_allocations(console, mode, size)
    for row in (1, 2):
        page.grid.table.selectRow(row) if row == 1 else page.grid.table.selectAll()
    check_picture(keep_picture(console.window, shots, f"allocations-ready-{size[0]}", mode), console.window)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_staged(console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path) -> None:
    page = open_allocations(console, mode, size)
    page.show_subject("distribute")
    console.wait_until(lambda: page.stage.preview.may_apply)
    check_picture(keep_picture(console.window, shots, f"allocations-staged-{size[0]}", mode), console.window)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_drawer_and_question(console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path) -> None:
    page = open_allocations(console, mode, size)
    page.open_member(page.grid.model.record(2).member.member_id)
    picture = keep_picture(console.window, shots, f"allocations-drawer-{size[0]}", mode)
    check_picture(picture, console.window)
    assert page.panel is not None
    page.panel.take_button.click()
    assert page.dialog is not None
    check_picture(keep_picture(page.dialog, shots, "allocations-question", mode), page.dialog)
    page.dialog.reject()


@pytest.mark.parametrize("state", ["loading", "empty", "error", "offline"])
@pytest.mark.parametrize("mode", MODES)
def test_other_states(console: Driver, mode: ThemeMode, state: str, shots: Path) -> None:
    page = open_allocations(console, mode)
    store, data = page.credits, page.credits.data
    assert data is not None
    console.wait_until(lambda: store._call is None and not store._soon.isActive())
    console.context.feed.stop()
    store.unwatch()
    nothing = {"purchased": 0, "used": 0, "pool": 0, "allocated": 0, "held": 0}
    store.data = {"empty": data.model_copy(update=nothing), "offline": data}.get(state)
    store.error = make_offline() if state in {"error", "offline"} else None
    if store.error is not None:
        console.context.api.client.silent.emit(store.error)
    store.changed.emit()
    settle(console.bot, page)
    check_picture(keep_picture(console.window, shots, f"allocations-{state}", mode), console.window)
