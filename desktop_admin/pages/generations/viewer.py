"""The picture viewer: four pictures, one at a time in full, by keyboard."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtWidgets import QDialog, QFileDialog, QSizePolicy, QWidget

from core.domain.generations import PICTURES
from core.schemas.generations import Headshot, Picture
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.generations.pictures import LARGEST, Decoder
from desktop_admin.pages.generations.saving import describe_unwritable, save_bytes, write_file_name
from desktop_admin.pages.generations.states import write_style
from desktop_admin.theme.icons import paint_icon
from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.words import embed

SMALL: Final = QSize(60, 75)
_EDGE: Final = 48
Favour = Callable[[Headshot, int | None, Callable[[Headshot], object]], object]


class Canvas(QWidget):
    """One picture, fitted; or at its own size, dragged with the mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.picture: QPixmap | None = None
        self.note = ""
        self.fits = True
        self._offset = QPointF()
        self._held: QPointF | None = None
        self.setMinimumSize(320, 280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_picture(self, picture: QPixmap | None, note: str = "") -> None:
        """Show another one, or a line in its place."""
        self.picture, self.note, self._offset = picture, note, QPointF()
        self.update()

    def zoom(self, *, fits: bool) -> None:
        """Fit it into the window, or show it at its own size."""
        self.fits, self._offset = fits, QPointF()
        self.setCursor(Qt.CursorShape.ArrowCursor if fits else Qt.CursorShape.OpenHandCursor)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, or the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.raised))
        if self.picture is None:
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.note)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._find_place(self.picture), self.picture, QRectF(self.picture.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton and not self.fits:
            self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._held is not None:
            self._offset += event.position() - self._held
            self._held = event.position()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Between fitted and its own size."""
        self.zoom(fits=not self.fits)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up shows it at its own size, down fits it."""
        self.zoom(fits=event.angleDelta().y() < 0)

    def _find_place(self, picture: QPixmap) -> QRectF:
        size = QSize(picture.size())
        if self.fits and (size.width() > self.width() or size.height() > self.height()):
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner + self._offset, QRectF(0, 0, size.width(), size.height()).size())


class _Frame(Button):
    """One of the small pictures below; its number is its name."""

    def __init__(self, theme: Theme, n: int, run: Callable[[], object], name: str) -> None:
        super().__init__(theme, kind="icon", name=name, run=run)
        self._tokens = theme
        self.n, self.picture, self.is_favourite = n, QPixmap(), False
        self.setCheckable(True)
        self.setStyleSheet(
            f"min-width: {SMALL.width() + 8}px; max-width: {SMALL.width() + 8}px;"
            f"min-height: {SMALL.height() + 8}px; max-height: {SMALL.height() + 8}px;"
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture with a rim when it is the shown one, a star when it is the favourite."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = self._tokens.tokens
        inner = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.fillRect(inner, QColor(tokens.raised))
        if not self.picture.isNull():
            painter.drawPixmap(inner, self.picture, QRectF(self.picture.rect()))
        if self.isChecked() or self.hasFocus():
            colour = tokens.accent if self.isChecked() else tokens.field
            painter.setPen(QPen(QColor(colour), 2.5))
            painter.drawRoundedRect(inner.adjusted(-2, -2, 2, 2), 4, 4)
        if self.is_favourite:
            spot = QRectF(inner.right() - 20, inner.top() + 3, 17, 17)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.surface))
            painter.drawEllipse(spot)
            paint_icon(painter, "star-filled", tokens.held, spot.adjusted(3, 3, -3, -3))


class Viewer(QDialog):
    """Left and Right go round, 1 to 4 go there, F marks the favourite, S saves, Z zooms, Esc closes.

    `favour(headshot, n, done)` chooses the favourite; the pictures are forgotten when it closes.
    """

    changed = Signal(object)

    def __init__(self, context: Context, shot: Headshot, name: str, favour: Favour, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._context, self.shot, self._name, self._favour = context, shot, name, favour
        self.place = 0
        self._whole: dict[int, QPixmap] = {}
        self._bytes: dict[int, bytes] = {}
        self._troubles: dict[int, str] = {}
        self._decoder = Decoder(self)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Headshots of {name}").format(name=embed(name)))
        theme = context.theme
        self.canvas = Canvas(theme)
        self.canvas.show_picture(None, self.tr("Loading…"))
        self.star = Button(theme, self.tr("Favourite"), icon="star", run=self.favour_shown)
        self.save = Button(theme, self.tr("Save picture…"), icon="download", run=self.save_shown)
        self.fit = Button(theme, self.tr("Actual size"), run=self.toggle_zoom)
        self.back = Button(
            theme, kind="icon", icon="back", name=self.tr("Previous picture"), run=lambda: self.step(-1)
        )
        self.forth = Button(
            theme, kind="icon", icon="forth", name=self.tr("Next picture"), run=lambda: self.step(1)
        )
        self.leave = Button(theme, kind="icon", icon="close", name=self.tr("Close"), run=self.accept)
        self.where, self.trouble = Label("", "muted"), Label("", "error", wraps=True)
        self.trouble.hide()
        self._frames: list[_Frame] = []
        self._strip = make_row(gap=6)
        self._lay_out()
        self._fill_window(parent.window())
        self._bind_keys()
        self._context.session.changed.connect(self.reject)
        self._load()

    @property
    def count(self) -> int:
        """How many pictures are here in full."""
        return len(self._whole)

    @property
    def picture(self) -> Picture | None:
        """The one that is shown."""
        return self.shot.pictures[self.place] if self.place < len(self.shot.pictures) else None

    def step(self, by: int) -> None:
        """The next or the one before, round and round."""
        if self.shot.pictures:
            self.show_place((self.place + by) % len(self.shot.pictures))

    def show_place(self, place: int) -> None:
        """Show the picture at a place, counted from 0."""
        if not 0 <= place < len(self.shot.pictures):
            return
        self.place = place
        n = self.shot.pictures[place].n
        self.canvas.show_picture(self._whole.get(n), self._troubles.get(n) or self.tr("Loading…"))
        self.where.setText(self.tr("{n} of {total}").format(n=place + 1, total=len(self.shot.pictures)))
        self.canvas.setAccessibleName(
            self.tr("Picture {n} of {total}, {name}").format(
                n=place + 1, total=len(self.shot.pictures), name=self._name
            )
        )
        self._refresh_marks()

    def favour_shown(self) -> None:
        """Make the shown one the favourite, or no longer."""
        picture = self.picture
        if picture is not None:
            self._favour(
                self.shot, None if self.shot.favourite == picture.n else picture.n, self._take_favourite
            )

    def toggle_zoom(self) -> None:
        """Between fitted and its own size."""
        self.canvas.zoom(fits=not self.canvas.fits)
        self.fit.setText(self.tr("Actual size") if self.canvas.fits else self.tr("Zoom to fit"))

    def save_shown(self) -> None:
        """Ask where to, and write the picture there."""
        picture = self.picture
        if picture is None or picture.n not in self._bytes:
            return
        proposed = write_file_name(self._name, self.shot, picture.n)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save picture"), proposed, "JPEG (*.jpg)")
        if chosen:
            self.write_picture(Path(chosen), picture.n)

    def write_picture(self, path: Path, n: int) -> None:
        """Write picture `n`, and say so."""
        if save_bytes(path, self._bytes[n]):
            self._say("")
            self._context.shell.say(self.tr("Saved: {file}").format(file=path.name))
        else:
            self._say(" ".join(describe_unwritable()))

    # ---- its own

    def _bind_keys(self) -> None:
        """As shortcuts, since the arrows would move the focus between the buttons."""
        runs: dict[str, Callable[[], object]] = {
            "Left": lambda: self.step(-1),
            "Right": lambda: self.step(1),
            "F": self.favour_shown,
            "S": self.save_shown,
            "Z": self.toggle_zoom,
        }
        runs |= {str(place + 1): partial(self.show_place, place) for place in range(PICTURES)}
        for keys, run in runs.items():
            QShortcut(QKeySequence(keys), self, run)

    def _load(self) -> None:
        call = self._context.api.generations.show(self.shot.headshot_id).cancel_with(self)
        call.then(self._take, self._refuse)

    def _take(self, shot: Headshot) -> None:
        self.shot = shot
        for place, picture in enumerate(shot.pictures):
            name = self.tr("Show picture {n}").format(n=place + 1)
            frame = _Frame(self._context.theme, picture.n, partial(self.show_place, place), name)
            frame.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._frames.append(frame)
            self._strip.addWidget(frame)
        if not shot.pictures:
            self.canvas.show_picture(None, self.tr("There are no pictures any more."))
            return
        favoured = next((place for place, one in enumerate(shot.pictures) if one.n == shot.favourite), 0)
        self.show_place(favoured)
        order = sorted(range(len(shot.pictures)), key=lambda place: place != favoured)
        for place in order:
            self._fetch(shot.pictures[place])

    def _fetch(self, picture: Picture) -> None:
        call = self._context.api.generations.fetch_picture(picture.url).cancel_with(self)
        call.then(
            lambda data: self._take_bytes(picture.n, data),
            lambda error: self._lack(picture.n, error.sentence),
        )

    def _take_bytes(self, n: int, data: bytes) -> None:
        self._bytes[n] = data
        self._decoder.decode(data, LARGEST, lambda image: self._take_image(n, image))

    def _take_image(self, n: int, image: QImage) -> None:
        if image.isNull():
            self._lack(n, self.tr("This file is no picture."))
            return
        self._whole[n] = QPixmap.fromImage(image)
        small = self._whole[n].scaled(
            SMALL * 2,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        for frame in self._frames:
            if frame.n == n:
                frame.picture = small
                frame.update()
        self._refresh_shown(n)

    def _lack(self, n: int, sentence: str) -> None:
        self._troubles[n] = sentence
        self._refresh_shown(n)

    def _refresh_shown(self, n: int) -> None:
        if self.picture is not None and self.picture.n == n:
            self.show_place(self.place)

    def _take_favourite(self, shot: Headshot) -> None:
        self.shot = self.shot.model_copy(update={"favourite": shot.favourite})
        self._say("")
        self._refresh_marks()
        self.changed.emit(self.shot)

    def _refuse(self, error: ApiError) -> None:
        self.canvas.show_picture(None, error.text)

    def _refresh_marks(self) -> None:
        picture = self.picture
        is_favourite = picture is not None and picture.n == self.shot.favourite
        self.star.setText(self.tr("Favourite chosen") if is_favourite else self.tr("Make favourite"))
        self.star.show_icon("star-filled" if is_favourite else "star")
        self.save.setEnabled(picture is not None and picture.n in self._bytes)
        for place, frame in enumerate(self._frames):
            frame.setChecked(place == self.place)
            frame.is_favourite = frame.n == self.shot.favourite
            frame.update()

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        title = ElidedLabel(self._name, "section")
        style = Label(write_style(self.shot.style), "muted")
        words = make_column(title, style, gap=0)
        head = make_row(words, self.star, self.save, self.fit, self.leave, gap=8, margins=(20, 12, 12, 12))
        head.setStretch(0, 1)
        middle = make_row(self.canvas)
        foot = make_row(None, self.back, self._strip, self.forth, None, gap=10, margins=(20, 10, 20, 4))
        below = make_row(None, self.where, None, margins=(20, 0, 20, 10))
        told = make_row(self.trouble, margins=(20, 0, 20, 0))
        column = make_column(head, told, middle, foot, below, gap=0)
        column.setStretch(2, 1)
        self.setLayout(column)
        for button in (self.star, self.save, self.fit, self.back, self.forth, self.leave):
            # Left and Right are the viewer's, whatever has the focus.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._refresh_marks()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.setFocus()

    def _fill_window(self, window: QWidget) -> None:
        size = window.size()
        self.resize(max(size.width() - 2 * _EDGE, 720), max(size.height() - 2 * _EDGE, 560))
