"""The settings: server, accounts, keys, looks, language, notifications, and what this program is."""

from desktop_admin.context import Context
from desktop_admin.pages.settings.page import SettingsPage


def create_page(context: Context) -> SettingsPage:
    """The page, made when it is first shown."""
    return SettingsPage(context)
