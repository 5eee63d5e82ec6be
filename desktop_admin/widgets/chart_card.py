"""A chart in its card: title, a choice of spans, and the table it is made from."""

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.charts import Chart, Point
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row


class ChartCard(Card):
    """`span_chosen(name)` when another span is wanted."""

    span_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        title: str,
        chart: Chart,
        spans: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self.chart = title, chart
        self.total = Label("", "muted")
        self.spans = Chips(theme)
        self.spans.show_choices([(name, text, None) for name, text in spans])
        self.spans.chosen.connect(self.span_chosen)
        self._titles: tuple[str, str] = ("", "")
        self.twin = Button(theme, kind="icon", icon="table", name=self.tr("Show as a table"))
        self.twin.setCheckable(True)
        self.twin.toggled.connect(self._turn)
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        head = make_row(Label(title, "section"), self.total, None, self.spans, self.twin, gap=10)
        self.setLayout(make_column(head, self._stack, gap=8, margins=(16, 12, 16, 10)))

    def show_points(self, points: Sequence[Point], titles: tuple[str, str], total: str = "") -> None:
        """Show the points as a chart and as a table under these titles."""
        self.chart.show_points(self._title, points)
        self.total.setText(total)
        self._titles = titles
        if self.twin.isChecked():
            self._fill_table()

    @cached_property
    def table(self) -> QTableWidget:
        """The chart's twin, made for who looks: three of them took half of the time in which a page is made."""
        table = QTableWidget(0, len(self._titles))
        table.setAccessibleName(self._title)
        _prepare(table)
        self._stack.addWidget(table)
        return table

    def _turn(self, as_table: bool) -> None:  # noqa: FBT001 - a signal hands its value over so
        if as_table:
            self._fill_table()
        self._stack.setCurrentIndex(int(as_table))

    def _fill_table(self) -> None:
        # A year of rows costs more than the drawing, so it is made for those who look.
        points = self.chart.points
        self.table.setHorizontalHeaderLabels(self._titles)
        self.table.setRowCount(len(points))
        for row, point in enumerate(reversed(points)):
            self.table.setItem(row, 0, QTableWidgetItem(point.label))
            self.table.setItem(row, 1, QTableWidgetItem(point.shown_value))


def _prepare(table: QTableWidget) -> None:
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().setDefaultSectionSize(28)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
