"""What every page is given: the one door to the server, the state, the window and the person's choices."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QLocale, QSettings

from desktop_admin.api.api import Api
from desktop_admin.api.client import ApiClient
from desktop_admin.api.live import LiveFeed
from desktop_admin.commands import Commands
from desktop_admin.platform.keyring_store import KeyringStore
from desktop_admin.shell import Shell
from desktop_admin.stores.connection import Connection
from desktop_admin.stores.session import Session
from desktop_admin.stores.stores import Stores
from desktop_admin.theme.theme import Theme


@dataclass(frozen=True)
class Outside:
    """What comes from outside: settings, the keyring, the time, chance and the locale."""

    settings: QSettings
    keyring: KeyringStore
    locale: QLocale
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    new_id: Callable[[], str] = lambda: str(uuid4())
    jitter: Callable[[], float] = random.random


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


def open_context(outside: Outside, theme: Theme) -> Context:
    """Everything but the window."""
    client = ApiClient(outside.new_id)
    api, feed = Api(client), LiveFeed(client, outside.jitter)
    return Context(
        api=api,
        feed=feed,
        connection=Connection(client, feed, outside.clock),
        session=Session(api, outside.settings, outside.keyring),
        stores=Stores(api, feed, outside.clock),
        settings=outside.settings,
        theme=theme,
        clock=outside.clock,
        locale=outside.locale,
    )
