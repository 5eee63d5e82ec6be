"""The command palette: Ctrl K, a few letters, Enter."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_admin.commands import Command, Commands
from desktop_admin.models.columns import DISPLAY, EXTRA
from desktop_admin.theme.fonts import make_font
from desktop_admin.theme.icons import paint_icon
from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column
from desktop_admin.widgets.row_delegate import AnyIndex

_STEPS: Final = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter.value)


class _Line(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(200, 38)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens, command = self._theme.tokens, index.data(EXTRA)
        rect: QRect = option.rect
        box = QRectF(rect).adjusted(8, 1, -8, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(box, 6, 6)
        if command.icon:
            square = QRectF(box.left() + 10, box.center().y() - 8, 16, 16)
            paint_icon(painter, command.icon, tokens.muted, square)
        small = make_font(12)
        hint = " · ".join(text for text in (command.group, command.hint) if text)
        room = QFontMetrics(small).horizontalAdvance(hint) + 12
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(box.adjusted(0, 0, -12, 0), int(Qt.AlignmentFlag.AlignRight) | _MIDDLE, hint)
        body = make_font(13, QFont.Weight.Medium)
        painter.setFont(body)
        painter.setPen(QColor(tokens.text))
        left = box.adjusted(36, 0, -room, 0)
        shown = QFontMetrics(body).elidedText(
            command.title, Qt.TextElideMode.ElideRight, max(int(left.width()), 0)
        )
        painter.drawText(left, _MIDDLE, shown)
        painter.restore()


class PaletteDialog(QDialog):
    """Pages, members and verbs; what is chosen runs after it closed."""

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint)
        self._commands = commands
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("Search or run a command"))
        self.field = QLineEdit()
        self.field.setProperty("kind", "palette")
        self.field.setPlaceholderText(self.tr("Search pages, members and commands"))
        self.field.setAccessibleName(self.accessibleName())
        self.list = QListWidget()
        self.list.setItemDelegate(_Line(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = Label(self.tr("Nothing has all of these words."), "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame = QFrame()
        frame.setProperty("kind", "palette")
        frame.setLayout(make_column(self.field, 6, self.nothing, self.list, 6, gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(make_column(frame))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.list.itemClicked.connect(lambda _item: self._run())
        self.resize(560, 420)
        self._search("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter of the field move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(event.key())
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self.list.clear()
        for command in self._commands.search(text):
            item = QListWidgetItem(command.title)
            item.setData(EXTRA, command)
            item.setData(DISPLAY, command.title)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(not self.list.count())

    def _run(self) -> None:
        if not self.list.count():
            return
        command: Command = self.list.currentItem().data(EXTRA)
        self.accept()
        command.run()
