"""Where the story plays, and how it is told."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@dataclass(frozen=True)
class Stage:
    """The terminal, the folder for pictures, a data folder that is thrown away, and where the stand-ins are."""

    terminal: Console
    output: Path
    data: Path
    env: dict[str, str]
    stripe: str
    telegram: str

    def tell(self, sentence: str) -> None:
        """One step of the story, in one line."""
        self.terminal.print(f"[green]•[/] {sentence}", highlight=False, soft_wrap=True)

    def open_progress(self) -> Progress:
        """Bars for the long steps; a log file keeps none of them."""
        count = TextColumn("{task.completed:.0f} of {task.total:.0f}")
        columns = (TextColumn("  {task.description:<10}"), BarColumn(), count, TimeElapsedColumn())
        return Progress(*columns, console=self.terminal, transient=not self.terminal.is_terminal)
