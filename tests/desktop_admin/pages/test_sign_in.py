"""Signing in and out over HTTP, by keyboard; a key that is revoked meanwhile; a keyring that is not there."""

from dataclasses import dataclass

import httpx
from keyring.errors import NoKeyringError
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_admin.platform.keyring_store import SERVICE, KeyringStore
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served


def test_a_code_signs_in_by_keyboard_and_keeps_the_key_in_the_keyring(opened: Driver, served: Served) -> None:
    code = served.found("Westside", "Wim")["console_code"]
    form = opened.window.sign_in
    opened.type(form.server.edit, served.url)
    opened.type(form.code.edit, code)
    opened.press(form.code.edit, Qt.Key.Key_Return)
    opened.wait_until(lambda: opened.window.page is not None)
    account = opened.context.session.current
    assert account is not None
    assert account.name == "Wim"
    opened.wait_until(lambda: (SERVICE, account.place) in opened.vault.kept)
    assert opened.vault.kept[SERVICE, account.place] == account.key
    opened.context.settings.sync()
    with open(opened.context.settings.fileName(), encoding="utf-8") as file:  # noqa: PTH123 - Qt names it
        assert account.key not in file.read()
    assert account.key not in repr(account)


def test_a_wrong_code_is_a_sentence_at_its_field(opened: Driver, served: Served) -> None:
    form = opened.window.sign_in
    form.server.edit.setText(served.url)
    form.code.edit.setText("WRNG-WRNG-WRNG")
    form.sign_in()
    opened.wait_until(lambda: bool(form.code.error.text()))
    assert opened.window.page is None
    assert form.button.isEnabled()


def test_a_key_revoked_meanwhile_leads_back_with_a_calm_sentence(opened: Driver, served: Served) -> None:
    account = served.sign_in_again()
    opened.context.session.adopt(account)
    opened.open_page("overview")
    headers = {"Authorization": f"Bearer {account.key}"}
    revoked = httpx.post(f"{served.url}/api/auth/sign-out", headers=headers, trust_env=False, timeout=20)
    assert revoked.status_code == 204
    opened.context.stores.refresh()
    opened.wait_until(lambda: opened.window.page is None)
    banner = opened.window.sign_in._banner
    assert banner is not None
    assert "Sign in again; nothing was lost." in banner.accessibleName()
    assert opened.vault.kept == {}


def test_signing_out_gives_the_key_back_and_forgets_it(opened: Driver, served: Served) -> None:
    account = served.sign_in_again()
    opened.context.session.adopt(account)
    opened.open_page("overview")
    opened.context.session.sign_out()
    assert opened.window.page is None
    assert opened.context.session.accounts == []
    headers = {"Authorization": f"Bearer {account.key}"}
    path = f"{served.url}/api/teams/{account.team_id}/credits/overview"

    def is_refused() -> bool:
        return httpx.get(path, headers=headers, trust_env=False, timeout=20).status_code == 401

    opened.wait_until(is_refused)
    opened.wait_until(lambda: opened.vault.kept == {})


@dataclass
class NoVault:
    """A machine without a keyring."""

    def get_password(self, service: str, name: str) -> str | None:
        raise NoKeyringError(service, name)

    def set_password(self, service: str, name: str, key: str) -> None:
        raise NoKeyringError(service, name)

    def delete_password(self, service: str, name: str) -> None:
        raise NoKeyringError(service, name)


def test_without_a_keyring_nothing_is_kept_and_it_is_said(qtbot: QtBot) -> None:
    keyring = KeyringStore(NoVault())
    with qtbot.waitSignal(keyring.failed):
        keyring.keep("place", "key")
    with qtbot.waitSignal(keyring.read) as waiting:
        keyring.ask("place")
    assert waiting.args == ["place", None]
