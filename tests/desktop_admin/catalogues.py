"""The console's catalogues: `python -m tests.desktop_admin.catalogues [part]` brings them up to date and compiles them.

A part is a page by its folder's name, or `foundation` for everything else. Texts go into `i18n/<language>/<part>.ts`
by hand; what is compiled from it lies beside it.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desktop_admin.i18n import FOLDER, LANGUAGES

FOUNDATION: Final = "foundation"
CONSOLE: Final = FOLDER.parent
PLURALS_ONLY: Final = "en"  # the sources are English; only its plurals need a catalogue


def list_parts() -> list[str]:
    """The foundation and every page."""
    return [
        FOUNDATION,
        *sorted(path.name for path in (CONSOLE / "pages").iterdir() if (path / "__init__.py").exists()),
    ]


def list_sources(part: str) -> list[Path]:
    """The files of a part."""
    if part != FOUNDATION:
        return sorted((CONSOLE / "pages" / part).rglob("*.py"))
    pages = CONSOLE / "pages"
    return [
        path for path in sorted(CONSOLE.rglob("*.py")) if pages not in path.parents or path.parent == pages
    ]


def list_catalogues() -> Iterator[tuple[str, str]]:
    """Every language and part."""
    for language in LANGUAGES:
        for part in list_parts():
            yield language, part


def update_catalogue(language: str, part: str, catalogue: Path) -> None:
    """Bring a catalogue in step with the sources; what nobody says any more goes."""
    plurals = ["-pluralonly"] if language == PLURALS_ONLY else []
    words = ["-silent", "-no-obsolete", "-locations", "none", *plurals, "-source-language", "en"]
    sources = [str(path) for path in list_sources(part)]
    _run("pyside6-lupdate", *words, *sources, "-ts", str(catalogue), "-target-language", language)


def compile_catalogue(catalogue: Path, compiled: Path) -> None:
    """Compile it; in one step, since a running console has the last one mapped into its memory."""
    fresh = compiled.with_suffix(".new.qm")
    _run("pyside6-lrelease", "-silent", str(catalogue), "-qm", str(fresh))
    fresh.replace(compiled)


def find_catalogue(language: str, part: str) -> Path:
    """Where the texts of a part are."""
    return FOLDER / language / f"{part}.ts"


def _run(program: str, *words: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / program), *words], check=True, capture_output=True)


def main(parts: list[str]) -> None:
    """Bring these parts up to date in every language, or all of them."""
    for language, part in list_catalogues():
        if not parts or part in parts:
            catalogue = find_catalogue(language, part)
            catalogue.parent.mkdir(exist_ok=True)
            update_catalogue(language, part, catalogue)
            compile_catalogue(catalogue, catalogue.with_suffix(".qm"))


if __name__ == "__main__":
    main(sys.argv[1:])
