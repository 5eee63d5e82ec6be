"""A line of the grid: a member, and what a staged distribution would give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.domain.teams import MemberStatus
from core.schemas.credits import MemberCredits
from desktop_admin.models.columns import Column, Kind

_ACTIVE = MemberStatus.ACTIVE.value  # comparing plain texts is the fast way
STAGED, UNSTAGED = ("change", "after"), ("state",)  # columns shown only then


@dataclass(frozen=True, slots=True)
class Line:
    """A member, how many credits a preview gives them (0 without one), and the tone of their state."""

    member: MemberCredits
    change: int
    tone: str

    @property
    def after(self) -> int:
        """What is unspent once it is applied."""
        return self.member.allocated + self.change


def make_lines(members: Sequence[MemberCredits], changes: Mapping[str, int]) -> list[Line]:
    """Everybody, in joining order."""
    return [Line(member, changes.get(member.member_id, 0), judge_member(member)) for member in members]


def judge_member(member: MemberCredits) -> str:
    """The tone of a member's state: muted left, accent at work, bad without credits, ok otherwise."""
    if member.status != _ACTIVE:
        return "muted"
    if member.held:
        return "accent"
    return "ok" if member.allocated else "bad"


def write_state(line: Line) -> str:
    """The same in a word."""
    return {
        "muted": QCoreApplication.translate("Allocations", "Deactivated"),
        "accent": QCoreApplication.translate("Allocations", "Generating"),
        "ok": QCoreApplication.translate("Allocations", "Has credits"),
        "bad": QCoreApplication.translate("Allocations", "Without credits"),
    }[line.tone]


def write_role(role: str) -> str:
    """A role as people read it."""
    return {
        "owner": QCoreApplication.translate("Allocations", "Owner"),
        "admin": QCoreApplication.translate("Allocations", "Admin"),
        "member": QCoreApplication.translate("Allocations", "Member"),
    }.get(role, role)


def list_columns() -> list[Column[Line]]:
    """Who, what they have, what would change, and what they would have then."""
    return [
        Column(
            "name",
            QCoreApplication.translate("Allocations", "Member"),
            lambda line: line.member.name,
            Kind.PERSON,
            aside=lambda line: (line.member.member_id, ""),
            sort=lambda line: line.member.name.casefold(),
            width=240,
            stretches=True,
        ),
        Column(
            "role",
            QCoreApplication.translate("Allocations", "Role"),
            lambda line: write_role(line.member.role),
            Kind.MUTED,
            sort=lambda line: line.member.role,
            width=100,
        ),
        _number("used", QCoreApplication.translate("Allocations", "Used"), "used"),
        _number("held", QCoreApplication.translate("Allocations", "Held"), "held"),
        _number("now", QCoreApplication.translate("Allocations", "Unspent now"), "allocated", 110),
        Column(
            "change",
            QCoreApplication.translate("Allocations", "Change"),
            lambda line: f"+{line.change}" if line.change else "",
            Kind.PILL,
            aside=lambda _line: "ok",
            sort=lambda line: line.change,
            width=110,
        ),
        Column(
            "after",
            QCoreApplication.translate("Allocations", "After"),
            lambda line: str(line.after),
            Kind.NUMBER,
            sort=lambda line: line.after,
            width=90,
        ),
        Column(
            "state",
            QCoreApplication.translate("Allocations", "Status"),
            write_state,
            Kind.PILL,
            aside=lambda line: line.tone,
            sort=write_state,
            width=170,
        ),
    ]


def _number(name: str, title: str, part: str, width: int = 100) -> Column[Line]:
    def read(line: Line) -> int:
        return int(getattr(line.member, part))

    return Column(name, title, lambda line: str(read(line)), Kind.NUMBER, sort=read, width=width)
