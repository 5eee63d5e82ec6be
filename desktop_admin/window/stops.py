"""Where Tab goes: from one control to the next as they lie on the window, whenever they were made."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_TAB: Final = Qt.FocusPolicy.TabFocus.value


def order_stops(*roots: QWidget) -> None:
    """Have Tab follow the layouts of these; Qt itself goes by when each was made."""
    stops = dict.fromkeys(stop for root in roots for stop in list_stops(root))
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def list_stops(widget: QWidget) -> Iterator[QWidget]:
    """What is shown of `widget` and takes the focus, in the order of its layouts."""
    if widget.isHidden():
        return
    if widget.focusPolicy().value & _TAB:
        yield widget
    layout, inner = widget.layout(), widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from list_stops(inner)
    elif layout is not None:
        yield from _list_in(layout)


def _list_in(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget is not None:
            yield from list_stops(widget)
        elif inner is not None:
            yield from _list_in(inner)
