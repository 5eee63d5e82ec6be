"""Rows and columns with the spacing always said: a nested layout would inherit none."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None


def make_row(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Left to right; None stretches, a number is so many pixels of air."""
    row = QHBoxLayout()
    row.setContentsMargins(*margins)
    row.setSpacing(gap)
    _fill(row, items)
    return row


def make_column(*items: Item, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Top to bottom; None stretches, a number is so many pixels of air."""
    column = QVBoxLayout()
    column.setContentsMargins(*margins)
    column.setSpacing(gap)
    _fill(column, items)
    return column


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[Item, ...]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def clear_layout(layout: QLayout) -> None:
    """Take everything out and destroy it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)
