"""The section about this program: versions, licences, and what the LGPL of Qt gives people."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from desktop_admin.context import Context
from desktop_admin.pages.settings.sections import Section, make_fact
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row

# What the console stands on: distribution, the name people know, licence (SPDX).
PARTS: Final = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0-only"),
    ("pydantic", "pydantic", "MIT"),
    ("keyring", "keyring", "MIT"),
    ("segno", "segno", "BSD-3-Clause"),
)


def read_version(distribution: str) -> str:
    """The installed version; empty where nothing says it."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


# Looked up as this file is read, which the console does in a thread of its own: it takes a while.
VERSION: Final = read_version("closeup")


class AboutSection(Section):
    """Closeup's version and licence, and a drawer with those of its parts."""

    def __init__(self, context: Context) -> None:
        super().__init__("")
        self._context = context
        self.title.setText(self.tr("About"))
        self.setAccessibleName(self.tr("About"))
        self.version = Label(f"Closeup {VERSION}".strip())
        self.licences = Button(context.theme, self.tr("Licences"), icon="info", run=self.open_licences)
        self.rows.addLayout(make_fact(self.tr("This console"), self.version, None))
        self.rows.addLayout(make_fact("Qt", Label(qVersion()), None))
        self.rows.addLayout(make_fact(self.tr("Licence"), Label("MIT"), None))
        self.rows.addLayout(make_row(self.licences, None))

    def open_licences(self) -> None:
        """The licences of the parts, in the drawer."""
        self._context.shell.open_drawer(self.tr("Licences"), Licences())


class Licences(QWidget):
    """Every part with its licence; Qt's says what people may do with it."""

    def __init__(self) -> None:
        super().__init__()
        column = make_column(gap=12)
        mine = self.tr("Closeup is free software under the MIT licence.")
        column.addWidget(Label(mine, wraps=True))
        for distribution, name, licence in PARTS:
            found = " ".join(part for part in (name, read_version(distribution)) if part)
            column.addLayout(make_column(Label(found, "strong"), Label(licence, "muted"), gap=0))
        self.note = Label(
            self.tr(
                "Qt and Qt for Python are used under the GNU Lesser General Public License, version 3. They are "
                "installed as separate libraries: you may replace them with your own build, change them, and study "
                "them. Their source is at code.qt.io; the text of the licence is at gnu.org/licenses/lgpl-3.0."
            ),
            "muted",
            wraps=True,
        )
        column.addWidget(Label(self.tr("About Qt"), "section"))
        column.addWidget(self.note)
        column.addStretch(1)
        self.setLayout(column)
