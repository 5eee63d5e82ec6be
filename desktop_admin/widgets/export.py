"""Saves what a table shows as CSV, where the person says."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSaveFile
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_admin.models.csv import write_csv
from desktop_admin.models.table_model import TableModel
from desktop_admin.shell import Notice, Shell


def export_table(parent: QWidget, shell: Shell, model: TableModel[Any], name: str) -> None:
    """Ask where to, then save the current view."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, QCoreApplication.translate("Export", "Export as CSV"), f"{name}.csv", "CSV (*.csv)"
    )
    if chosen:
        save_table(shell, model, Path(chosen))


def save_table(shell: Shell, model: TableModel[Any], path: Path) -> bool:
    """Save the current view, whole or not at all, and say so; whether it worked."""
    file = QSaveFile(str(path))
    data = write_csv(model.titles, model.list_texts())
    saved = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()
    if saved:
        shell.say(f"{_Counts().rows(model.rowCount())}: {path.name}")
    else:
        shell.notify(
            Notice(
                "bad",
                QCoreApplication.translate("Export", "The file could not be written."),
                QCoreApplication.translate("Export", "Choose another folder."),
            )
        )
    return saved


class _Counts(QObject):
    """Plurals are found in the sources only as `self.tr`."""

    def rows(self, count: int) -> str:
        return self.tr("%n row(s) saved", "", count)
