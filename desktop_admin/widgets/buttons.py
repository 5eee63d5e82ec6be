"""Buttons whose icons keep the colours of the theme."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_admin.theme.theme import Theme


class Button(QPushButton):
    """A button of a kind (primary, danger, quiet, icon, chip, outline or plain), with one of our icons if named.

    One that shows only an icon needs `name`, which is read out and shown as its tooltip.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        kind: str = "",
        icon: str = "",
        name: str = "",
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._icon, self._kind = theme, icon, kind
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        if run is not None:
            self.clicked.connect(lambda: run())  # noqa: PLW0108 - without the value of the signal
        if icon:
            self.setIconSize(QSize(22 if text else 16, 16))
            theme.changed.connect(self.retint)
            self.retint()

    def show_icon(self, icon: str) -> None:
        """Another icon, on a button that has one."""
        self._icon = icon
        self.retint()

    def retint(self) -> None:
        """Draw the icon in the colours of now."""
        token = {"primary": "on_accent", "danger": "bad", "page": "muted", "icon": "muted"}.get(
            self._kind, "text"
        )
        self.setIcon(self._theme.icon(self._icon, token))

    def allow(self, may: bool, why_not: str = "") -> None:  # noqa: FBT001 - like setEnabled
        """Enable it, or disable it and say why on hovering."""
        self.setEnabled(may)
        self.setToolTip("" if may else why_not)


def follow_choice(button: Button) -> None:
    """Of buttons that exclude each other Tab comes to the chosen one; the arrow keys go on to the others."""
    policy = Qt.FocusPolicy
    button.setFocusPolicy(policy.ClickFocus)
    button.toggled.connect(
        lambda is_on: button.setFocusPolicy(policy.StrongFocus if is_on else policy.ClickFocus)
    )
