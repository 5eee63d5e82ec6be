"""Every page in German, from the size it was designed for to the smallest: nothing is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from core.domain.generations import GenerationStatus as Status
from desktop_admin.i18n import install_language
from desktop_admin.pages.registry import list_pages
from desktop_admin.theme.fonts import make_font
from desktop_admin.theme.theme import ThemeMode
from desktop_admin.widgets.cards import NumberCard
from desktop_admin.window.frame import DESIGNED, SMALLEST
from desktop_admin.window.main_window import MainWindow
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.headshots import open_maker
from tests.desktop_admin.served import Served
from tests.desktop_admin.shots.pictures import check_picture, keep_picture, settle

PADDING = 10  # of a title, left and right
SIZES = (DESIGNED, (1280, 720), SMALLEST)


@pytest.fixture(scope="module")
def busy(served: Served) -> Served:
    """The served team with headshots in every state, and invites."""
    members = [member["member_id"] for member in served.ask("GET", "members")["items"]]
    with open_maker(served) as maker:
        for member_id, status in zip(members[1:3] * 2, (Status.COMPLETED, Status.FAILED) * 2, strict=False):
            maker.make(member_id, status)
    served.ask("POST", "invites", {"role": "member", "cap": 3})
    return served


@pytest.fixture
def german(console: Driver, busy: Served) -> Iterator[MainWindow]:
    """A window in German, beside the driver's own."""
    application = QCoreApplication.instance()
    assert application is not None
    translators = install_language(application, "de")
    window = MainWindow(console.context)
    console.bot.addWidget(window)
    window.show()
    yield window
    for translator in translators:
        application.removeTranslator(translator)


@pytest.mark.parametrize("name", [entry.name for entry in list_pages()])
def test_german_finds_room_at_every_size(console: Driver, german: MainWindow, name: str, shots: Path) -> None:
    german.open_page(name)
    page = german.page
    assert page is not None
    for size in SIZES:
        german.resize(*size)
        console.wait_until(lambda: page.phase.value != "loading")
        settle(console.bot, german)
        check_picture(keep_picture(german, shots, f"{name}-german-{size[0]}", ThemeMode.LIGHT), german)
        assert page._area.horizontalScrollBar().maximum() == 0, f"wider than {size}"
        assert find_cut_headers(german) == [], size
        assert find_cut_notes(german) == [], size
    assert page.title.text() == german.sidebar.pages[name].text(), "a page has one name"


def find_cut_notes(window: MainWindow) -> list[str]:
    """The lines under numbers that are wider than their card."""
    notes = [card.note for card in window.findChildren(NumberCard) if card.isVisible()]
    return [
        note.text()
        for note in notes
        if note.fontMetrics().horizontalAdvance(note.text()) > note.contentsRect().width()
    ]


def find_cut_headers(window: MainWindow) -> list[str]:
    """The titles of columns that are narrower than they."""
    metrics, cut = QFontMetrics(make_font(11, QFont.Weight.DemiBold)), []  # as the style sheet has them
    for table in (one for one in window.findChildren(QTableView) if one.isVisible()):
        header, model = table.horizontalHeader(), table.model()
        for place in range(model.columnCount()):
            title = str(model.headerData(place, header.orientation()))
            room = header.sectionSize(place) - 2 * PADDING
            if not header.isSectionHidden(place) and metrics.horizontalAdvance(title) > room:
                cut.append(title)
    return cut
