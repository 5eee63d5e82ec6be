"""The verbs of the window itself for the command palette."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.pages.registry import Entry
from desktop_admin.theme.theme import THEME_MODE, ThemeMode


def list_window_commands(context: Context, entries: Sequence[Entry]) -> Iterator[Command]:
    """Pages, themes, accounts, refreshing and signing out."""
    pages = QCoreApplication.translate("Verbs", "Page")
    for number, entry in enumerate(entries, start=1):
        yield Command(
            entry.shown_title,
            partial(context.shell.open_page, entry.name),
            pages,
            f"Ctrl {number}",
            icon=entry.icon,
        )
    yield Command(
        QCoreApplication.translate("Verbs", "Refresh"), context.stores.refresh, hint="F5", icon="refresh"
    )
    yield from _list_themes(context)
    yield from _list_accounts(context)


def choose_theme(context: Context, mode: ThemeMode) -> None:
    """Show a theme and remember it."""
    context.settings.setValue(THEME_MODE, mode.value)
    context.theme.choose(mode)


def _list_themes(context: Context) -> Iterator[Command]:
    titles = {
        ThemeMode.LIGHT: QCoreApplication.translate("Verbs", "Use the light theme"),
        ThemeMode.DARK: QCoreApplication.translate("Verbs", "Use the dark theme"),
        ThemeMode.SYSTEM: QCoreApplication.translate("Verbs", "Use the system's theme"),
    }
    for mode, title in titles.items():
        yield Command(title, partial(choose_theme, context, mode), icon="settings")


def _list_accounts(context: Context) -> Iterator[Command]:
    teams = QCoreApplication.translate("Verbs", "Team")
    for account in context.session.accounts:
        if account.key and account != context.session.current:
            yield Command(account.title, partial(context.session.use, account), teams, icon="members")
    yield Command(
        QCoreApplication.translate("Verbs", "Add a team or server"),
        context.shell.sign_in_wanted.emit,
        teams,
        icon="plus",
    )
    yield Command(
        QCoreApplication.translate("Verbs", "Sign out"), context.session.sign_out, teams, icon="logout"
    )
