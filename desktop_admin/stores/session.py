"""Who is signed in, where: several teams and servers, one of them in use; keys in the keyring or in memory."""

from dataclasses import replace
from typing import Final

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal

from core.schemas.teams import Exchange
from desktop_admin.api.account import Account
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.platform.keyring_store import ACCOUNTS, KeyringStore

_IN_USE: Final = "session/in_use"
_ACCOUNTS: Final = TypeAdapter(list[Account])


class Session(QObject):
    """`changed` when another account is in use or none; `accounts` are all that are known.

    `restored` follows `restore` once the keyring has answered for each of them.
    `is_kept` is False when there is no keyring: keys then live as long as the program.
    """

    changed = Signal()
    restored = Signal()
    ended = Signal(str)
    keeping_failed = Signal()

    def __init__(
        self, api: Api, settings: QSettings, keyring: KeyringStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.accounts: list[Account] = []
        self.current: Account | None = None
        self.is_kept = True
        self._awaited: set[str] = set()
        self._api, self._settings, self._keyring = api, settings, keyring
        keyring.read.connect(self._take_key)
        keyring.failed.connect(self._note_no_keyring)
        api.client.key_refused.connect(self._end_refused)

    def restore(self) -> None:
        """Look in the keyring for the keys of the accounts that were open last."""
        self.accounts = _read_accounts(str(self._settings.value(ACCOUNTS, "")))
        self._awaited = {account.place for account in self.accounts}
        for account in self.accounts:
            self._keyring.ask(account.place)
        if not self._awaited:
            self.restored.emit()

    def exchange(self, server: str, code: str) -> Call[Exchange]:
        """Sign in with a one-time code; the account is in use once the call succeeds."""
        call = self._api.session.exchange(server, code)
        call.succeeded.connect(lambda found: self.adopt(read_account(server, found)))
        return call

    def adopt(self, account: Account) -> None:
        """Add an account and use it."""
        self._put(account)
        self._keyring.keep(account.place, account.key)
        self.use(account)

    def use(self, account: Account) -> None:
        """Switch to an account; one whose key is not known leads to signing in."""
        self.current = account if account.key else None
        self._api.client.use(self.current)
        self._save()
        self.changed.emit()

    def rename_team(self, team: str) -> None:
        """What the team in use is called now."""
        if self.current is not None and team != self.current.team:
            self.current = replace(self.current, team=team)
            self._put(self.current)
            self._api.client.use(self.current)
            self._save()

    def sign_out(self) -> None:
        """Give the key in use back to the server, and forget it whatever comes of that."""
        account = self.current
        if account is None:
            return
        self._api.session.revoke()
        self._drop(account)
        self._leave()

    def sign_out_of(self, place: str) -> None:
        """Give back the key of any account, in use or not, and forget it."""
        account = self.find(place)
        if self.current is not None and self.current.place == place:
            self.sign_out()
        elif account is not None:
            if account.key:
                self._api.client.use(account)
                self._api.session.revoke()
                self._api.client.use(self.current)
            self._drop(account)
            self.changed.emit()

    def find(self, place: str) -> Account | None:
        """A known account."""
        return next((account for account in self.accounts if account.place == place), None)

    def _leave(self) -> None:
        following = next((other for other in self.accounts if other.key), None)
        self.current = following
        self._api.client.use(following)
        self._save()
        self.changed.emit()

    def _drop(self, account: Account) -> None:
        self.accounts = [other for other in self.accounts if other.place != account.place]
        self._keyring.forget(account.place)
        self._save()

    def _end_refused(self, key: str) -> None:
        refused = next((account for account in self.accounts if account.key and account.key == key), None)
        if refused is None:
            return
        self._put(replace(refused, key=""))
        self._keyring.forget(refused.place)
        if self.current is not None and self.current.place == refused.place:
            self.current = None
            self._api.client.use(None)
            self.changed.emit()
            self.ended.emit(
                QCoreApplication.translate(
                    "Session", "Your key for {team} no longer opens. Sign in again; nothing was lost."
                ).format(team=refused.title)
            )

    def _take_key(self, place: str, key: str | None) -> None:
        self._use_key(place, key)
        if self._awaited:
            self._awaited.discard(place)
            if not self._awaited:
                self.restored.emit()

    def _use_key(self, place: str, key: str | None) -> None:
        account = self.find(place)
        if account is None or not key:
            return
        account = replace(account, key=key)
        self._put(account)
        if self.current is None and self._settings.value(_IN_USE, "") in ("", place):
            self.use(account)
        else:
            self.changed.emit()

    def _note_no_keyring(self) -> None:
        if self.is_kept:
            self.is_kept = False
            self.keeping_failed.emit()

    def _put(self, account: Account) -> None:
        others = [other for other in self.accounts if other.place != account.place]
        self.accounts = sorted([*others, account], key=lambda one: one.title.casefold())

    def _save(self) -> None:
        bare = [replace(account, key="") for account in self.accounts]
        self._settings.setValue(ACCOUNTS, _ACCOUNTS.dump_json(bare).decode())
        if self.current is not None:
            self._settings.setValue(_IN_USE, self.current.place)


def read_account(server: str, found: Exchange) -> Account:
    """The account of an exchanged code."""
    return Account(
        server=server,
        team_id=found.team_id,
        member_id=found.member.member_id,
        name=found.member.name,
        role=found.member.role,
        expires_at=found.expires_at,
        key=found.key,
    )


def _read_accounts(text: str) -> list[Account]:
    try:
        return [replace(account, key="") for account in _ACCOUNTS.validate_json(text)]
    except ValidationError:
        return []
