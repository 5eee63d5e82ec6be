"""What needs neither server nor window: addresses, links, colours, commands, amounts, and who may import what."""

import ast

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.schemas.credits import Overview
from desktop_admin.api.address import read_server
from desktop_admin.api.errors import Invalid
from desktop_admin.commands import Command, Commands
from desktop_admin.platform.browser import may_open
from desktop_admin.stores.credits import read_numbers
from desktop_admin.theme.icons import list_icons, make_icon
from desktop_admin.theme.tokens import DARK, LIGHT, TEXT_PAIRS, Tokens, measure_contrast
from desktop_admin.widgets.amount_edit import AmountEdit
from desktop_admin.widgets.avatar import write_initials
from desktop_admin.widgets.charts import round_up
from tests.house.sources import ROOT


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("closeup.example.com", "https://closeup.example.com"),
        ("https://x.test:8443/", "https://x.test:8443"),
        ("localhost:8700", "http://localhost:8700"),
        ("http://127.0.0.1:8700", "http://127.0.0.1:8700"),
        ("http://[::1]:8700", "http://[::1]:8700"),
    ],
)
def test_an_address_is_read_as_typed(typed: str, address: str) -> None:
    assert read_server(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://example.com",
        "ftp://x",
        "https://u:p@x.test",
        "https://x/path",
        "http://127.0.0.1.evil.test",
        "https://x:99999",
    ],
)
def test_an_unsafe_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_server(typed)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("link", "may"),
    [
        ("https://checkout.stripe.com/c/pay", True),
        ("http://checkout.stripe.com/c/pay", False),
        ("https://checkout.stripe.com.evil.test/", False),
        ("https://checkout.stripe.com@evil.test/", False),
        ("http://127.0.0.1:4242/pay", True),
        ("http://127.0.0.1:4243/pay", False),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_links_to_allowed_hosts_are_opened(link: str, may: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    assert may_open(link, ["checkout.stripe.com", "127.0.0.1:4242"]) is may


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert measure_contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5, "WCAG AA"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(tokens: Tokens) -> None:
    assert measure_contrast(tokens.field, tokens.surface) >= 3


@pytest.mark.parametrize("name", list_icons())
def test_every_icon_draws_something(qtbot: QtBot, name: str) -> None:
    picture = make_icon(name, "#000000", "#000000", "#000000").pixmap(24, 24).toImage()
    drawn = sum(picture.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    assert 15 < drawn < 500


@pytest.mark.parametrize(
    ("name", "letters"), [("Ann", "A"), ("Elif Öztürk", "EÖ"), ("  ", "?"), ("🙂", "?"), ("علي حسن", "عح")]
)
def test_initials(name: str, letters: str) -> None:
    assert write_initials(name) == letters


@pytest.mark.parametrize(("value", "ceiling"), [(0, 4), (4, 4), (5, 8), (9, 20), (41, 80), (1000, 2000)])
def test_charts_end_in_a_round_number(value: float, ceiling: int) -> None:
    assert round_up(value) == ceiling


def test_numbers_of_a_pool_in_debt_add_up() -> None:
    overview = Overview(purchased=50, pool=-12, allocated=30, held=2, used=30, debt=12, members=[])
    numbers = read_numbers(overview)
    assert numbers.adds_up
    assert (numbers.pool, numbers.debt) == (-12, 12)


def test_commands_are_found_by_every_word() -> None:
    commands = Commands()
    ran: list[str] = []
    commands.provide(
        "a", lambda: [Command("Give credits", lambda: ran.append("give")), Command("Forgive", list)]
    )
    assert [command.title for command in commands.search("give")] == ["Give credits", "Forgive"]
    commands.search("credits giv")[0].run()
    assert ran == ["give"]
    commands.withdraw("a")
    assert commands.search("") == []


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("10", 10), ("1,000", 1000), ("1 000", 1000), ("0", None), ("", None), ("99999999", None)],
)
def test_an_amount_is_a_whole_number_within_limits(qtbot: QtBot, typed: str, amount: int | None) -> None:
    edit = AmountEdit(QLocale("en_GB"))
    qtbot.addWidget(edit)
    edit.setText(typed)
    assert edit.amount == amount
    assert bool(edit.problem) is (amount is None and bool(typed))


def test_letters_do_not_get_into_an_amount(qtbot: QtBot) -> None:
    edit = AmountEdit(QLocale("en_GB"))
    qtbot.addWidget(edit)
    QTest.keyClicks(edit, "1a2e3-")
    assert edit.amount == 123


def test_only_the_api_imports_qt_network() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "desktop_admin").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtNetwork")
        or (isinstance(node, ast.Import) and any("QtNetwork" in name.name for name in node.names))
    }
    assert found
    assert all(name.startswith("desktop_admin/api/") for name in found)
