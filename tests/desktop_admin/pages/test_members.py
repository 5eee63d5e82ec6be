"""Members over HTTP: invited, renamed, given roles, gone and back; invites shown and taken back; many stay usable."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from core.domain.teams import Role
from desktop_admin.api.account import Account
from desktop_admin.pages.members.invite_panel import InvitePanel
from desktop_admin.pages.members.page import MembersPage
from desktop_admin.pages.members.person_panel import PersonPanel
from desktop_admin.pages.members.qr import QrCode
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.desktop_admin.unit.wire import KEY, Wire, write_answer
from tests.desktop_admin.watchdog import Watchdog

MANY = 5_000
NOTHING = '{"items": [], "next_cursor": null}'


def open_members(console: Driver) -> MembersPage:
    page = console.open_page("members")
    assert isinstance(page, MembersPage)
    console.wait_until(lambda: page.people.model.rowCount() >= 6 and page.invites.data is not None)
    return page


def list_members(served: Served) -> dict[str, dict[str, object]]:
    return {m["name"]: m for m in served.ask("GET", "members")["items"]}


def open_panel(page: MembersPage, served: Served, name: str) -> PersonPanel:
    page.show_subject(str(list_members(served)[name]["member_id"]))
    assert page.panel is not None
    return page.panel


def open_invite(console: Driver, page: MembersPage) -> InvitePanel:
    page.show_subject("invite")
    panel = console.window.drawer.content
    assert isinstance(panel, InvitePanel)
    return panel


def test_inviting_by_keyboard_gives_code_link_and_qr(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_invite(console, page)
    console.type(panel.name.edit, "Grace Mbeki")
    console.press(panel.name.edit, Qt.Key.Key_Return)
    console.wait_until(lambda: panel.shown is not None)
    assert panel.shown is not None
    invite = panel.shown.invite
    fields = [edit.text() for edit in panel.shown.findChildren(QLineEdit)]
    assert fields == [invite.telegram_link, invite.code, f"/headshots join {invite.code}"]
    assert len(panel.shown.findChildren(QrCode)[0].rows) >= 21
    console.wait_until(lambda: page.people.model.find(invite.member_id or "") is not None)
    assert list_members(served)["Grace Mbeki"]["role"] == "member"
    assert panel.name.text == "", "ready for the next one"


def test_a_name_that_is_none_is_refused_at_its_field(console: Driver) -> None:
    panel = open_invite(console, open_members(console))
    panel.go.click()
    assert panel.name.error.text() == "Say who it is."
    panel.name.edit.setText("x" * 121)
    panel.go.click()
    assert panel.name.error.text() == "This name is too long."


def test_a_link_for_several_has_a_cap_and_an_end(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_invite(console, page)
    panel.kind.choose("several")
    panel.cap.set_amount(12)
    panel.end.choose("7")
    panel.go.click()
    console.wait_until(lambda: panel.shown is not None)
    assert panel.shown is not None
    wanted = panel.shown.invite
    page.show_subject("invites")
    console.wait_until(lambda: page.links.model.find(wanted.invite_id) is not None)
    row = page.links.model.find(wanted.invite_id)
    assert row is not None
    texts = page.links.model.list_texts()[row]
    assert texts[0] == "Everybody"
    assert texts[2] == "0 of 12"
    found = {one["invite_id"]: one for one in served.ask("GET", "invites")["items"]}
    assert found[wanted.invite_id]["expires_at"] is not None


def test_an_invite_is_copied_and_taken_back_after_a_question(console: Driver, served: Served) -> None:
    page = open_members(console)
    page.show_subject("invites")
    invites = {one["member_id"]: one for one in served.ask("GET", "invites")["items"]}
    wanted = invites[list_members(served)["Elif Öztürk"]["member_id"]]
    console.wait_until(lambda: page.links.table.select_key(wanted["invite_id"]))
    page.links.copy.click()
    assert QGuiApplication.clipboard().text() == wanted["telegram_link"]
    page.links.revoke.click()
    assert page.dialog is not None
    assert page.dialog.windowTitle() == "Take back the invite for Elif Öztürk?"
    page.dialog.go.click()
    console.wait_until(lambda: page.links.model.find(wanted["invite_id"]) is None)
    assert wanted["invite_id"] not in {one["invite_id"] for one in served.ask("GET", "invites")["items"]}


def test_the_drawer_tells_the_moves_and_follows(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_panel(page, served, "Ben Lindqvist")
    console.wait_until(lambda: [move.credits for move in panel.moves.moves] == [30])
    ben = list_members(served)["Ben Lindqvist"]["member_id"]
    served.ask("POST", "credits/reclaim", {"member_id": ben, "credits": 4})
    console.wait_until(lambda: panel.facts["allocated"].text() == "26")
    console.wait_until(lambda: [move.credits for move in panel.moves.moves] == [4, 30])


def test_renaming_can_be_undone(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_panel(page, served, "Daniel Kim")
    console.click(panel.name.edit)
    panel.name.edit.selectAll()
    console.type(panel.name.edit, "Dan <i>Kim</i>")
    console.press(panel.name.edit, Qt.Key.Key_Return)
    console.wait_until(lambda: "Dan <i>Kim</i>" in list_members(served))
    console.wait_until(console.window.toast.undo.isVisible)
    console.window.toast.undo.click()
    console.wait_until(lambda: "Daniel Kim" in list_members(served))


def test_the_owner_gives_roles(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_panel(page, served, "Amara Okafor")
    panel.role.choose("admin")
    console.wait_until(lambda: list_members(served)["Amara Okafor"]["role"] == "admin")
    console.wait_until(lambda: panel.member.role is Role.ADMIN)
    panel.role.choose("member")
    console.wait_until(lambda: list_members(served)["Amara Okafor"]["role"] == "member")
    own = open_panel(page, served, "Ann")
    assert own.role_note.text() == "The owner's role stays."
    assert not own.leave.isEnabled()


def test_an_admin_sees_why_roles_are_not_theirs(console: Driver, served: Served) -> None:
    session = console.context.session
    assert session.current is not None
    session.current = replace(session.current, role=Role.ADMIN)
    page = open_members(console)
    panel = open_panel(page, served, "Ben Lindqvist")
    assert panel.role_note.text() == "Only the owner may change roles."
    assert open_invite(console, page).role.current == "member"


def test_leaving_names_what_returns_and_coming_back_is_a_click(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_panel(page, served, "Daniel Kim")
    pool = served.ask("GET", "credits/overview")["pool"]
    panel.leave.click()
    assert page.dialog is not None
    said = [label.text() for label in page.dialog.findChildren(type(panel.about))]
    assert said[0] == "Deactivate Daniel Kim?"
    assert said[1].startswith("20 unused credits return to the pool.")
    page.dialog.go.click()
    console.wait_until(panel.back.isVisible)
    assert served.ask("GET", "credits/overview")["pool"] == pool + 20
    page.people.chips.choose("left")
    assert page.people.model.rowCount() == 1
    panel.back.click()
    console.wait_until(panel.leave.isVisible)
    assert list_members(served)["Daniel Kim"]["status"] == "active"


def test_somebody_who_joins_elsewhere_shows_by_themselves(console: Driver, served: Served) -> None:
    page = open_members(console)
    before = page.people.model.rowCount()
    member_id = served.invite("Farid Haddad", 2)
    console.wait_until(lambda: page.people.model.find(member_id) is not None)
    assert page.people.model.rowCount() == before + 1
    page.people.search.setText("farid not")
    console.wait_until(lambda: page.people.model.rowCount() == 1)


def test_offline_nothing_can_be_changed_and_it_says_why(console: Driver, served: Served) -> None:
    page = open_members(console)
    panel = open_panel(page, served, "Ben Lindqvist")
    with served.gone():
        console.wait_until(lambda: not console.context.connection.is_online)
        assert not panel.leave.isEnabled()
        assert page.people.model.rowCount() >= 6
    console.window.strip.retry.click()
    console.wait_until(lambda: console.context.connection.is_online)
    console.wait_until(panel.leave.isEnabled)


# ---- a team of thousands, from a server of a few lines


def write_member(number: int) -> dict[str, object]:
    return {
        "member_id": f"m{number}",
        "name": f"Person {number:04}",
        "role": "member",
        "status": "active",
        "allocated": number % 7,
        "held": 0,
        "used": number % 5,
        "consented": True,
        "platforms": ["telegram"] if number % 2 else [],
        "joined_at": "2026-11-01T10:00:00Z",
    }


def write_page(members: list[dict[str, object]], place: int) -> bytes:
    following = str(place + 200) if place + 200 < MANY else None
    page = {"items": members[place : place + 200], "next_cursor": following}
    return write_answer("200 OK", json.dumps(page))


@pytest.fixture
def crowded(opened: Driver) -> Iterator[Driver]:
    members = [write_member(number) for number in range(MANY)]
    balances = [{k: m[k] for k in m if k not in {"consented", "platforms", "joined_at"}} for m in members]
    sums = {name: sum(int(str(m[name])) for m in members) for name in ("allocated", "held", "used")}
    total = sums["allocated"] + sums["used"]
    overview = json.dumps({"purchased": total, "pool": 0, "debt": 0, **sums, "members": balances})
    # Written beforehand: this server lives in the very thread that is watched.
    pages = {place: write_page(members, place) for place in range(0, MANY, 200)}
    said = {"overview": write_answer("200 OK", overview), "nothing": write_answer("200 OK", NOTHING)}

    def answer(text: str) -> bytes:
        path = text.split(" ", 2)[1]
        if "credits/overview" in path:
            return said["overview"]
        if "/members?" not in path:
            return said["nothing"]
        return pages[int(path.partition("cursor=")[2].partition("&")[0] or 0)]

    wire = Wire(answer)
    expires = datetime(2030, 1, 1, tzinfo=UTC)
    opened.context.session.adopt(Account(wire.url, "team_1", "m0", "Ann", Role.OWNER, expires, key=KEY))
    yield opened
    opened.context.feed.stop()


@pytest.mark.parametrize("name", ["members", "allocations"])
def test_five_thousand_members_stay_usable(crowded: Driver, collector: None, name: str) -> None:
    page = crowded.open_page(name)
    card = page.people if isinstance(page, MembersPage) else page.grid  # type: ignore[attr-defined] # the one or the other
    crowded.wait_until(lambda: card.model.rowCount() == MANY)
    with Watchdog() as watchdog:
        card.search.setText("PERSON 498")
        crowded.wait_until(lambda: card.model.rowCount() == 15)
        card.search.clear()
        crowded.wait_until(lambda: card.model.rowCount() == MANY)
        store, before = page._stores[0], page._stores[0].loaded_at
        crowded.context.stores.refresh()
        crowded.wait_until(lambda: store.loaded_at != before)
        assert card.table.select_key("m4321")
    assert watchdog.blocks == [], watchdog.describe()
