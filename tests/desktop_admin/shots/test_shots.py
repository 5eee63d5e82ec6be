"""Pictures of the pages in light and dark, in every state: kept for review, and checked for what can be checked."""

from pathlib import Path

import pytest

from desktop_admin.api.errors import make_offline
from desktop_admin.pages.overview.page import OverviewPage
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_overview_with_data(console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path) -> None:
    console.context.theme.choose(mode)
    console.window.resize(*size)
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    console.wait_until(lambda: bool(page.attention.matters) and page.usage.data is not None)
    check_picture(keep_picture(console.window, shots, f"overview-ready-{size[0]}", mode), console.window)


@pytest.mark.parametrize("state", ["loading", "empty", "error", "offline"])
@pytest.mark.parametrize("mode", MODES)
def test_overview_in_other_states(console: Driver, mode: ThemeMode, state: str, shots: Path) -> None:
    console.context.theme.choose(mode)
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    store, others = page.credits, (page.usage, page.failed, page.invites)
    console.wait_until(lambda: store.data is not None and all(one.data is not None for one in others))
    put_into_state(console, store, state)
    settle(console.bot, page)
    assert page.phase.value == state
    check_picture(keep_picture(console.window, shots, f"overview-{state}", mode), console.window)


def put_into_state(console: Driver, store: CreditsStore, state: str) -> None:
    data = store.data
    assert data is not None
    console.context.feed.stop()
    store.unwatch()
    store._soon.stop()  # what changed a moment ago would be asked for all the same
    if store._call is not None:
        store._call.cancel()
    if state == "empty":
        store.data = data.model_copy(update={"purchased": 0, "used": 0, "pool": 0, "allocated": 0, "held": 0})
    elif state in {"error", "offline"}:
        store.error = make_offline()
        store.data = None if state == "error" else data
        if state == "offline":
            console.context.api.client.silent.emit(store.error)
    else:
        store.data = None
    store.changed.emit()


@pytest.mark.parametrize("mode", MODES)
def test_sign_in(opened: Driver, mode: ThemeMode, shots: Path) -> None:
    opened.context.theme.choose(mode)
    opened.window.sign_in.server.edit.setText("http://example.com")
    opened.window.sign_in.sign_in()
    check_picture(keep_picture(opened.window, shots, "sign-in", mode), opened.window)


@pytest.mark.parametrize("mode", MODES)
def test_palette_and_toast(console: Driver, mode: ThemeMode, shots: Path) -> None:
    console.context.theme.choose(mode)
    console.open_page("overview")
    console.context.shell.say("Moved 5 credits to Daniel Kim", lambda: None)
    dialog = console.window.open_palette()
    assert dialog is not None
    dialog.field.setText("a")
    console.wait_until(console.window.toast.isVisible)
    check_picture(keep_picture(dialog, shots, "palette", mode), dialog)
    dialog.reject()
    check_picture(keep_picture(console.window, shots, "toast", mode), console.window)
