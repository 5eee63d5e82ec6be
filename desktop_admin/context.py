"""What every page is given: the one door to the server, the state, the window and the person's choices."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QLocale, QSettings

from desktop_admin.api.api import Api
from desktop_admin.api.live import LiveFeed
from desktop_admin.commands import Commands
from desktop_admin.shell import Shell
from desktop_admin.stores.connection import Connection
from desktop_admin.stores.session import Session
from desktop_admin.stores.stores import Stores
from desktop_admin.theme.theme import Theme


@dataclass(frozen=True)
class Context:
    """Made once by the application, handed to every page."""

    api: Api
    feed: LiveFeed
    connection: Connection
    session: Session
    stores: Stores
    settings: QSettings
    theme: Theme
    clock: Callable[[], datetime]
    locale: QLocale
    shell: Shell = field(default_factory=Shell)
    commands: Commands = field(default_factory=Commands)
