"""A toast for what is done, with Undo for eight seconds."""

from typing import Final

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QStyle, QWidget

from desktop_admin.shell import Toast
from desktop_admin.widgets.labels import ElidedLabel
from desktop_admin.widgets.layouts import make_row

SHOWN_MS: Final = 8_000
SLIDE_MS: Final = 140
_EDGE: Final = 24
_MOTION: Final = QStyle.StyleHint.SH_Widget_Animation_Duration


class ToastBar(QFrame):
    """One toast at a time, at the lower right of its window; a newer one takes the place."""

    gone = Signal()

    def __init__(self, parent: QWidget, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setProperty("kind", "toast")
        self._toast: Toast | None = None
        self.text = ElidedLabel("")
        self.text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.undo = QPushButton(self.tr("Undo"))
        self.undo.clicked.connect(self.take_back)
        self.setLayout(make_row(self.text, self.undo, gap=12, margins=(14, 6, 8, 6)))
        self._timer = QTimer(self, singleShot=True, interval=shown_ms)
        self._timer.timeout.connect(self.dismiss)
        self._slide = QPropertyAnimation(self, b"pos", self)
        self._slide.setDuration(SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def show_toast(self, toast: Toast) -> None:
        """Show it; Undo is there if it can be taken back."""
        self._toast = toast
        self.text.setText(toast.text)
        self.undo.setVisible(toast.undo is not None)
        self.setAccessibleName(toast.text)
        self._fit()
        end = self._find_place()
        self.show()
        self.raise_()
        self._slide.stop()
        if self.style().styleHint(_MOTION, None, self):
            self._slide.setStartValue(end + QPoint(0, 24))
            self._slide.setEndValue(end)
            self._slide.start()
        else:
            self.move(end)
        self._timer.start()

    @property
    def is_moving(self) -> bool:
        """Whether it slides; it does not on a desktop without animations."""
        return self._slide.state() == QPropertyAnimation.State.Running

    def dismiss(self) -> None:
        """Take it away; it cannot be undone here any more."""
        self._timer.stop()
        self._toast = None
        self.hide()
        self.gone.emit()

    def follow_window(self) -> None:
        """Stay in the corner after the window changed its size."""
        if self.isVisible():
            self._slide.stop()
            self._fit()
            self.move(self._find_place())

    def take_back(self) -> None:
        """Undo it, if it can be and is still here."""
        toast = self._toast
        if toast is None or toast.undo is None:
            return
        self.dismiss()
        toast.undo()

    def _fit(self) -> None:
        """As wide as the text, but for one that would push Undo out of the window."""
        for part in (self.text, self.undo):
            part.ensurePolished()  # before the first show neither has its font yet
        whole = self.text.sizeHint().width()
        self.text.setFixedWidth(whole)
        self.adjustSize()
        over = self.width() - (self._ground.width() - 2 * _EDGE)
        if over > 0:
            self.text.setFixedWidth(max(whole - over, 0))
            self.adjustSize()

    def _find_place(self) -> QPoint:
        parent = self._ground
        return QPoint(
            max(_EDGE, parent.width() - self.width() - _EDGE), parent.height() - self.height() - _EDGE
        )
