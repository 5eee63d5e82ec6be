"""One invite: its QR code, its link, its code, and buttons that copy them."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from core.schemas.teams import Invite
from desktop_admin.context import Context
from desktop_admin.pages.members.columns import write_end
from desktop_admin.pages.members.qr import QrCode
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.words import write_number


class InviteView(QWidget):
    """Ways to hand an invite over; without a Telegram bot the QR code holds the invite code itself."""

    def __init__(self, context: Context, invite: Invite) -> None:
        super().__init__()
        self._context, self.invite = context, invite
        self.qr = QrCode()
        link = invite.telegram_link
        self.qr.show_text(link or invite.code, self.tr("QR code of the invite"))
        hint = Label(self._write_hint(), "small", wraps=True)
        rows = [
            self._make_line(self.tr("Telegram link"), link, self.tr("Link copied")) if link else None,
            self._make_line(self.tr("Code"), invite.code, self.tr("Code copied")),
            self._make_line(self.tr("On Slack"), invite.slack_command, self.tr("Slack command copied")),
        ]
        terms = Label(self._write_terms(), "small", wraps=True)
        self.setLayout(
            make_column(
                make_row(None, self.qr, None),
                hint,
                8,
                *(row for row in rows if row is not None),
                terms,
                None,
                gap=8,
            )
        )

    def _write_hint(self) -> str:
        if self.invite.telegram_link:
            return self.tr("Scan it with a phone to open the bot, or send the link.")
        return self.tr("No Telegram bot runs here yet; the code joins on any platform.")

    def _write_terms(self) -> str:
        used = self.tr("{used} of {cap} used").format(
            used=write_number(self.invite.used, self._context.locale),
            cap=write_number(self.invite.cap, self._context.locale),
        )
        if self.invite.expires_at is None:
            return self.tr("{used}; it does not expire.").format(used=used)
        end = write_end(self.invite, self._context.locale)
        return self.tr("{used}; it expires on {day}.").format(used=used, day=end)

    def _make_line(self, title: str, text: str, said: str) -> QWidget:
        line, edit = QWidget(), QLineEdit(text)
        edit.setProperty("kind", "field")
        edit.setReadOnly(True)
        edit.setCursorPosition(0)
        edit.setAccessibleName(title)
        label = Label(title, "small")
        label.setBuddy(edit)
        name = self.tr("Copy: {what}").format(what=title)
        copy = Button(
            self._context.theme, kind="icon", icon="copy", name=name, run=partial(self._copy, text, said)
        )
        copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.setLayout(make_column(label, make_row(edit, copy, gap=4), gap=3))
        return line

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._context.shell.say(said)
