"""The Overview over HTTP: numbers that add up, live, and calm when something is wrong."""

from PySide6.QtCore import Qt

from desktop_admin.pages.overview.page import OverviewPage
from desktop_admin.stores.store import Phase
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served


def open_overview(console: Driver) -> OverviewPage:
    page = console.open_page("overview")
    assert isinstance(page, OverviewPage)
    return page


def read_cards(page: OverviewPage) -> list[int]:
    cards = (page.numbers.pool, page.numbers.allocated, page.numbers.held, page.numbers.used)
    return [int(card.number.text().replace(",", "")) for card in cards]


def test_numbers_add_up_to_what_was_purchased(console: Driver, served: Served) -> None:
    page = open_overview(console)
    overview = served.ask("GET", "credits/overview")
    assert sum(read_cards(page)) == overview["purchased"]
    assert page.numbers.pool.note.text() == f"of {overview['purchased']} purchased"
    numbers = page.credits.numbers
    assert numbers is not None
    assert numbers.adds_up


def test_members_without_credits_need_attention(console: Driver) -> None:
    page = open_overview(console)
    console.wait_until(lambda: bool(page.attention.matters))
    assert page.attention.matters[0].title == "2 members without credits"
    assert page.attention.matters[0].detail == "Ann, Chiara Russo"


def test_a_change_elsewhere_shows_by_itself(console: Driver, served: Served) -> None:
    page = open_overview(console)
    console.wait_until(lambda: page.people.model.rowCount() == 6)
    before = read_cards(page)
    member_id = served.ask("GET", "members")["items"][1]["member_id"]
    served.ask("POST", "credits/allocate", {"member_id": member_id, "credits": 3})
    console.wait_until(lambda: read_cards(page)[0] == before[0] - 3)
    assert read_cards(page)[1] == before[1] + 3
    row = page.people.model.find(member_id)
    assert row is not None
    console.wait_until(lambda: page.people.model.record(row).allocated == 43)


def test_enter_in_the_table_opens_the_member(console: Driver) -> None:
    page = open_overview(console)
    console.wait_until(lambda: page.people.model.rowCount() == 6)
    wanted: list[tuple[str, object]] = []
    console.context.shell.page_wanted.connect(lambda name, subject: wanted.append((name, subject)))
    page.people.table.setFocus()
    page.people.table.selectRow(1)
    console.press(page.people.table, Qt.Key.Key_Return)
    assert wanted == [("members", page.people.model.record(1).member_id)]


def test_chips_filter_and_count(console: Driver) -> None:
    page = open_overview(console)
    console.wait_until(lambda: page.people.model.rowCount() == 6)
    page.people.chips.choose("without")
    assert page.people.model.rowCount() == 2


def test_server_gone_keeps_the_data_and_says_since_when(console: Driver, served: Served) -> None:
    page = open_overview(console)
    console.wait_until(lambda: page.people.model.rowCount() == 6)
    before = read_cards(page)
    with served.gone():
        console.wait_until(lambda: not console.context.connection.is_online)
        assert console.window.strip.isVisible()
        assert console.window.strip.text.text().startswith("Offline. Showing data from ")
        assert read_cards(page) == before
        page.credits.refresh()
        console.wait_until(lambda: page.phase is Phase.OFFLINE)
        assert read_cards(page) == before
    console.window.strip.retry.click()
    console.wait_until(lambda: console.context.feed.is_connected and page.phase is Phase.READY)
    assert not console.window.strip.isVisible()
