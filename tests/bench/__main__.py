"""Runs the benchmarks: `python -m tests.bench [START OF NAMES]`; prints a table and writes bench.json.

Every module beside this one with a `measure()` is a benchmark. `measure()` gives its figures; `NAMES` lists
their names, so that a module nobody asked for is not run; one that is `LONG` runs only when its name is asked for.
"""

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

import tests.bench
from tests.bench.figures import Figure

_RESULT = Path(__file__).resolve().parents[2] / "bench.json"


def find_benchmarks(start: str) -> Iterator[ModuleType]:
    """The modules that measure a figure whose name begins with `start`."""
    for found in pkgutil.iter_modules(tests.bench.__path__, "tests.bench."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        if getattr(module, "LONG", False) and not start:
            continue
        if hasattr(module, "measure") and any(name.startswith(start) for name in module.NAMES):
            yield module


def write_table(figures: list[Figure]) -> Table:
    """The figures as a table for people."""
    table = Table("name", "value", "limit", "ratio", "goal", "holds")
    for figure in figures:
        limit, ratio = figure["limit"], figure["ratio"]
        table.add_row(
            figure["name"],
            f"{figure['value']:,.5g} {figure['unit']}",
            "-" if limit is None else f"{limit:,.5g}",
            "-" if ratio is None else f"{ratio:.2f}",
            figure["goal"],
            "yes" if figure["holds"] else "[bold]no[/bold]",
        )
    return table


def main(start: str = "") -> int:
    """Measure, print and write. 0 also when a goal is missed: the table says so; 1 when nothing was found."""
    console = Console()
    figures: list[Figure] = []
    for module in find_benchmarks(start):
        with console.status(f"measuring {module.__name__.rpartition('.')[2]}"):
            figures += [figure for figure in module.measure() if figure["name"].startswith(start)]
    if not figures:
        console.print(f"No benchmark has a name that begins with {start!r}.")
        return 1
    _RESULT.write_text(json.dumps(figures, indent=1) + "\n")
    console.print(write_table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
