"""Which font the console is set in: Inter where it is installed, else the closest that is."""

from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILIES: Final = (
    "Inter",
    "Inter Variable",
    "Segoe UI Variable",
    "Segoe UI",
    ".AppleSystemUIFont",
    "Adwaita Sans",
    "Noto Sans",
    "DejaVu Sans",
)
BODY_PIXELS: Final = 13


def choose_font() -> QFont:
    """The first of `FAMILIES` that is installed, at body size; the system lends what letters it lacks."""
    installed = set(QFontDatabase.families())
    found = [family for family in FAMILIES if family in installed]
    font = QFont()
    if found:
        font.setFamily(found[0])
    font.setPixelSize(BODY_PIXELS)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


@cache
def make_font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """The console's font at another size; `tabular` figures all have one width, for columns of numbers.

    It is shared by all who ask, so it is not to be changed.
    """
    font = choose_font()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
