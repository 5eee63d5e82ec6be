"""The card that shows how far a ZIP is, and lets a person stop it or go on after an error."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.generations.saving import FavouritesZip
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row


class ZipCard(Card):
    """`ended` when the file is there, or will not be."""

    ended = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._job: FavouritesZip | None = None
        self._file = ""
        self.text = Label("", "strong")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress of the download"))
        self.again = Button(context.theme, self.tr("Try again"), run=self._resume)
        self.stop = Button(context.theme, self.tr("Stop"), run=self._stop)
        row = make_row(make_column(self.text, self.bar, gap=8), self.again, self.stop, gap=12)
        row.setStretch(0, 1)
        row.setContentsMargins(16, 10, 12, 12)
        self.setLayout(row)
        self.hide()

    def follow(self, job: FavouritesZip, file: str) -> None:
        """Show this one."""
        self._job, self._file = job, file
        job.progressed.connect(self._show)
        job.failed.connect(self._wait)
        job.finished.connect(lambda _saved: self._end())
        job.broken.connect(self._end)
        self._show(0, 0)
        self.show()

    def _show(self, done: int, total: int) -> None:
        self.again.hide()
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if total:
            words = self.tr("Saving {file}: {done} of {total}")
            self.text.setText(words.format(file=self._file, done=done, total=total))
        else:
            self.text.setText(self.tr("Looking for favourites: %n found", "", done))

    def _wait(self, error: ApiError) -> None:
        self.text.setText(error.text)
        self.again.show()

    def _resume(self) -> None:
        self.again.hide()
        if self._job is not None:
            self._job.resume()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
        self._end()

    def _end(self) -> None:
        self.hide()
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
            self.ended.emit()
