"""Names that run right to left inside sentences that do not."""

import pytest
from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot

from core.schemas.credits import MemberCredits
from desktop_admin.pages.overview.attention import list_matters
from desktop_admin.theme.fonts import make_font
from desktop_admin.words import embed

ARABIC = "محمد علي"


def find_x(text: str, part: str) -> float:
    """How far from the left a part of a line begins."""
    layout = QTextLayout(text, make_font(13))
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    place = text.index(part)
    ends = (line.cursorToX(place), line.cursorToX(place + len(part)))
    return min(float(end[0] if isinstance(end, tuple) else str(end)) for end in ends)


def make_member(name: str) -> MemberCredits:
    counts = {"allocated": 0, "held": 0, "used": 0}
    return MemberCredits(member_id=name, name=name, role="member", status="active", **counts)


def test_what_follows_a_name_stays_where_it_is_read(qtbot: QtBot) -> None:
    names = ("Ann", "Ben", ARABIC, "Daniel", "Elif")
    (matter,) = list_matters([make_member(name) for name in names], [], [], {})
    assert find_x(matter.detail, "2 ") > find_x(matter.detail, ARABIC)


def test_a_sentence_that_begins_with_a_name_keeps_its_direction() -> None:
    assert find_x(f"{embed(ARABIC)} has 5 unspent.", "has") > find_x(
        f"{embed(ARABIC)} has 5 unspent.", ARABIC
    )


@pytest.mark.parametrize("name", ["Ann", "Elif Öztürk", "😀", "李小龙"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert embed(name) == name
