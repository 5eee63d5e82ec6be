"""The files of the checkout that the house's rules are about."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("core", "bots", "webhooks", "desktop_admin", "sandbox", "setup", "tests")
_PLACES: Final = (*PACKAGES, "docs", ".ci")
_WRITTEN: Final = {".py", ".md", ".toml", ".sh", ".mako", ".html", ".css", ".json", ".lock", ".qss", ""}


def list_modules() -> Iterator[Path]:
    """Every Python file of ours."""
    yield from sorted(ROOT.glob("*.py"))
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def list_texts() -> Iterator[Path]:
    """Every text file of ours: code, documents, configuration, the lock."""
    yield from sorted(path for path in ROOT.iterdir() if path.is_file() and path.suffix in _WRITTEN)
    for place in _PLACES:
        files = (ROOT / place).rglob("*")
        yield from sorted(path for path in files if path.is_file() and path.suffix in _WRITTEN)


def name_file(path: Path) -> str:
    """The path as people write it, from the root of the checkout."""
    return path.relative_to(ROOT).as_posix()
