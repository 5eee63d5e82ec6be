"""The drawer at the right: details of one thing, not modal, closed by Esc."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop_admin.theme.theme import Theme
from desktop_admin.theme.tokens import DRAWER_WIDTH
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import ElidedLabel
from desktop_admin.widgets.layouts import make_column, make_row


class Drawer(QFrame):
    """Holds one content at a time and destroys the last."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "drawer")
        self.setFixedWidth(DRAWER_WIDTH)
        self.title = ElidedLabel("", "title")
        self.close_button = Button(
            theme, kind="icon", icon="close", name=self.tr("Close"), run=self.close_drawer
        )
        head = make_row(self.title, self.close_button, margins=(20, 18, 16, 4))
        head.setStretch(0, 1)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(make_column(head, self._area, gap=0))
        self._came_from: QWidget | None = None
        self.hide()

    @property
    def content(self) -> QWidget | None:
        """What it shows."""
        return self._area.widget()

    def open_with(self, title: str, content: QWidget) -> None:
        """Show `content`, whose margins it sets."""
        self._remember(self.window().focusWidget())
        self.title.setText(title)
        self.setAccessibleName(title)
        layout = content.layout()
        if layout is not None:
            layout.setContentsMargins(20, 8, 20, 20)
        self._area.setWidget(content)
        content.setAutoFillBackground(False)
        self.show()
        self.raise_()

    def close_drawer(self) -> None:
        """Hide it and destroy what it showed; the keyboard goes back to where it came from."""
        if self.isHidden():
            return
        if self.isAncestorOf(self.window().focusWidget()) and self._came_from is not None:
            self._came_from.setFocus()
        self._remember(None)
        self.hide()
        content = self._area.takeWidget()
        if content is not None:
            content.deleteLater()
        self.closed.emit()

    def _remember(self, widget: QWidget | None) -> None:
        if widget is not None and self.isAncestorOf(widget):
            return  # one content took the place of another
        if self._came_from is not None:
            self._came_from.destroyed.disconnect(self._forget)
        self._came_from = widget
        if widget is not None:
            widget.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._came_from = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)
