"""The Overview over HTTP: numbers that add up, live, and calm when something is wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from core.domain.generations import GenerationStatus as Status
from core.domain.styles import Style
from core.schemas.generations import Headshot
from desktop_admin.pages.overview.page import OverviewPage
from desktop_admin.stores.attention import find_unmended
from desktop_admin.stores.store import Phase
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.headshots import HeadshotMaker, open_maker
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


@pytest.fixture(scope="module")
def maker(served: Served) -> Iterator[HeadshotMaker]:
    """Makes headshots of the served team."""
    with open_maker(served) as maker:
        yield maker


def read_failed(page: OverviewPage) -> list[str]:
    return [matter.title for matter in page.attention.matters if matter.page == "generations"]


def test_a_failed_headshot_needs_nobody_once_its_member_has_tried_again(
    console: Driver, served: Served, maker: HeadshotMaker
) -> None:
    page = open_overview(console)
    console.wait_until(lambda: page.people.model.rowCount() == 6)
    names = {member["name"]: member["member_id"] for member in served.ask("GET", "members")["items"]}
    maker.make(names["Amara Okafor"], Status.FAILED)
    maker.make(names["Ben Lindqvist"], Status.FAILED)
    console.wait_until(lambda: read_failed(page) == ["2 headshots failed"])
    maker.make(names["Amara Okafor"])
    console.wait_until(lambda: read_failed(page) == ["1 headshot failed"])


def test_a_failed_headshot_needs_nobody_once_somebody_has_looked(
    console: Driver, served: Served, maker: HeadshotMaker
) -> None:
    page = open_overview(console)
    member_id = served.ask("GET", "members")["items"][1]["member_id"]
    name = maker.make(member_id, Status.FAILED)
    console.wait_until(lambda: name in {shot.headshot_id for shot in page.failed.list_unmended(None)})
    line = next(matter for matter in page.attention.matters if matter.page == "generations")
    button = next(b for b in page.attention.buttons if b.accessibleName() == f"Look: {line.title}")
    console.click(button)
    console.wait_until(lambda: console.window.page is console.window.pages["generations"])
    console.open_page("overview")
    console.wait_until(lambda: not read_failed(page))
    maker.make(member_id, Status.FAILED)
    console.wait_until(lambda: read_failed(page) == ["1 headshot failed"])


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def make_headshot(member_id: str, status: Status, hours_ago: float) -> Headshot:
    at = NOW - timedelta(hours=hours_ago)
    return Headshot(
        headshot_id=f"{member_id} {hours_ago}",
        member_id=member_id,
        style=Style.CASUAL,
        status=status,
        reason="",
        done=0,
        favourite=None,
        created_at=at,
        started_at=at,
        ended_at=at,
    )


@pytest.mark.parametrize(
    ("after", "hours_ago", "counts"),
    [
        ((), 1, True),
        ((), 49, False),  # too long ago
        ((Status.RUNNING,), 1, False),
        ((Status.COMPLETED,), 1, False),
        ((Status.CANCELED,), 1, True),
        ((Status.FAILED, Status.QUEUED), 1, False),
    ],
)
def test_which_failed_headshots_need_somebody(
    after: tuple[Status, ...],
    hours_ago: float,
    counts: bool,  # noqa: FBT001 - pytest's own
) -> None:
    failed = make_headshot("ann", Status.FAILED, hours_ago)
    others = [make_headshot("ann", status, 0.5 - 0.1 * n) for n, status in enumerate(after)]
    of_ben = make_headshot("ben", Status.COMPLETED, 0.1)
    found = find_unmended([of_ben, *reversed(others), failed], NOW - timedelta(hours=48))
    assert (failed in found) is counts


def test_offline_the_actions_wait_and_say_why(console: Driver, served: Served) -> None:
    page = open_overview(console)
    assert all(button.isEnabled() for button in page.verbs)
    with served.gone():
        console.wait_until(lambda: not console.context.connection.is_online)
        assert not any(button.isEnabled() for button in page.verbs)
        assert {button.toolTip() for button in page.verbs} == {"Waits until the server is back."}
    console.window.strip.retry.click()
    console.wait_until(lambda: all(button.isEnabled() for button in page.verbs))


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
