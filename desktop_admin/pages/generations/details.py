"""The drawer of one headshot: its pictures, how it stands, what became of the credit, and what can be done."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.domain.generations import GenerationStatus
from core.schemas.generations import Headshot, Picture
from desktop_admin.context import Context
from desktop_admin.pages.generations.pictures import Decoder
from desktop_admin.pages.generations.reasons import write_reason
from desktop_admin.pages.generations.states import (
    TONES,
    Members,
    write_credit,
    write_name,
    write_status,
    write_style,
    write_took,
)
from desktop_admin.pages.generations.verbs import Verbs
from desktop_admin.widgets.avatar import Avatar
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Dot
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.words import write_exact, write_moment_of_day

SMALL: Final = QSize(134, 168)


class Details(QWidget):
    """`viewed(headshot)` when somebody wants to see the pictures in full; follows news through `show_headshot`."""

    viewed = Signal(object)

    def __init__(
        self, context: Context, shot: Headshot, verbs: Verbs, members: Callable[[], Members]
    ) -> None:
        super().__init__()
        self._context, self.shot, self._members = context, shot, members
        self._decoder = Decoder(self)
        theme = context.theme
        self._dot = Dot(theme, "muted")
        self.state, self.credit = Label("", "strong"), Label("", "muted", wraps=True)
        self.reason = _Reason()
        self.pictures = [_Small(lambda: self.viewed.emit(self.shot)) for _ in range(shot.total)]
        self._grid = QWidget()
        self.view = Button(
            theme, self.tr("View pictures"), kind="primary", run=lambda: self.viewed.emit(self.shot)
        )
        self.redo = Button(theme, self.tr("Redo…"), icon="refresh", run=lambda: verbs.redo(self.shot))
        self.cancel = Button(theme, self.tr("Cancel…"), kind="danger", run=lambda: verbs.cancel([self.shot]))
        self.delete = Button(
            theme, self.tr("Delete…"), kind="danger", icon="trash", run=lambda: verbs.delete([self.shot])
        )
        self._avatar, self._name = Avatar(theme, 32), ElidedLabel("", "strong")
        self._asked, self._took, self._progress = Label(""), Label(""), Label("")
        self.setLayout(self._lay_out())
        context.connection.changed.connect(self._render)
        self._loaded: tuple[GenerationStatus, int] | None = None
        self._render()

    def show_headshot(self, shot: Headshot) -> None:
        """News of it."""
        self.shot = shot
        self._render()

    def _lay_out(self) -> QVBoxLayout:
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, small in enumerate(self.pictures):
            grid.addWidget(small, place // 2, place % 2)
        copy_id = Button(
            self._context.theme,
            kind="icon",
            icon="copy",
            name=self.tr("Copy the headshot's id"),
            run=self._copy_id,
        )
        who = make_row(self._avatar, self._name, gap=10)
        who.setStretch(1, 1)
        return make_column(
            who,
            4,
            make_row(self._dot, self.state, None, gap=7),
            self.credit,
            self.reason,
            4,
            self._grid,
            4,
            self._make_line(self.tr("Style"), Label(write_style(self.shot.style))),
            self._make_line(self.tr("Pictures"), self._progress),
            self._make_line(self.tr("Requested"), self._asked),
            self._make_line(self.tr("Took"), self._took),
            self._make_line(self.tr("Id"), ElidedLabel(self.shot.headshot_id), copy_id),
            8,
            self.view,
            self.redo,
            self.cancel,
            self.delete,
            None,
            gap=6,
        )

    def _make_line(self, name: str, *values: QWidget) -> QHBoxLayout:
        title = Label(name, "muted")
        title.setFixedWidth(88)
        row = make_row(title, *values, gap=8)
        row.setStretch(1, 1)
        return row

    def _render(self) -> None:
        shot, context = self.shot, self._context
        name = write_name(shot, self._members())
        self._avatar.show_person(name, shot.member_id)
        self._name.setText(name)
        self._dot.set_token(TONES[shot.status])
        self.state.setText(write_status(shot.status))
        self.credit.setText(write_credit(shot))
        self.reason.say(write_reason(shot) if shot.status is GenerationStatus.FAILED else "")
        self._progress.setText(self.tr("{done} of {total}").format(done=shot.done, total=shot.total))
        self._asked.setText(write_moment_of_day(shot.created_at, context.clock(), context.locale))
        self._asked.setToolTip(write_exact(shot.created_at, context.locale))
        self._took.setText(write_took(shot) or self.tr("Not done yet"))
        is_ready, is_open = shot.status is GenerationStatus.COMPLETED, shot.status.is_open
        self._grid.setVisible(is_ready and shot.done > 0)
        self.view.setVisible(is_ready and shot.done > 0)
        self.cancel.setVisible(is_open)
        self.redo.setVisible(not is_open)
        self.delete.setVisible(not is_open)
        for button in (self.redo, self.cancel, self.delete):
            button.allow(context.connection.is_online, self.tr("You are offline."))
        if is_ready and self._loaded != (shot.status, shot.done):
            self._loaded = (shot.status, shot.done)
            self._load()

    def _load(self) -> None:
        call = self._context.api.generations.show(self.shot.headshot_id).cancel_with(self)
        call.then(self._take)

    def _take(self, shot: Headshot) -> None:
        for small, picture in zip(self.pictures, shot.pictures, strict=False):
            self._fetch(small, picture)
        for small in self.pictures[len(shot.pictures) :]:
            small.hide()

    def _fetch(self, small: "_Small", picture: Picture) -> None:
        size = SMALL * self.devicePixelRatioF()
        call = self._context.api.generations.fetch_picture(picture.thumb_url).cancel_with(self)
        call.then(lambda data: self._decoder.decode(data, size, small.show_image))

    def _copy_id(self) -> None:
        QGuiApplication.clipboard().setText(self.shot.headshot_id)
        self._context.shell.say(self.tr("Copied."))


class _Small(QLabel):
    """A small picture; a click shows all of them in full."""

    def __init__(self, run: Callable[[], object]) -> None:
        super().__init__()
        self._run = run
        self.setFixedSize(SMALL)
        self.setProperty("kind", "picture")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_image(self, image: QImage) -> None:
        """Show it, once it is decoded."""
        if not image.isNull():
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(image.width() / SMALL.width())
            self.setPixmap(picture)

    def mouseReleaseEvent(self, _event: object) -> None:
        """The click."""
        self._run()


class _Reason(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self.setProperty("tone", "bad")
        self.text = Label("", wraps=True)
        self.setLayout(make_column(self.text, margins=(12, 8, 12, 8)))

    def say(self, sentence: str) -> None:
        """Show why it failed, or nothing."""
        self.text.setText(sentence)
        self.setVisible(bool(sentence))
