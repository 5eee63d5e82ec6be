"""A field for a whole number of credits: letters never get in, and what is wrong is said below."""

import re
from typing import Final

from PySide6.QtCore import QLocale, QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_admin.widgets.labels import restyle

# Digits, plain or in groups of three: "1.5" and "10,50" are no whole numbers, and are not read as 15 and 1050.
_WHOLE: Final = re.compile(r"[0-9]+|[0-9]{1,3}([.,' \u00a0\u202f][0-9]{3})+")


def read_amount(text: str) -> int | None:
    """The whole number that was typed, or None."""
    found = text.strip()
    return int("".join(c for c in found if c.isdigit())) if _WHOLE.fullmatch(found) else None


class AmountEdit(QLineEdit):
    """`amount_changed(amount or None)`; None while the field holds no number within the limits."""

    amount_changed = Signal(object)

    def __init__(
        self, locale: QLocale, least: int = 1, most: int = 1_000_000, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._locale = locale
        self.least, self.most = least, most
        self.setProperty("kind", "field")
        # Separators may be pasted along with the digits; they are read, not counted.
        self.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"[0-9.,' \x{a0}\x{202f}]{0,12}"), self)
        )
        self.textChanged.connect(self._tell)

    @property
    def amount(self) -> int | None:
        """The number, or None."""
        amount = read_amount(self.text())
        return amount if amount is not None and self.least <= amount <= self.most else None

    @property
    def problem(self) -> str:
        """What is wrong, in a sentence; empty while nothing is."""
        if self.amount is not None or not self.text().strip():
            return ""
        return self.tr("Enter a whole number from {least} to {most}.").format(
            least=self._locale.toString(self.least), most=self._locale.toString(self.most)
        )

    def set_amount(self, amount: int) -> None:
        """Put a number in."""
        self.setText(str(amount))

    def set_limits(self, least: int, most: int) -> None:
        """Other limits, as when the pool changed."""
        self.least, self.most = least, most
        self._tell()

    def mark_wrong(self, is_wrong: bool) -> None:  # noqa: FBT001 - like setEnabled
        """Show that it is refused."""
        if bool(self.property("wrong")) != is_wrong:
            self.setProperty("wrong", is_wrong)
            restyle(self)

    def _tell(self) -> None:
        self.mark_wrong(bool(self.problem))
        self.amount_changed.emit(self.amount)
