"""Takes pictures of windows, keeps them for review, and finds what is blank or cut off."""

import os
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.theme.theme import ThemeMode
from desktop_admin.widgets.labels import ElidedLabel
from desktop_admin.widgets.skeleton import Skeleton

LEAST_COLOURS = 12  # a blank window has one or two


def keep_picture(widget: QWidget, folder: Path, name: str, mode: ThemeMode) -> QImage:
    """The window as it looks now, saved as `name-mode.png`."""
    for _ in range(4):
        # A layout inside a layout is done in the round after its own.
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    picture = widget.grab().toImage()
    assert picture.save(str(folder / f"{name}-{mode.value}.png"))
    return picture


def settle(bot: QtBot, widget: QWidget) -> None:
    """Wait until what is shown after a moment is shown."""
    skeletons = [one for one in widget.findChildren(Skeleton) if one.isVisible()]
    bot.waitUntil(lambda: all(one.is_drawn or not one.isVisible() for one in skeletons), timeout=20_000)


def check_picture(picture: QImage, widget: QWidget) -> None:
    """It is not blank, and no visible text is cut off."""
    assert count_colours(picture) >= LEAST_COLOURS
    cut = find_cut(widget)
    assert not cut, f"cut off: {cut}"


def count_colours(picture: QImage) -> int:
    """How many different colours there are at every eighth pixel."""
    steps = range(0, picture.height(), 8), range(0, picture.width(), 8)
    return len({picture.pixel(x, y) for y in steps[0] for x in steps[1]})


def find_cut(widget: QWidget) -> list[str]:
    """The texts of labels and buttons that are wider than their place."""
    cut = [label for label in widget.findChildren(QLabel) if label.isVisible() and _is_cut(label)]
    buttons = [one for one in widget.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    return [label.text() for label in cut] + [
        button.text() for button in buttons if button.width() < button.minimumSizeHint().width()
    ]


def _is_cut(label: QLabel) -> bool:
    if not label.text() or isinstance(label, ElidedLabel) or label.wordWrap():
        return False
    return label.fontMetrics().horizontalAdvance(label.text()) > label.contentsRect().width() + 1


def choose_folder(fallback: Path) -> Path:
    """Where pictures for review are kept: CONSOLE_SHOTS if it is set, else this run's own folder."""
    folder = Path(os.environ.get("CONSOLE_SHOTS") or fallback)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
