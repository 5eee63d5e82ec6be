"""The Settings page."""

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from desktop_admin.commands import Command
from desktop_admin.context import Context
from desktop_admin.pages.page import Page
from desktop_admin.pages.settings.about import AboutSection
from desktop_admin.pages.settings.accounts import AccountsSection
from desktop_admin.pages.settings.keys import KeysSection
from desktop_admin.pages.settings.looks import LooksSection, NoticesSection
from desktop_admin.pages.settings.server import ServerSection
from desktop_admin.stores.keys import KeysStore
from desktop_admin.stores.store import Phase
from desktop_admin.stores.team import TeamStore
from desktop_admin.widgets.layouts import make_column

TWO_COLUMNS = 980  # pixels


class SettingsPage(Page):
    """Sections in two columns; what this computer knows by itself is there without a server, too."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "", "", cards=0)
        self.title.setText(self.tr("Settings"))
        self.subtitle.setText(self.tr("Accounts, keys, looks and notifications of this computer"))
        self.setAccessibleName(self.tr("Settings"))
        team, keys = context.stores.get(TeamStore), context.stores.get(KeysStore)
        self.server = ServerSection(context, team)
        self.accounts = AccountsSection(context)
        self.keys = KeysSection(context, keys)
        self.looks = LooksSection(context)
        self.notices = NoticesSection(context)
        self.about = AboutSection(context)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(14)
        for column in ((self.server, self.accounts, self.keys), (self.looks, self.notices, self.about)):
            self._columns.addLayout(make_column(*column, None, gap=14), 1)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        self.follow(team, keys)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        wide = self.width() >= TWO_COLUMNS
        self._columns.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    @property
    def phase(self) -> Phase:
        """There is always something to show; each section says what it lacks."""
        return Phase.READY

    def render_data(self) -> None:
        """What is known now."""
        self.server.refresh()
        self.accounts.refresh()
        self.keys.refresh()

    def list_commands(self) -> Iterable[Command]:
        """The licences."""
        group = self.tr("Settings")
        yield Command(self.tr("Show licences"), self.about.open_licences, group, icon="info")
