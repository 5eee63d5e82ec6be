"""The strip over the page while the server cannot be reached."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from desktop_admin.context import Context
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_row
from desktop_admin.words import write_time


class OfflineStrip(QFrame):
    """Says since when the data is, and when the next try is."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("kind", "strip")
        self.text = Label("", "strong")
        self.retry = Button(context.theme, self.tr("Retry now"), run=self._retry)
        self.setLayout(make_row(self.text, None, self.retry, margins=(24, 6, 24, 6)))
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.refresh)
        context.connection.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show or hide it, and count down."""
        connection = self._context.connection
        self.setVisible(not connection.is_online)
        if connection.is_online:
            self._second.stop()
            return
        self._second.start()
        words = [self.tr("Offline.")]
        if connection.answered_at is not None:
            time = write_time(connection.answered_at, self._context.locale)
            words.append(self.tr("Showing data from {time}.").format(time=time))
        seconds = connection.retry_seconds
        words.append(
            self.tr("Retrying in {n} s.").format(n=seconds) if seconds else self.tr("Trying again now.")
        )
        self.text.setText(" ".join(words))
        self.setAccessibleName(self.text.text())

    def _retry(self) -> None:
        self._context.connection.retry_now()
        self._context.stores.refresh()
        self.refresh()
