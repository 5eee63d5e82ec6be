"""The console's languages: one compiled catalogue for each part, put in force at the start."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

FOLDER: Final = Path(__file__).parent
LANGUAGE: Final = "language"  # where the choice is kept; empty for the desktop's
LANGUAGES: Final = ("en", "de")  # English has a catalogue for its plurals


def choose_language(wanted: str, system: QLocale) -> str:
    """The language somebody chose, else the desktop's if we speak it, else English."""
    if wanted in LANGUAGES:
        return wanted
    spoken = system.name().partition("_")[0]
    return spoken if spoken in LANGUAGES else "en"


def is_translated() -> bool:
    """Whether the language in force is another than the server's sentences have, which are English."""
    return QCoreApplication.translate("Language", "English") != "English"


def install_language(application: QCoreApplication, language: str) -> list[QTranslator]:
    """Put every catalogue of a language in force; keep what this gives as long as they are to be."""
    translators = []
    for path in sorted((FOLDER / language).glob("*.qm")):
        translator = QTranslator(application)
        if translator.load(str(path)):
            application.installTranslator(translator)
            translators.append(translator)
    return translators
