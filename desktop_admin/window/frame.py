"""The window itself: there at once, with grey shapes until what it holds has been read and built."""

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSettings, Qt
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop_admin.theme.theme import Theme
from desktop_admin.theme.tokens import GUTTER, SIDEBAR_WIDTH

SMALLEST: Final = (1100, 680)
DESIGNED: Final = (1440, 900)
GEOMETRY: Final = "window/geometry"  # where they are kept
LAST_PAGE: Final = "window/page"


class Frame(QMainWindow):
    """Remembers its size and place; imports nothing that could hold up its first paint.

    `is_known` says that somebody was signed in here, so that a page is what comes.
    """

    def __init__(self, theme: Theme, settings: QSettings, *, is_known: bool) -> None:
        super().__init__()
        self._settings = settings
        self.setWindowTitle("Closeup")
        self.setMinimumSize(*SMALLEST)
        self.setCentralWidget(_Shapes(theme, is_known=is_known))
        self.resize(*DESIGNED)
        kept = settings.value(GEOMETRY)
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)

    def hold(self, content: QWidget) -> None:
        """Show this from now on, under its title."""
        content.windowTitleChanged.connect(self.setWindowTitle)
        self.setWindowTitle(content.windowTitle())
        self.setCentralWidget(content)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember size and place."""
        self._settings.setValue(GEOMETRY, self.saveGeometry())
        super().closeEvent(event)


class _Shapes(QWidget):
    """Where the sidebar and the page will be, or the card for signing in."""

    def __init__(self, theme: Theme, *, is_known: bool) -> None:
        super().__init__()
        self._tokens, self._is_known = theme.tokens, is_known
        self.setAccessibleName(self.tr("Loading"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Plain grounds, and grey shapes on them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._tokens.bg))
        painter.setPen(Qt.PenStyle.NoPen)
        if self._is_known:
            self._paint_page(painter)
        else:
            painter.setBrush(QColor(self._tokens.surface))
            middle = QRectF(self.rect()).center()
            painter.drawRoundedRect(QRectF(middle.x() - 200, middle.y() - 180, 400, 360), 10, 10)

    def _paint_page(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, SIDEBAR_WIDTH, self.height(), QColor(self._tokens.surface))
        painter.fillRect(SIDEBAR_WIDTH - 1, 0, 1, self.height(), QColor(self._tokens.border))
        painter.setBrush(QColor(self._tokens.raised))
        for place in range(9):
            painter.drawRoundedRect(QRectF(16, 24 + place * 40, SIDEBAR_WIDTH - 32, 18), 6, 6)
        painter.setBrush(QColor(self._tokens.surface))
        left, width = SIDEBAR_WIDTH + GUTTER, self.width() - SIDEBAR_WIDTH - 2 * GUTTER
        for top, height in ((24, 40), (84, 104), (202, 260), (476, self.height() - 500)):
            painter.drawRoundedRect(QRectF(left, top, width, height), 10, 10)
