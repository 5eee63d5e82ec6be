"""Which pages there are, in the order of the sidebar; a page whose folder is not there is left out."""

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop_admin.context import Context
from desktop_admin.pages.page import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: the name of its folder, which has `create_page(context)`, and its icon."""

    name: str
    icon: str

    @property
    def shown_title(self) -> str:
        """The title in the chosen language."""
        return write_title(self.name)

    @property
    def module(self) -> str:
        """Where `create_page` is."""
        return f"desktop_admin.pages.{self.name}"


ENTRIES: Final = (
    Entry("overview", "overview"),
    Entry("purchases", "purchases"),
    Entry("allocations", "allocations"),
    Entry("members", "members"),
    Entry("generations", "generations"),
    Entry("audit", "audit"),
    Entry("usage", "usage"),
    Entry("settings", "settings"),
)


def write_title(name: str) -> str:
    """What a page is called."""
    titles = {
        "overview": QCoreApplication.translate("Registry", "Overview"),
        "purchases": QCoreApplication.translate("Registry", "Purchases"),
        "allocations": QCoreApplication.translate("Registry", "Allocations"),
        "members": QCoreApplication.translate("Registry", "Members"),
        "generations": QCoreApplication.translate("Registry", "Generations"),
        "audit": QCoreApplication.translate("Registry", "Audit log"),
        "usage": QCoreApplication.translate("Registry", "Usage"),
        "settings": QCoreApplication.translate("Registry", "Settings"),
    }
    return titles.get(name, name)


def list_pages() -> list[Entry]:
    """The pages that are there."""
    return [entry for entry in ENTRIES if importlib.util.find_spec(entry.module) is not None]


def open_page(entry: Entry, context: Context) -> Page:
    """The page, made when it is first shown."""
    page: Page = importlib.import_module(entry.module).create_page(context)
    return page
