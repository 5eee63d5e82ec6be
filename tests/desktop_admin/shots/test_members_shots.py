"""Pictures of the Members page in light and dark, over its states."""

from pathlib import Path

import pytest

from desktop_admin.api.errors import make_offline
from desktop_admin.pages.members.page import MembersPage
from desktop_admin.theme.theme import ThemeMode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

SIZES = [(1440, 900), (1280, 720)]
MODES = [ThemeMode.LIGHT, ThemeMode.DARK]
STRANGE = "Зоя 🙂 <b>علي</b>"
FILE = """name;role;credits
Grace Mbeki;member;5
=HYPERLINK("http://x.test");;2
<b>Hugo</b>;member;
Ivo Kos;boss;3
Ben Lindqvist;;1
Grace Mbeki;;
Jana Novak;member;ten
"""


@pytest.fixture(scope="module", autouse=True)
def _strange(served: Served) -> None:
    served.invite(STRANGE, 3)
    gone = served.invite("Hugo Martin")
    served.ask("DELETE", f"members/{gone}")


def open_members(console: Driver, mode: ThemeMode, size: tuple[int, int] = SIZES[0]) -> MembersPage:
    console.context.theme.choose(mode)
    console.window.resize(*size)
    page = console.open_page("members")
    assert isinstance(page, MembersPage)
    stores = (page.members, page.credits, page.invites)
    console.wait_until(lambda: page.people.model.rowCount() == 8)
    console.wait_until(lambda: all(one._call is None and not one._soon.isActive() for one in stores))
    return page


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_people_and_one_of_them(console: Driver, mode: ThemeMode, size: tuple[int, int], shots: Path) -> None:
    page = open_members(console, mode, size)
    check_picture(keep_picture(console.window, shots, f"members-ready-{size[0]}", mode), console.window)
    page.show_subject(page.people.model.record(2).member_id)
    console.wait_until(lambda: page.panel is not None and bool(page.panel.moves.moves))
    check_picture(keep_picture(console.window, shots, f"members-drawer-{size[0]}", mode), console.window)
    assert page.panel is not None
    page.panel.leave.click()
    assert page.dialog is not None
    check_picture(keep_picture(page.dialog, shots, "members-question", mode), page.dialog)
    page.dialog.reject()


@pytest.mark.parametrize("mode", MODES)
def test_invites_and_one_of_them(console: Driver, mode: ThemeMode, shots: Path) -> None:
    page = open_members(console, mode)
    page.show_subject("invites")
    page.links.table.selectRow(0)
    check_picture(keep_picture(console.window, shots, "members-invites", mode), console.window)
    page.links.show_button.click()
    check_picture(keep_picture(console.window, shots, "members-invite", mode), console.window)
    page.open_invite()
    check_picture(keep_picture(console.window, shots, "members-inviting", mode), console.window)


@pytest.mark.parametrize("mode", MODES)
def test_import(console: Driver, mode: ThemeMode, shots: Path, tmp_path: Path) -> None:
    page = open_members(console, mode)
    (tmp_path / "people.csv").write_text(FILE)
    dialog = page.import_file(tmp_path / "people.csv")
    console.wait_until(lambda: bool(dialog.entries))
    check_picture(keep_picture(dialog, shots, "members-import", mode), dialog)
    dialog.reject()


@pytest.mark.parametrize("state", ["loading", "error", "offline"])
@pytest.mark.parametrize("mode", MODES)
def test_other_states(console: Driver, mode: ThemeMode, state: str, shots: Path) -> None:
    page = open_members(console, mode)
    store, data = page.members, page.members.data
    assert data is not None
    console.context.feed.stop()
    store.unwatch()
    store.data = data if state == "offline" else None
    store.error = make_offline() if state in {"error", "offline"} else None
    if store.error is not None:
        console.context.api.client.silent.emit(store.error)
    store.changed.emit()
    settle(console.bot, page)
    check_picture(keep_picture(console.window, shots, f"members-{state}", mode), console.window)
