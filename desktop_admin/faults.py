"""What happens when the console itself fails: it is written down, one calm line is shown, and it goes on."""

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QCoreApplication, QStandardPaths

from desktop_admin.shell import Notice, Shell

FILE: Final = "console.log"
_LARGEST: Final = 500_000  # bytes
_log = logging.getLogger("closeup.console")

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def open_log(folder: Path | None = None) -> Path:
    """Write what goes wrong to a small file of this person's; its path."""
    place = folder or Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    )
    place.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(place / FILE, maxBytes=_LARGEST, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    close_log()
    _log.addHandler(handler)
    _log.propagate = False
    _log.disabled = False  # a library that sets up logging switches off the loggers it finds
    _log.setLevel(logging.INFO)
    return place / FILE


def close_log() -> None:
    """Write no more."""
    for handler in list(_log.handlers):
        _log.removeHandler(handler)
        handler.close()


def install_hook(shell: Shell) -> Hook:
    """Have a slot that raises written down and said; the hook that was there before."""
    before = sys.excepthook

    def note(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        _log.error("fault in the console: %s", describe_fault(kind, trace))
        shell.notify(
            Notice(
                "bad",
                QCoreApplication.translate("Faults", "Something in the console went wrong."),
                QCoreApplication.translate("Faults", "It was written down; your team's data is not touched."),
            )
        )
        del fault

    sys.excepthook = note
    return before


def describe_fault(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Kind and places of a fault; its text is left out, since it may hold a name or a key."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{kind.__name__} at {' > '.join(places[-8:])}"
