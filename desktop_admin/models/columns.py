"""What a column is: its title, its text and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import Qt

R = TypeVar("R")


class Kind(IntEnum):
    """How a cell is drawn; the extra of a `PILL` is its tone, of a `BAR` its parts, of a `PERSON` a second text."""

    TEXT = 0
    MUTED = 1
    NUMBER = 2
    PILL = 3
    BAR = 4
    PERSON = 5


# Plain integers: making an enum in `data()` costs more than the rest of it.
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
EXTRA: Final = int(Qt.ItemDataRole.UserRole) + 1
RECORD: Final = int(Qt.ItemDataRole.UserRole) + 2
KEY: Final = int(Qt.ItemDataRole.UserRole) + 3
FRESH: Final = int(Qt.ItemDataRole.UserRole) + 4

LEFT: Final = int(Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value)
RIGHT: Final = int(Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignVCenter.value)


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column.

    `text` makes the shown string, once for each row; `aside` what the delegate needs besides; `sort` the native
    value to sort by here, or `sort_name` the server's name for it. `hint` is the exact value behind a short text.
    """

    name: str
    title: str
    text: Callable[[R], str]
    kind: Kind = Kind.TEXT
    aside: Callable[[R], Any] | None = None
    sort: Callable[[R], Any] | None = None
    sort_name: str = ""
    hint: Callable[[R], str] | None = None
    width: int = 120
    stretches: bool = False

    @property
    def alignment(self) -> int:
        """How cell and header are aligned."""
        return RIGHT if self.kind is Kind.NUMBER else LEFT
