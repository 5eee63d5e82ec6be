"""A purchase as a timeline: created, opened, paid, credited, and what was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.schemas.purchases import Payment
from desktop_admin.pages.purchases.states import State, count_credits, judge_payment, list_taken
from desktop_admin.theme.theme import Theme
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import clear_layout, make_column, make_row
from desktop_admin.words import write_moment

_TO_COME = "muted"
_SPOT = 5  # pixels


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, a line about it, and its tone; one that is still to come has a hollow spot."""

    title: str
    text: str = ""
    tone: str = "ok"
    is_to_come: bool = False


def list_steps(payment: Payment, locale: QLocale) -> list[Step]:
    """The steps of a purchase, those to come included."""
    steps = [
        Step(QCoreApplication.translate("Timeline", "Created"), write_moment(payment.created_at, locale))
    ]
    opened = QCoreApplication.translate("Timeline", "Checkout opened")
    steps.append(Step(opened) if payment.checkout_url else Step(opened, tone=_TO_COME, is_to_come=True))
    return [*steps, *_list_ends(payment, locale), *_list_taken(payment, locale)]


def _list_ends(payment: Payment, locale: QLocale) -> list[Step]:
    credits_ = count_credits(payment.credits)
    to_come = Step(QCoreApplication.translate("Timeline", "Credited"), credits_, _TO_COME, is_to_come=True)
    match judge_payment(payment):
        case State.WAITING:
            until = QCoreApplication.translate("Timeline", "Open until {moment}").format(
                moment=write_moment(payment.expires_at, locale)
            )
            return [
                Step(QCoreApplication.translate("Timeline", "Waiting for payment"), until, "accent"),
                to_come,
            ]
        case State.PROCESSING:
            text = QCoreApplication.translate("Timeline", "The bank is at work")
            return [
                Step(QCoreApplication.translate("Timeline", "Payment under way"), text, "accent"),
                to_come,
            ]
        case State.FAILED:
            return [
                Step(
                    QCoreApplication.translate("Timeline", "Payment failed"),
                    QCoreApplication.translate("Timeline", "Nothing was credited"),
                    "bad",
                )
            ]
        case State.EXPIRED:
            text = QCoreApplication.translate("Timeline", "Nothing was charged")
            return [Step(QCoreApplication.translate("Timeline", "Expired"), text, "muted")]
        case State.SET_ASIDE:
            text = QCoreApplication.translate("Timeline", "Nothing was credited")
            return [Step(QCoreApplication.translate("Timeline", "Paid, but set aside"), text, "warn")]
    paid = "" if payment.paid_at is None else write_moment(payment.paid_at, locale)
    return [
        Step(QCoreApplication.translate("Timeline", "Paid"), paid),
        Step(QCoreApplication.translate("Timeline", "Credited"), credits_),
    ]


def _list_taken(payment: Payment, locale: QLocale) -> list[Step]:
    tone = "bad" if payment.disputed_cents else "warn"
    taken = list_taken(payment, locale)
    title = QCoreApplication.translate("Timeline", "Taken back")
    return [Step(title, " ".join(taken), tone)] if taken else []


class Timeline(QWidget):
    """The steps from top to bottom, joined by a line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.steps: tuple[Step, ...] = ()
        self._rows = make_column(gap=0)
        self.setLayout(self._rows)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these instead."""
        if tuple(steps) == self.steps:
            return
        self.steps = tuple(steps)
        clear_layout(self._rows)
        for place, step in enumerate(self.steps):
            mark = _Mark(self._theme, step, is_first=place == 0, is_last=place == len(self.steps) - 1)
            words = make_column(Label(step.title, "strong", wraps=True), gap=0, margins=(0, 0, 0, 12))
            if step.text:
                words.addWidget(Label(step.text, "small", wraps=True))
            row = make_row(mark, words, gap=10)
            row.setStretch(1, 1)
            line = QWidget()
            line.setLayout(row)
            self._rows.addWidget(line)
        self.setAccessibleName("; ".join(f"{step.title} {step.text}".strip() for step in self.steps))


class _Mark(QWidget):
    def __init__(self, theme: Theme, step: Step, *, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self._theme, self._step = theme, step
        self._is_first, self._is_last = is_first, is_last
        self.setFixedWidth(_SPOT * 2 + 4)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as its words."""
        return QSize(_SPOT * 2 + 4, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, and a spot on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        spot = QPointF(self.width() / 2, 9)
        painter.setPen(QPen(QColor(tokens.border), 2))
        if not self._is_first:
            painter.drawLine(QPointF(spot.x(), 0), spot)
        if not self._is_last:
            painter.drawLine(spot, QPointF(spot.x(), self.height()))
        ink = QColor(getattr(tokens, self._step.tone))
        painter.setPen(QPen(ink, 2) if self._step.is_to_come else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface) if self._step.is_to_come else ink)
        painter.drawEllipse(spot, _SPOT - int(self._step.is_to_come), _SPOT - int(self._step.is_to_come))
