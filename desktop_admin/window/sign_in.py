"""Signing in: the server's address and a one-time code."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop_admin.api.address import read_server
from desktop_admin.api.errors import ApiError, Invalid
from desktop_admin.context import Context
from desktop_admin.shell import Notice
from desktop_admin.widgets.banner import Banner
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.field import Field
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row

if TYPE_CHECKING:
    from core.schemas.teams import Exchange
    from desktop_admin.api.call import Call

LAST_SERVER = "session/server"


class SignIn(QWidget):
    """`left` when the person goes back to a team they are signed in to."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._call: Call[Exchange] | None = None
        self._banner: Banner | None = None
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.server = Field(self.tr("Server"))
        self.server.edit.setPlaceholderText("closeup.example.com")
        self.server.edit.setText(str(context.settings.value(LAST_SERVER, "")))
        self.code = Field(self.tr("One-time code"))
        self.code.edit.setPlaceholderText("XXXX-XXXX-XXXX")
        self.code.edit.setMaxLength(64)
        self.button = Button(context.theme, self.tr("Sign in"), kind="primary", run=self.sign_in)
        self.back = Button(context.theme, self.tr("Back"), kind="quiet", run=self.left.emit)
        for field in (self.server, self.code):
            field.edit.returnPressed.connect(self.sign_in)
        self._notices = make_column(gap=8)
        self._picture = QLabel()
        self._build()
        context.theme.changed.connect(self._retint)
        context.session.changed.connect(self.refresh)
        self._retint()
        self.refresh()

    def refresh(self) -> None:
        """Offer the way back only where there is one."""
        self.back.setVisible(self._context.session.current is not None)

    def say(self, notice: Notice | None) -> None:
        """Say why the person is here, or nothing."""
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if notice is not None:
            self._banner = Banner(self._context.theme, notice)
            self._banner.dismissed.connect(lambda: self.say(None))
            self._notices.addWidget(self._banner)

    def prepare(self, server: str = "") -> None:
        """Begin: the server is kept, the code is asked for."""
        if server:
            self.server.edit.setText(server)
        self.code.edit.clear()
        self.code.accept_input()
        target = self.code if self.server.text else self.server
        QTimer.singleShot(0, target.edit, lambda: self.isHidden() or target.edit.setFocus())

    def sign_in(self) -> None:
        """Ask the server for a key."""
        if self._call is not None:
            return
        try:
            server = read_server(self.server.text)
        except Invalid as wrong:
            self.server.refuse(wrong.text)
            return
        if not self.code.text:
            self.code.refuse(self.tr("Enter the code that closeup init or /console gave you."))
            return
        self._wait(is_waiting=True)
        self._call = self._context.session.exchange(server, self.code.text)
        self._call.then(lambda _found: self._welcome(server), self._refuse).settled.connect(self._end)

    def _welcome(self, server: str) -> None:
        self._context.settings.setValue(LAST_SERVER, server)
        self.say(None)
        self.code.edit.clear()

    def _refuse(self, error: ApiError) -> None:
        field = (
            self.code if error.code in {"not_signed_in", "malformed", "too_many_requests"} else self.server
        )
        QTimer.singleShot(0, field, lambda: field.refuse(error.text))

    def _end(self) -> None:
        self._call = None
        self._wait(is_waiting=False)

    def _wait(self, *, is_waiting: bool) -> None:
        self.button.setEnabled(not is_waiting)
        self.button.setText(self.tr("Signing in…") if is_waiting else self.tr("Sign in"))
        self.server.edit.setEnabled(not is_waiting)
        self.code.edit.setEnabled(not is_waiting)

    def _build(self) -> None:
        card = Card()
        card.setFixedWidth(400)
        hint = self.tr(
            "The code comes from closeup init, or from the bot when you send /console. It works once, for 10 minutes."
        )
        card.setLayout(
            make_column(
                make_row(self._picture, Label(self.tr("Sign in to Closeup"), "title"), None, gap=12),
                Label(hint, "muted", wraps=True),
                4,
                self.server,
                self.code,
                6,
                self.button,
                self.back,
                gap=12,
                margins=(28, 26, 28, 24),
            )
        )
        column = make_column(None, self._notices, card, None, gap=16)
        self.setLayout(make_row(None, column, None))

    def _retint(self) -> None:
        self._picture.setPixmap(self._context.theme.icon("generations", "accent").pixmap(28, 28))
