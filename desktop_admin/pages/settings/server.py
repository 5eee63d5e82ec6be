"""The section about the server in use: its address, versions, and where the key is kept."""

from desktop_admin.context import Context
from desktop_admin.pages.settings.sections import Section, make_fact
from desktop_admin.stores.team import TeamStore
from desktop_admin.widgets.labels import ElidedLabel, Label
from desktop_admin.words import embed, write_day


class ServerSection(Section):
    """Says plainly whether the key outlives the program."""

    def __init__(self, context: Context, team: TeamStore) -> None:
        super().__init__("")
        self._context, self._team = context, team
        self.title.setText(self.tr("Server"))
        self.setAccessibleName(self.tr("Server"))
        self.address, self.version = ElidedLabel(), Label()
        self.person, self.key = ElidedLabel(), Label("", wraps=True)
        for name, value in (
            (self.tr("Address"), self.address),
            (self.tr("Version"), self.version),
            (self.tr("Signed in as"), self.person),
            (self.tr("Your key"), self.key),
        ):
            row = make_fact(name, value)
            row.setStretch(1, 1)
            self.rows.addLayout(row)
        context.session.changed.connect(self.refresh)
        context.session.keeping_failed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """What is known now."""
        account, profile = self._context.session.current, self._team.data
        if account is None:
            return
        self.address.setText(account.server)
        if profile is not None:
            self.version.setText(f"Closeup {profile.server_version}")
        else:
            error = self._team.error
            self.version.setText(error.sentence if error else self.tr("Loading…"))
        day = write_day(account.expires_at, self._context.locale)
        self.person.setText(self.tr("{name}, until {day}").format(name=embed(account.name), day=day))
        if self._context.session.is_kept:
            self.key.setText(self.tr("Kept in this computer's keyring, never in a file."))
        else:
            self.key.setText(
                self.tr(
                    "Kept in memory only, since this computer has no keyring. "
                    "You sign in again after closing the console."
                )
            )
