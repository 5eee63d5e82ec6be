"""The audit log over a real server: new lines on top, filters, the drawer, and CSV."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt

from core.schemas.teams import AuditLine
from desktop_admin.i18n import install_language
from desktop_admin.pages.audit.details import Details
from desktop_admin.pages.audit.facts import list_facts, write_detail
from desktop_admin.pages.audit.page import AuditPage
from desktop_admin.stores.audit import AuditFilter
from desktop_admin.widgets.export import save_table
from tests.desktop_admin.conftest import MEMBERS, Driver
from tests.desktop_admin.served import Served


def open_audit(console: Driver) -> AuditPage:
    page = console.open_page("audit")
    assert isinstance(page, AuditPage)
    console.wait_until(lambda: page.model.rowCount() > 0 and bool(page.names))
    return page


def list_lines(page: AuditPage) -> list[AuditLine]:
    return [page.model.record(row) for row in range(page.model.rowCount())]


def read_row(page: AuditPage, row: int) -> list[str]:
    return [str(page.model.index(row, column).data()) for column in range(page.model.columnCount())]


def test_what_happens_elsewhere_comes_on_top_in_words(console: Driver, served: Served) -> None:
    page = open_audit(console)
    before = page.model.rowCount()
    member = served.ask("GET", "members")["items"][1]
    served.ask("POST", "credits/allocate", {"member_id": member["member_id"], "credits": 2})
    console.wait_until(lambda: page.model.rowCount() == before + 1)
    assert read_row(page, 0)[1:] == ["Ann", "Gave credits", MEMBERS[0], "credits: 2", "127.0.0.1"]
    hint = page.model.data(page.model.index(0, 0), int(Qt.ItemDataRole.ToolTipRole))
    assert str(page.model.record(0).created_at.year) in str(hint), "the exact time is there on hovering"


def test_filters_by_who_what_and_about(console: Driver, served: Served) -> None:
    page = open_audit(console)
    whole = page.model.rowCount()
    page.filters.deeds.setCurrentIndex(page.filters.deeds.findData("member.invited"))
    page.filters.deeds.activated.emit(page.filters.deeds.currentIndex())
    console.wait_until(lambda: {line.action for line in list_lines(page)} == {"member.invited"})
    assert page.model.rowCount() == len(MEMBERS)
    about = page.model.record(0).object
    console.type(page.filters.about, about)
    console.press(page.filters.about, Qt.Key.Key_Return)
    console.wait_until(lambda: page.model.rowCount() == 1)
    page.choose(AuditFilter(actor="stripe"))
    console.wait_until(lambda: {line.actor for line in list_lines(page)} == {"stripe"})
    page.choose(AuditFilter(about="nothing_like_that"))
    console.wait_until(lambda: page._views.currentWidget() is page.nothing)
    console.click(page.nothing.button)
    console.wait_until(lambda: page.model.rowCount() == whole)
    assert not page.filters.everything.isVisible()


def test_a_line_in_full_leads_to_all_about_the_same(console: Driver) -> None:
    page = open_audit(console)
    page.table.setFocus()
    place = next(n for n, line in enumerate(list_lines(page)) if line.action == "credits.allocated")
    page.table.selectRow(place)
    console.press(page.table, Qt.Key.Key_Return)
    details = console.window.drawer.content
    assert isinstance(details, Details)
    words = [label.text() for label in details.findChildren(type(page.title))]
    assert "credits.allocated" in words
    console.click(details.about)
    console.wait_until(lambda: {line.object for line in list_lines(page)} == {details.line.object})
    page.choose(AuditFilter())
    console.wait_until(lambda: len({line.object for line in list_lines(page)}) > 1)


def test_the_view_as_csv(console: Driver, tmp_path: Path) -> None:
    page = open_audit(console)
    assert save_table(console.context.shell, page.model, tmp_path / "audit.csv")
    written = (tmp_path / "audit.csv").read_text(encoding="utf-8-sig").splitlines()
    assert written[0] == "When,Who,What,About,Details,From"
    assert len(written) == page.model.rowCount() + 1


def test_nothing_offers_to_change_a_line(console: Driver) -> None:
    page = open_audit(console)
    flags = page.model.flags(page.model.index(0, 0))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_every_fact_of_the_log_has_a_name_here(served: Served) -> None:
    member = served.ask("GET", "members")["items"][1]["member_id"]
    served.ask("POST", "credits/auto-distribute", {"strategy": "equal", "credits": 1})
    served.ask("POST", "credits/reclaim", {"member_id": member, "credits": 1})
    lines = served.ask("GET", "audit?limit=200")["items"]
    assert {name for line in lines for name in line["detail"]} - set(list_facts()) == set()


def test_facts_are_words_and_money_is_money(english: None) -> None:
    assert write_detail({"package": "custom", "amount_cents": 350}, {}, QLocale("en_US")) == (
        "pack: Custom, amount: $3.50"
    )
    assert (
        write_detail({"of_late": 1, "favourite": None}, {}, QLocale("en_US")) == "of late: 1, favourite: none"
    )
    application = QCoreApplication.instance()
    assert application is not None
    translators = install_language(application, "de")
    try:
        said = write_detail({"role": "member", "cap": 3, "strategy": "equal"}, {}, QLocale("de_DE"))
    finally:
        for translator in translators:
            application.removeTranslator(translator)
    assert said == "Rolle: Mitglied, Plätze: 3, Art: zu gleichen Teilen"
