"""Pictures of the Settings page, and of the licences in its drawer."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_admin.pages.settings.page import SettingsPage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.shots.pictures import check_picture, keep_picture

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_settings(console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path) -> None:
    console.context.theme.choose(mode)
    console.window.resize(*size)
    session = console.context.session
    assert session.current is not None
    session.accounts.append(
        replace(session.current, server="https://closeup.example.com", team_id="t2", team="Southbank", key="")
    )
    page = console.open_page("settings")
    assert isinstance(page, SettingsPage)
    session.changed.emit()
    console.wait_until(lambda: bool(page.keys.ends) and page.server.version.text().startswith("Closeup"))
    console.wait_until(lambda: session.current is not None and session.current.team == "Northwind")
    check_picture(keep_picture(console.window, shots, f"settings-{size[0]}", mode), console.window)
    bar = page._area.verticalScrollBar()
    bar.setValue(bar.maximum())
    page.about.open_licences()
    check_picture(keep_picture(console.window, shots, f"settings-{size[0]}-below", mode), console.window)
