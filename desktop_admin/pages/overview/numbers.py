"""The four numbers of the Overview and the bar of the same colours."""

from PySide6.QtWidgets import QWidget

from desktop_admin.context import Context
from desktop_admin.stores.credits import Numbers
from desktop_admin.widgets.cards import NumberCard
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.stacked_bar import Part, StackedBar
from desktop_admin.words import write_number


class NumberRow(QWidget):
    """Unallocated, allocated unspent, held and used; they always add up to what was purchased."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme = context.theme
        self.pool = NumberCard(theme, "pool", self.tr("Unallocated"))
        self.allocated = NumberCard(theme, "free", self.tr("Allocated, unspent"))
        self.held = NumberCard(theme, "held", self.tr("Held"))
        self.used = NumberCard(theme, "used", self.tr("Used"))
        self.bar = StackedBar(theme)
        cards = make_row(self.pool, self.allocated, self.held, self.used, gap=12)
        self.setLayout(make_column(cards, self.bar, gap=14))

    def show_numbers(self, numbers: Numbers, members: int, used_lately: int | None) -> None:
        """Show them; `used_lately` is what the last 7 days used, None while that is unknown."""
        write = self._write
        of_all = self.tr("of {n} purchased").format(n=write(numbers.purchased))
        owed = self.tr("{n} owed after a refund").format(n=write(numbers.debt))
        self.pool.show_number(
            write(numbers.pool), owed if numbers.debt else of_all, is_bad=bool(numbers.debt)
        )
        self.allocated.show_number(write(numbers.allocated), self.tr("across %n member(s)", "", members))
        self.held.show_number(write(numbers.held), self.tr("%n generation(s) under way", "", numbers.held))
        lately = "" if used_lately is None else self.tr("+{n} in 7 days").format(n=write(used_lately))
        self.used.show_number(write(numbers.used), lately or " ")
        self.bar.show_parts(
            [
                Part(numbers.used, "used", self.tr("{n} used").format(n=write(numbers.used))),
                Part(numbers.held, "held", self.tr("{n} held").format(n=write(numbers.held))),
                Part(numbers.allocated, "free", self.tr("{n} unspent").format(n=write(numbers.allocated))),
                Part(numbers.pool, "pool", self.tr("{n} unallocated").format(n=write(numbers.pool))),
            ]
        )

    def _write(self, number: int) -> str:
        return write_number(number, self._context.locale)
