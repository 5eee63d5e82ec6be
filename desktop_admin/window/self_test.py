"""Whether everything is on board that is only looked for when it is needed, as in a frozen application."""

import importlib
from collections.abc import Iterator

from desktop_admin.i18n import FOLDER, LANGUAGES
from desktop_admin.pages.registry import list_pages
from desktop_admin.theme.icons import list_icons


def find_missing() -> Iterator[str]:
    """What is not there, each in a few words."""
    pages = list_pages()
    if not pages:
        yield "pages"
    for entry in pages:
        try:
            importlib.import_module(entry.module)
        except ImportError as error:
            yield f"{entry.module} ({error.name})"
        if entry.icon not in list_icons():
            yield f"icon {entry.icon}"
    for language in LANGUAGES:
        if not list((FOLDER / language).glob("*.qm")):
            yield f"language {language}"
