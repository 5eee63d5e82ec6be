"""The table model by itself: Qt's own tester, pages, live rows, order."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_admin.models.columns import DISPLAY, Column, Kind
from desktop_admin.models.csv import write_csv
from desktop_admin.models.table_model import TableModel, list_runs

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@dataclass(frozen=True)
class Person:
    """A row."""

    key: str
    name: str
    left: int


COLUMNS = [
    Column[Person]("name", "Name", lambda p: p.name, Kind.PERSON, sort=lambda p: p.name),
    Column[Person](
        "left", "Left", lambda p: str(p.left), Kind.NUMBER, sort=lambda p: p.left, sort_name="left"
    ),
]


def make_people(count: int) -> list[Person]:
    return [Person(f"m{n}", f"Person {n}", n % 7) for n in range(count)]


def open_model(people: list[Person], cursor: str | None = None) -> TableModel[Person]:
    model = TableModel(COLUMNS, lambda p: p.key)
    model.show(people, cursor)
    return model


def test_qt_finds_nothing_wrong(qtbot: QtBot) -> None:
    model = open_model(make_people(10))
    tester = QAbstractItemModelTester(model, FATAL)
    model.append(make_people(15)[10:])
    model.put([replace(model.record(3), left=99)])
    model.flush()
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.reconcile(make_people(4))
    model.show([])
    tester.deleteLater()


def test_more_is_asked_for_once(qtbot: QtBot) -> None:
    model = open_model(make_people(200), "next")
    asked: list[str] = []
    model.more_wanted.connect(asked.append)
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == ["next"]
    model.append(make_people(210)[195:], None)
    assert model.rowCount() == 210, "rows that were there are not there twice"
    assert not model.canFetchMore(QModelIndex())


def test_live_rows_are_told_together_and_the_place_is_kept(qtbot: QtBot) -> None:
    model = open_model(make_people(100))
    place = QPersistentModelIndex(model.index(50, 0))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: told.append((first.row(), last.row())))
    for n in range(1000):
        model.put([replace(model.record(n % 10), left=1000 + n)])
    with qtbot.waitSignal(model.dataChanged):
        pass
    assert told == [(0, 9)]
    assert model.index(9, 1).data() == "1999"
    assert place.row() == 50


def test_order_keeps_the_selected_row(qtbot: QtBot) -> None:
    model = open_model(make_people(20))
    place = QPersistentModelIndex(model.index(6, 0))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.record(0).left == 6
    assert model.data(place, DISPLAY) == "Person 6"


def test_the_server_sorts_what_is_not_all_here(qtbot: QtBot) -> None:
    model = open_model(make_people(200), "next")
    with qtbot.waitSignal(model.sort_wanted) as waiting:
        model.sort(1, Qt.SortOrder.DescendingOrder)
    assert waiting.args == ["left", True]


def test_runs_of_neighbours() -> None:
    assert list_runs([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]


def test_csv_runs_no_formula() -> None:
    rows = [("=1+1", "+49"), ("@x", "-2"), ("\tx", "fine, really")]
    text = write_csv(("Name", "Left"), rows).decode("utf-8-sig")
    assert text == "Name,Left\r\n'=1+1,'+49\r\n'@x,'-2\r\n'\tx,\"fine, really\"\r\n"


def test_live_rows_come_and_go_and_the_selection_stays(qtbot: QtBot) -> None:
    people = make_people(30)
    model = open_model(people)
    tester = QAbstractItemModelTester(model, FATAL)
    chosen = QPersistentModelIndex(model.index(10, 0))
    live = [*people[:3], Person("new", "New", 1), *people[5:], Person("last", "Last", 2)]
    model.reconcile(live)
    assert [model.record(row).key for row in range(model.rowCount())] == [person.key for person in live]
    assert model.record(chosen.row()).key == "m10"
    tester.deleteLater()


def test_rows_sorted_here_stay_sorted_when_news_comes(qtbot: QtBot) -> None:
    people = make_people(20)
    model = open_model(people)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.reconcile([*people, Person("new", "New", 99)])
    assert model.record(0).key == "new"
    model.show(people)
    shown = [model.record(row).left for row in range(20)]
    assert shown == sorted(shown, reverse=True)
    model.sort(-1)
    model.show(people)
    assert model.record(0).key == "m0"


def test_thousands_of_rows_come_in_slices_in_their_order(qtbot: QtBot) -> None:
    people = make_people(1_800)
    model = open_model([])
    tester = QAbstractItemModelTester(model, FATAL)
    model.reconcile(people)
    assert 0 < model.rowCount() < 1_800
    qtbot.waitUntil(lambda: model.rowCount() == 1_800)
    assert [model.record(row).key for row in range(1_800)] == [person.key for person in people]
    tester.deleteLater()
