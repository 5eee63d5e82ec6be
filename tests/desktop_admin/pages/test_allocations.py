"""Allocations over HTTP: staged and applied as shown, moved and undone, and calm when refused."""

from PySide6.QtCore import QItemSelectionModel, Qt

from desktop_admin.pages.allocations.member_panel import MemberPanel
from desktop_admin.pages.allocations.page import AllocationsPage
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served
from tests.desktop_admin.watchdog import Watchdog

_Select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def open_allocations(console: Driver) -> AllocationsPage:
    page = console.open_page("allocations")
    assert isinstance(page, AllocationsPage)
    console.wait_until(lambda: page.grid.model.rowCount() >= 6)
    return page


def read_balances(served: Served) -> dict[str, int]:
    return {m["name"]: m["allocated"] for m in served.ask("GET", "credits/overview")["members"]}


def find_member(served: Served, name: str) -> str:
    members = served.ask("GET", "credits/overview")["members"]
    return next(str(m["member_id"]) for m in members if m["name"] == name)


def stage(console: Driver, page: AllocationsPage, strategy: str, amount: int) -> None:
    page.show_subject("distribute")
    page.stage.chips.choose(strategy)
    page.stage.amount.clear()
    console.type(page.stage.amount, str(amount))
    console.wait_until(lambda: page.stage.preview.may_apply)


def open_panel(console: Driver, page: AllocationsPage, member_id: str) -> MemberPanel:
    page.show_subject(member_id)
    assert page.panel is not None
    console.wait_until(page.panel.isVisible)
    return page.panel


def undo(console: Driver) -> None:
    toast = console.window.toast
    console.wait_until(lambda: toast.isVisible() and toast.undo.isVisible())
    toast.undo.click()


def test_what_is_applied_is_what_was_shown_and_can_be_undone(console: Driver, served: Served) -> None:
    page, before = open_allocations(console), read_balances(served)
    stage(console, page, "equal", 8)
    shown = {line.member.name: line.after for line in (page.grid.model.record(r) for r in range(6))}
    assert page.stage.sentence.text().startswith("8 credits to 6 members, 1 each. One more for the 2 who")
    assert page.stage.apply_button.text() == "Apply to 6 members"
    assert read_balances(served) == before, "a preview moves nothing"
    console.press(page.stage.amount, Qt.Key.Key_Return)
    console.wait_until(page.stage.isHidden)
    assert read_balances(served) == shown
    assert sum(shown.values()) == sum(before.values()) + 8
    undo(console)
    console.wait_until(lambda: read_balances(served) == before)


def test_a_change_meanwhile_is_said_and_previewed_again(console: Driver, served: Served) -> None:
    page = open_allocations(console)
    stage(console, page, "top-up", 15)
    assert page.stage.changes[find_member(served, "Elif Öztürk")] == 5
    served.ask("POST", "credits/allocate", {"member_id": find_member(served, "Elif Öztürk"), "credits": 2})
    console.wait_until(lambda: page.stage.changes.get(find_member(served, "Elif Öztürk")) == 3)
    assert page.stage.sentence.text().startswith("The team changed meanwhile, so this is a new preview.")
    page.stage.leave()
    assert page.stage.changes == {}
    served.ask("POST", "credits/reclaim", {"member_id": find_member(served, "Elif Öztürk"), "credits": 2})


def test_a_change_the_console_has_not_heard_of_stops_the_apply(console: Driver, served: Served) -> None:
    page = open_allocations(console)
    elif_ = find_member(served, "Elif Öztürk")
    stage(console, page, "top-up", 15)
    console.context.feed.stop()
    served.ask("POST", "credits/allocate", {"member_id": elif_, "credits": 1})
    before = read_balances(served)
    page.stage.apply_button.click()
    console.wait_until(lambda: page.stage.changes.get(elif_) == 4)
    assert read_balances(served) == before, "nothing but what was shown is ever done"
    assert "changed meanwhile" in page.stage.sentence.text()
    page.stage.leave()
    served.ask("POST", "credits/reclaim", {"member_id": elif_, "credits": 1})


def test_too_much_and_nothing_to_do_are_sentences(console: Driver) -> None:
    page = open_allocations(console)
    page.show_subject("distribute")
    page.stage.chips.choose("top-up")
    page.stage.amount.setText("900000")
    console.wait_until(lambda: page.stage.preview.error is not None)
    assert "the pool holds" in page.stage.sentence.text()
    assert not page.stage.apply_button.isEnabled()
    page.stage.amount.setText("")
    assert page.stage.sentence.text() == "Say how many."
    page.stage.leave()


def test_give_by_keyboard_and_undo(console: Driver, served: Served) -> None:
    page, before = open_allocations(console), read_balances(served)
    row = page.grid.model.find(find_member(served, "Chiara Russo"))
    assert row is not None
    page.grid.table.setFocus()
    page.grid.table.selectRow(row)
    console.press(page.grid.table, Qt.Key.Key_Return)
    assert page.panel is not None
    panel = page.panel
    panel.gift.selectAll()
    console.type(panel.gift, "7")
    assert panel.give_button.text() == "Give 7 credits"
    console.press(panel.gift, Qt.Key.Key_Return)
    console.wait_until(lambda: panel.facts["allocated"].text() == "7")
    assert read_balances(served)["Chiara Russo"] == 7
    undo(console)
    console.wait_until(lambda: read_balances(served) == before)


def test_move_between_members_and_undo(console: Driver, served: Served) -> None:
    page, before = open_allocations(console), read_balances(served)
    panel = open_panel(console, page, find_member(served, "Chiara Russo"))
    panel.giver.choose(find_member(served, "Daniel Kim"))
    panel.moved.set_amount(6)
    panel.move_button.click()
    wanted = before | {"Chiara Russo": 6, "Daniel Kim": before["Daniel Kim"] - 6}
    console.wait_until(lambda: read_balances(served) == wanted)
    undo(console)
    console.wait_until(lambda: read_balances(served) == before)


def test_reclaim_names_the_exact_effect_and_keeping_is_the_default(console: Driver, served: Served) -> None:
    page, before = open_allocations(console), read_balances(served)
    panel = open_panel(console, page, find_member(served, "Ben Lindqvist"))
    panel.taken.set_amount(12)
    panel.take_button.click()
    assert page.dialog is not None
    assert page.dialog.windowTitle() == "Reclaim 12 unused credits from Ben Lindqvist?"
    console.press(page.dialog.keep, Qt.Key.Key_Space)
    assert read_balances(served) == before
    panel.take_button.click()
    page.dialog.go.click()
    console.wait_until(lambda: read_balances(served)["Ben Lindqvist"] == before["Ben Lindqvist"] - 12)
    undo(console)
    console.wait_until(lambda: read_balances(served) == before)


def test_what_changed_under_a_question_is_refused_in_the_drawer(console: Driver, served: Served) -> None:
    page = open_allocations(console)
    daniel = find_member(served, "Daniel Kim")
    panel = open_panel(console, page, daniel)
    console.context.feed.stop()
    panel.take_button.click()
    served.ask("POST", "credits/reclaim", {"member_id": daniel, "credits": 1})
    assert page.dialog is not None
    page.dialog.go.click()
    console.wait_until(panel.take_error.isVisible)
    assert panel.take_error.text().endswith(".")
    served.ask("POST", "credits/allocate", {"member_id": daniel, "credits": 1})


def test_several_at_once_given_and_undone(console: Driver, served: Served) -> None:
    page, before = open_allocations(console), read_balances(served)
    marks = page.grid.table.selectionModel()
    for row in (1, 2, 3):
        marks.select(page.grid.model.index(row, 0), _Select)
    console.wait_until(page.grid.give.isVisible)
    assert page.grid.told.text().startswith("3 selected")
    page.grid.amount.set_amount(2)
    page.grid.give.click()
    console.wait_until(lambda: sum(read_balances(served).values()) == sum(before.values()) + 6)
    assert len(page.grid.selected) == 3, "live rows never move the selection"
    undo(console)
    console.wait_until(lambda: read_balances(served) == before)


def test_several_at_once_reclaimed_and_undone(console: Driver, served: Served) -> None:
    page, before = open_allocations(console), read_balances(served)
    page.grid.search.setText("amara")
    console.wait_until(lambda: page.grid.model.rowCount() == 1)
    page.grid.search.clear()
    console.wait_until(lambda: page.grid.model.rowCount() == 6)
    page.grid.table.selectAll()
    page.grid.take.click()
    assert page.dialog is not None
    total = sum(before.values())
    assert page.dialog.windowTitle() == f"Reclaim {total} unused credits from 4 members?"
    page.dialog.go.click()
    console.wait_until(lambda: sum(read_balances(served).values()) == 0)
    undo(console)
    console.wait_until(lambda: read_balances(served) == before)


def test_without_credits_is_a_filter_with_a_count(console: Driver, served: Served) -> None:
    page = open_allocations(console)
    wanted = sum(credits_ == 0 for credits_ in read_balances(served).values())
    page.show_subject("without")
    assert page.grid.model.rowCount() == wanted
    assert page.grid.chips.current == "without"
    assert "without" in {command.title.split()[1] for command in page.list_commands()}


def test_the_window_never_waits_while_one_stages(console: Driver) -> None:
    page = open_allocations(console)
    stage(console, page, "equal", 3)
    with Watchdog() as watchdog:
        stage(console, page, "top-up", 12)
        page.stage.leave()
    assert watchdog.blocks == [], watchdog.describe()


def test_offline_nothing_can_be_moved_and_it_says_why(console: Driver, served: Served) -> None:
    page = open_allocations(console)
    panel = open_panel(console, page, find_member(served, "Ben Lindqvist"))
    with served.gone():
        console.wait_until(lambda: not console.context.connection.is_online)
        assert not panel.give_button.isEnabled()
        assert panel.give_button.toolTip() == "Waits until the server is back."
    console.window.strip.retry.click()
    console.wait_until(lambda: console.context.connection.is_online)
    console.wait_until(panel.give_button.isEnabled)
