"""The line under a page's title: what happened, one action, and a way to dismiss it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop_admin.shell import Notice
from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_row

_ICONS = {"warn": "warning", "bad": "warning", "info": "info", "ok": "check"}
_TOKENS = {"warn": "warn", "bad": "bad", "info": "accent", "ok": "ok"}


class Banner(QFrame):
    """Not modal, and it stays until it is dismissed or its cause is gone."""

    dismissed = Signal()

    def __init__(self, theme: Theme, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._theme = theme
        self.setProperty("kind", "banner")
        self.setProperty("tone", notice.tone)
        self._picture = QLabel()
        strong, text = Label(notice.strong, "strong"), Label(notice.text, wraps=True)
        items = [self._picture, strong, text]
        row = make_row(*items, gap=8, margins=(14, 7, 8, 7))
        row.setStretch(2, 1)
        if notice.action is not None:
            row.addWidget(Button(theme, notice.action[0], kind="outline", run=notice.action[1]))
        close = Button(theme, kind="icon", icon="close", name=self.tr("Dismiss"), run=self.dismissed.emit)
        row.addWidget(close)
        self.setLayout(row)
        self.setAccessibleName(f"{notice.strong} {notice.text}".strip())
        theme.changed.connect(self._retint)
        self._retint()

    def _retint(self) -> None:
        tone = self.notice.tone
        icon = self._theme.icon(_ICONS.get(tone, "info"), _TOKENS.get(tone, "accent"))
        self._picture.setPixmap(icon.pixmap(16, 16))
