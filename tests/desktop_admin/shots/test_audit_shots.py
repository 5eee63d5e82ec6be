"""Pictures of the Audit log: with data, a line in the drawer, and the other states."""

from pathlib import Path

import pytest

from core.schemas.shapes import Page as Answer
from core.schemas.teams import AuditLine
from desktop_admin.api.errors import make_offline
from desktop_admin.pages.audit.page import AuditPage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]


def open_audit(console: Driver, mode: ThemeMode) -> AuditPage:
    console.context.theme.choose(mode)
    page = console.open_page("audit")
    assert isinstance(page, AuditPage)
    console.wait_until(lambda: page.model.rowCount() > 0 and bool(page.names))
    return page


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_audit_with_data(console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path) -> None:
    console.window.resize(*size)
    page = open_audit(console, mode)
    check_picture(keep_picture(console.window, shots, f"audit-{size[0]}", mode), console.window)
    page.open_details(page.model.record(0))
    check_picture(keep_picture(console.window, shots, f"audit-{size[0]}-drawer", mode), console.window)


@pytest.mark.parametrize("state", ["loading", "empty", "nothing", "error", "offline"])
@pytest.mark.parametrize("mode", MODES)
def test_other_states(console: Driver, mode: ThemeMode, state: str, shots: Path) -> None:
    page = open_audit(console, mode)
    store, data = page.lines, page.lines.data
    if state == "nothing":
        page.show_subject("no_such_id")
        console.wait_until(lambda: not page.model.rowCount())
    else:
        console.context.feed.stop()
        store.unwatch()
        store.data = data if state == "offline" else None
        if state == "empty":
            store.data = Answer[AuditLine](items=[], next_cursor=None)
        elif state in {"error", "offline"}:
            store.error = make_offline()
            console.context.api.client.silent.emit(store.error)
        store.changed.emit()
    settle(console.bot, page)
    check_picture(keep_picture(console.window, shots, f"audit-{state}", mode), console.window)
