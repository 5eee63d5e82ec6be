"""The Settings page over a real server: accounts, keys, theme, language, notifications; and the news themselves."""

from importlib.metadata import version

import httpx

from core.schemas.credits import Overview
from desktop_admin.i18n import LANGUAGE
from desktop_admin.pages.settings.page import SettingsPage
from desktop_admin.platform.tray import is_tray_there, wants_notifications
from desktop_admin.theme.theme import THEME_MODE, ThemeMode
from desktop_admin.window.opening import open_tray
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served


def open_settings(console: Driver) -> SettingsPage:
    page = console.open_page("settings")
    assert isinstance(page, SettingsPage)
    console.wait_until(lambda: bool(page.keys.ends) and page.server.version.text().startswith("Closeup"))
    return page


def read_texts(page: SettingsPage) -> set[str]:
    return {label.text() for label in page.findChildren(type(page.title))}


def test_server_version_and_where_the_key_is(console: Driver, served: Served) -> None:
    page = open_settings(console)
    assert page.server.address.text() == served.url
    assert page.server.version.text() == f"Closeup {version('closeup')}"
    assert page.server.key.text() == "Kept in this computer's keyring, never in a file."
    console.context.session.is_kept = False
    console.context.session.keeping_failed.emit()
    assert page.server.key.text().startswith("Kept in memory only, since this computer has no keyring.")


def test_several_teams_switch_and_sign_out_of_one_that_is_not_in_use(console: Driver, served: Served) -> None:
    session = console.context.session
    first = session.current
    other = served.sign_in_again()
    session.adopt(other)
    page = open_settings(console)
    assert first is not None
    console.click(page.accounts.switches[first.place])
    console.wait_until(lambda: session.current is not None and session.current.place == first.place)
    page = open_settings(console)
    assert list(page.accounts.switches) == [other.place]
    account = session.find(other.place)
    assert account is not None
    dialog = page.accounts.leave(account)
    console.click(dialog.go)
    console.wait_until(lambda: [one.place for one in session.accounts] == [first.place])
    assert list(page.accounts.leaves) == [first.place]
    assert session.current is not None
    assert session.current.place == first.place, "the one in use stays in use"
    path = f"{served.url}/api/teams/{other.team_id}/credits/overview"
    headers = {"Authorization": f"Bearer {other.key}"}
    console.wait_until(
        lambda: httpx.get(path, headers=headers, trust_env=False, timeout=20).status_code == 401
    )


def test_a_key_is_revoked_from_the_list(opened: Driver, served: Served) -> None:
    first = served.sign_in_again()
    console = opened
    console.context.session.adopt(first)
    console.wait_live()
    page = open_settings(console)
    keys = page.keys._keys.data
    assert keys is not None
    assert [key.is_yours for key in keys.items] == [True]
    assert "This console" in read_texts(page)
    dialog = page.keys.revoke(keys.items[0])
    assert "you are signed out at once" in " ".join(
        label.text() for label in dialog.findChildren(type(page.title))
    )
    console.click(dialog.go)
    console.wait_until(lambda: console.window.page is None)
    assert console.context.session.current is None


def test_theme_and_language_are_kept(console: Driver) -> None:
    page = open_settings(console)
    page.looks.themes.choose("dark")
    assert console.context.theme.is_dark
    assert console.context.settings.value(THEME_MODE) == "dark"
    console.context.theme.choose(ThemeMode.LIGHT)
    assert page.looks.themes.current == "light", "also when it was chosen elsewhere"
    place = page.looks.languages.findData("de")
    page.looks.languages.setCurrentIndex(place)
    page.looks.languages.activated.emit(place)
    assert console.context.settings.value(LANGUAGE) == "de"
    assert page.looks.note.text() == "From the next start of the console."


def test_notifications_are_a_choice_and_the_tray_an_extra(console: Driver) -> None:
    page = open_settings(console)
    settings = console.context.settings
    assert wants_notifications(settings)
    tray = open_tray(console.window, console.context)
    assert tray.is_shown is is_tray_there()
    console.context.shell.announce("Payment received", "50 credits arrived in the pool.")
    page.notices.wanted.choose("off")
    assert not wants_notifications(settings)
    tray.refresh()
    assert not tray.is_shown


def test_the_licences_say_what_the_lgpl_gives(console: Driver) -> None:
    page = open_settings(console)
    console.click(page.about.licences)
    words = console.window.drawer.content
    assert words is not None
    texts = " ".join(label.text() for label in words.findChildren(type(page.title)))
    assert "GNU Lesser General Public License, version 3" in texts
    assert "you may replace them with your own build" in texts


def test_settings_are_there_without_the_server(console: Driver, served: Served) -> None:
    page = open_settings(console)
    with served.gone():
        console.wait_until(lambda: not console.context.connection.is_online)
        assert all(not button.isEnabled() for button in page.keys.ends.values())
        page.looks.themes.choose("light")
    console.window.strip.retry.click()
    console.wait_until(lambda: all(button.isEnabled() for button in page.keys.ends.values()))


def test_a_payment_that_lands_is_said_once_on_any_page(console: Driver, served: Served) -> None:
    open_settings(console)
    announced: list[tuple[str, str]] = []
    console.context.shell.announced.connect(lambda title, text: announced.append((title, text)))
    served.stock(served.ask("GET", "credits/overview")["pool"] + 1)
    console.wait_until(lambda: bool(announced))
    assert announced == [("Payment received", "500 credits arrived in the pool.")]
    assert console.window.toast.isVisible()


def test_the_last_credit_is_said_once(opened: Driver, served: Served) -> None:
    known = Overview.model_validate(served.ask("GET", "credits/overview"))
    spent = known.model_copy(update={"pool": 0, "allocated": 0, "used": known.purchased, "held": 0})
    opened.context.session.adopt(served.account)
    opened.open_page("settings")
    opened.wait_until(lambda: opened.window.news.unspent == known.pool + known.allocated)
    announced: list[str] = []
    opened.context.shell.announced.connect(lambda title, _text: announced.append(title))
    for overview in (known, spent, spent):
        opened.window.news.judge(overview)
    assert announced == ["Your team has no credits left"]
    assert opened.window.page is not None
    assert opened.window.page._notices["news"].notice.strong == "Your team has no credits left."
