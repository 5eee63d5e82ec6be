"""The import of a CSV file: every line with what becomes of it, then the invitations with their progress."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QProgressBar, QWidget

from desktop_admin.api.parsing import run_apart
from desktop_admin.context import Context
from desktop_admin.models.columns import Column, Kind
from desktop_admin.models.table_model import TableModel
from desktop_admin.pages.members.importer import Importer, ImportLine, write_state
from desktop_admin.pages.members.reading import MAX_BYTES, Entry, Reading, fold_name, read_people
from desktop_admin.pages.members.words import write_role
from desktop_admin.stores.credits import CreditsStore
from desktop_admin.stores.members import MembersStore
from desktop_admin.widgets.buttons import Button
from desktop_admin.widgets.chips import Chips
from desktop_admin.widgets.labels import Label
from desktop_admin.widgets.layouts import make_column, make_row
from desktop_admin.widgets.table import Table

SIZE: Final = (980, 600)
_TONES: Final = {"refused": "bad", "failed": "bad", "flagged": "warn", "invited": "warn", "done": "ok"}


class ImportDialog(QDialog):
    """Reads the file in another thread, shows it, and invites whom it may."""

    def __init__(self, context: Context, path: Path, parent: QWidget, *, is_owner: bool) -> None:
        super().__init__(parent)
        self._context, self._is_owner = context, is_owner
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import members"))
        self.setModal(True)
        self.resize(*SIZE)
        self.members = context.stores.get(MembersStore)
        # The page keeps it: closing the dialog must not cut off the person who is being invited.
        self.importer = Importer(context.api, self.members, parent)
        self.entries: list[Entry] = []
        self.lines: list[ImportLine] = []
        self.is_begun = False
        self.title, self.told = Label(path.name, "section"), Label(self.tr("Reading the file…"), wraps=True)
        self.chips = Chips(context.theme)
        self.model = TableModel(list_columns(), lambda line: str(line.entry.line), self)
        self.table = Table(context.theme, self.model, context.settings, "import")
        self.table.setAccessibleName(self.tr("Lines of the file"))
        self.table.setSortingEnabled(False)
        self.namesakes = QCheckBox(self.tr("Invite those of the same name too"))
        self.bar = QProgressBar(textVisible=False)
        self.go = Button(context.theme, kind="primary", run=self.begin)
        self.stop = Button(context.theme, self.tr("Stop"), run=self._stop)
        self.close_button = Button(context.theme, self.tr("Cancel"), run=self.reject)
        self._lay_out()
        self._connect()
        run_apart(self, lambda: _read_file(path), self._take_file)

    def _lay_out(self) -> None:
        self.bar.setAccessibleName(self.tr("Progress"))
        for widget in (self.bar, self.stop, self.namesakes, self.chips, self.go):
            widget.hide()
        foot = make_row(self.namesakes, None, self.stop, self.close_button, self.go)
        self.setLayout(
            make_column(
                self.title,
                self.told,
                make_row(self.chips, None),
                self.table,
                self.bar,
                foot,
                gap=10,
                margins=(24, 20, 24, 20),
            )
        )

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _name: self._show_lines())
        self.namesakes.toggled.connect(lambda _on: self._render())
        self.importer.changed.connect(self._take_progress)
        self.importer.finished.connect(self._finish)
        self._context.connection.changed.connect(self._render)

    @property
    def wanted(self) -> list[Entry]:
        """Who would be invited."""
        takes_flagged = self.namesakes.isChecked()
        return [one for one in self.entries if not one.problem and (takes_flagged or not one.flag)]

    def begin(self) -> None:
        """Invite them; afterwards, try again what failed."""
        if self.is_begun:
            self.importer.batch.run()
        else:
            self.is_begun = True
            self.importer.begin(self.wanted)
        self._render()

    def reject(self) -> None:
        """Esc stops what runs before it closes anything."""
        if self.importer.batch.is_running:
            self._stop()
        else:
            super().reject()

    # ---- its own

    def _take_file(self, data: bytes | None) -> None:
        if data is None:
            self._say_unreadable(self.tr("The file could not be read. Choose another one."))
            return
        roster = self.members.data.members if self.members.data else ()
        known = {fold_name(member.name) for member in roster}
        may = self._is_owner
        run_apart(self, lambda: read_people(data, known, may_invite_admins=may), self._take_reading)

    def _take_reading(self, reading: Reading) -> None:
        if reading.problem:
            self._say_unreadable(reading.problem)
            return
        self.entries = reading.entries
        self.lines = [_write_first(entry) for entry in self.entries]
        self.namesakes.setVisible(any(entry.flag for entry in self.entries))
        self.chips.show()
        self.go.show()
        self._render()
        self.go.setFocus()

    def _say_unreadable(self, sentence: str) -> None:
        self.told.setText(sentence)
        self.close_button.setText(self.tr("Close"))
        self.close_button.setFocus()

    def _stop(self) -> None:
        self.importer.batch.stop()

    def _take_progress(self, news: Sequence[ImportLine]) -> None:
        fresh = {line.entry.line: line for line in news}
        self.lines = [fresh.get(line.entry.line, line) for line in self.lines]
        self._render()

    def _finish(self) -> None:
        self._render()
        (self.go if self.importer.batch.left else self.close_button).setFocus()

    def _render(self) -> None:
        if not self.entries:
            return
        batch = self.importer.batch
        self._show_lines()
        self.told.setText(self._write_told())
        self.bar.setVisible(self.is_begun)
        self.bar.setRange(0, max(len(batch.steps), 1))
        self.bar.setValue(len(batch.done))
        self.stop.setVisible(batch.is_running)
        self.namesakes.setEnabled(not self.is_begun)
        left = len(batch.left) if self.is_begun else len(self.wanted)
        again = self.tr("Try %n again", "", left)
        self.go.setText(again if self.is_begun else self.tr("Invite %n", "", left))
        self.go.setVisible(not batch.is_running and (left > 0 or not self.is_begun))
        is_online = self._context.connection.is_online
        why = self.tr("Nobody in this file can be invited.")
        self.go.allow(
            is_online and left > 0, why if is_online else self.tr("Waits until the server is back.")
        )
        self.close_button.setText(self.tr("Close") if self.is_begun else self.tr("Cancel"))
        self.close_button.setVisible(not batch.is_running)

    def _show_lines(self) -> None:
        flagged, refused = self._filter("flagged"), self._filter("refused")
        self.chips.show_choices(
            [
                ("all", self.tr("All"), len(self.lines)),
                ("ready", self.tr("Ready"), len(self._filter("ready"))),
                ("flagged", self.tr("Look first"), len(flagged)),
                ("refused", self.tr("Cannot be taken"), len(refused)),
                ("done", self.tr("Invited"), len(self._filter("done"))),
                ("failed", self.tr("Not invited"), len(self._filter("failed"))),
            ]
        )
        self.model.reconcile(self._filter(self.chips.current))

    def _filter(self, name: str) -> list[ImportLine]:
        states = {"all": None, "done": {"done", "invited"}}.get(name, {name})
        return [line for line in self.lines if states is None or line.state in states]

    def _write_told(self) -> str:
        batch = self.importer.batch
        if self.is_begun:
            done = self.tr("%n invited.", "", len(batch.done))
            if batch.is_running:
                rest = self.tr("%n to go.", "", len(batch.left))
                return f"{done} {rest}"
            error = self.importer.error
            rest = self.tr("%n left.", "", len(batch.left)) if batch.left else ""
            return " ".join(part for part in (done, rest, error.text if error else "") if part)
        refused = len(self._filter("refused"))
        told = self.tr("%n can be invited.", "", len(self.wanted))
        wrong = self.tr("%n line(s) cannot be taken; each says why.", "", refused) if refused else ""
        return " ".join(part for part in (told, wrong, self._write_need()) if part)

    def _write_need(self) -> str:
        need = sum(entry.credits for entry in self.wanted)
        overview = self._context.stores.get(CreditsStore).data
        if overview is None or need <= max(overview.pool, 0):
            return self.tr("%n credit(s) go to them.", "", need) if need else ""
        text = self.tr("They would get {need} credits and {pool} are unallocated: some will wait for theirs.")
        return text.format(need=need, pool=max(overview.pool, 0))


def list_columns() -> list[Column[ImportLine]]:
    """The line, what it says, and what becomes of it."""
    return [
        Column(
            "line",
            QCoreApplication.translate("Importer", "Line"),
            lambda line: str(line.entry.line),
            Kind.NUMBER,
            width=60,
        ),
        Column(
            "name", QCoreApplication.translate("Importer", "Name"), lambda line: line.entry.name, width=200
        ),
        Column(
            "role",
            QCoreApplication.translate("Importer", "Role"),
            lambda line: "" if line.entry.problem else write_role(line.entry.role),
            Kind.MUTED,
            width=80,
        ),
        Column(
            "credits",
            QCoreApplication.translate("Importer", "Credits"),
            lambda line: str(line.entry.credits or ""),
            Kind.NUMBER,
            width=80,
        ),
        Column(
            "state",
            QCoreApplication.translate("Importer", "State"),
            write_state,
            Kind.PILL,
            aside=lambda line: _TONES.get(line.state, "accent"),
            width=160,
        ),
        Column(
            "reason",
            QCoreApplication.translate("Importer", "Why"),
            _write_reason,
            Kind.MUTED,
            hint=_write_reason,
            width=200,
            stretches=True,
        ),
    ]


def _write_reason(line: ImportLine) -> str:
    return line.reason or line.entry.problem or (line.entry.flag if line.state == "flagged" else "")


def _write_first(entry: Entry) -> ImportLine:
    if entry.problem:
        return ImportLine(entry, "refused")
    return ImportLine(entry, "flagged" if entry.flag else "ready")


def _read_file(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None
