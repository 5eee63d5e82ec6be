"""What every section of the settings is: a card with a title, a line about it, and rows."""

from PySide6.QtWidgets import QHBoxLayout

from desktop_admin.widgets.cards import Card
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import Item, make_column, make_row

NAME_WIDTH = 170
BADGE_HEIGHT = 20


class Section(Card):
    """Fill `self.rows`."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self.title, self.text = Label(title, "section"), Label(text, "muted", wraps=True)
        self.text.setVisible(bool(text))
        self.rows = make_column(gap=10)
        self.setLayout(make_column(self.title, self.text, 2, self.rows, gap=6, margins=(20, 16, 20, 18)))
        self.setAccessibleName(title)


def make_fact(name: str, *values: Item) -> QHBoxLayout:
    """A name at the left, what it is at the right."""
    title = Label(name, "muted")
    title.setFixedWidth(NAME_WIDTH)
    return make_row(title, *values, gap=8)


def make_badge(text: str) -> Label:
    """A word that marks a row."""
    badge = Label(text, "badge")
    badge.setFixedHeight(BADGE_HEIGHT)
    return badge
