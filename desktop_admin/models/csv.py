"""The current view as CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def guard_formula(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark at its beginning, by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard_formula(title) for title in titles])
    writer.writerows([guard_formula(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
