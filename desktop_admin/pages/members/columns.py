"""The columns of members and of invites."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf

from PySide6.QtCore import QCoreApplication, QLocale

from core.schemas.teams import Invite, Member
from desktop_admin.models.columns import Column, Kind
from desktop_admin.pages.members.words import (
    judge_invite,
    judge_member,
    write_invite_state,
    write_platforms,
    write_role,
    write_state,
)
from desktop_admin.words import write_day, write_moment, write_number


def list_member_columns(locale: QLocale) -> list[Column[Member]]:
    """Who, their role, what they had and have left, where they chat, how they are, since when."""
    return [*_list_what_they_have(), *_list_how_they_are(locale)]


def _list_what_they_have() -> list[Column[Member]]:
    return [
        Column(
            "name",
            QCoreApplication.translate("Members", "Member"),
            lambda member: member.name,
            Kind.PERSON,
            aside=lambda member: (member.member_id, ""),
            sort=lambda member: member.name.casefold(),
            width=220,
            stretches=True,
        ),
        Column(
            "role",
            QCoreApplication.translate("Members", "Role"),
            lambda member: write_role(member.role),
            Kind.MUTED,
            sort=lambda member: member.role,
            width=90,
        ),
        Column(
            "credits",
            QCoreApplication.translate("Members", "Credits used"),
            lambda member: f"{member.used}/{member.used + member.held + member.allocated}",
            Kind.BAR,
            aside=lambda m: ((m.used, "used"), (m.held, "held"), (m.allocated, "pool")),
            sort=lambda member: member.used,
            width=180,
        ),
        Column(
            "left",
            QCoreApplication.translate("Members", "Left"),
            lambda member: str(member.allocated),
            Kind.NUMBER,
            sort=lambda member: member.allocated,
            width=70,
        ),
    ]


def _list_how_they_are(locale: QLocale) -> list[Column[Member]]:
    return [
        Column(
            "chat",
            QCoreApplication.translate("Members", "Chat"),
            lambda member: write_platforms(member.platforms),
            Kind.MUTED,
            sort=lambda member: write_platforms(member.platforms),
            width=130,
        ),
        Column(
            "state",
            QCoreApplication.translate("Members", "Status"),
            write_state,
            Kind.PILL,
            aside=judge_member,
            sort=write_state,
            width=150,
        ),
        Column(
            "joined",
            QCoreApplication.translate("Members", "In the team since"),
            lambda member: write_day(member.joined_at, locale),
            Kind.MUTED,
            sort=lambda member: member.joined_at,
            hint=lambda member: write_moment(member.joined_at, locale),
            width=130,
        ),
    ]


@dataclass(frozen=True, slots=True)
class InviteLine:
    """An invite, whose it is, and how it is, as of when it was last looked at."""

    invite: Invite
    receiver: str
    tone: str
    state: str


def make_invite_line(invite: Invite, names: Mapping[str, str], now: datetime) -> InviteLine:
    """The line of an invite; `names` are the members' by their ids."""
    return InviteLine(
        invite, write_receiver(invite, names), judge_invite(invite, now), write_invite_state(invite, now)
    )


def list_invite_columns(locale: QLocale) -> list[Column[InviteLine]]:
    """For whom, their role, how often it was used, until when, since when, and whether it still opens."""
    return [*_list_whose(locale), *_list_until_when(locale), *_list_ways_in()]


def _list_whose(locale: QLocale) -> list[Column[InviteLine]]:
    return [
        Column(
            "for",
            QCoreApplication.translate("Members", "For"),
            lambda line: line.receiver,
            sort=lambda line: line.receiver.casefold(),
            width=200,
            stretches=True,
        ),
        Column(
            "role",
            QCoreApplication.translate("Members", "Role"),
            lambda line: write_role(line.invite.role),
            Kind.MUTED,
            sort=lambda line: line.invite.role,
            width=90,
        ),
        Column(
            "used",
            QCoreApplication.translate("Members", "Used"),
            lambda line: QCoreApplication.translate("Members", "{used} of {cap}").format(
                used=write_number(line.invite.used, locale), cap=write_number(line.invite.cap, locale)
            ),
            Kind.NUMBER,
            sort=lambda line: (line.invite.used, line.invite.cap),
            width=110,
        ),
    ]


def _list_until_when(locale: QLocale) -> list[Column[InviteLine]]:
    return [
        Column(
            "expires",
            QCoreApplication.translate("Members", "Expires"),
            lambda line: write_end(line.invite, locale),
            Kind.MUTED,
            sort=lambda line: line.invite.expires_at.timestamp() if line.invite.expires_at else inf,
            hint=lambda line: write_moment(line.invite.expires_at, locale) if line.invite.expires_at else "",
            width=110,
        ),
        Column(
            "created",
            QCoreApplication.translate("Members", "Made"),
            lambda line: write_day(line.invite.created_at, locale),
            Kind.MUTED,
            sort=lambda line: line.invite.created_at,
            hint=lambda line: write_moment(line.invite.created_at, locale),
            width=110,
        ),
    ]


def _list_ways_in() -> list[Column[InviteLine]]:
    return [
        Column(
            "code",
            QCoreApplication.translate("Members", "Code"),
            lambda line: line.invite.code,
            Kind.MUTED,
            width=200,
        ),
        Column(
            "link",
            QCoreApplication.translate("Members", "Telegram link"),
            lambda line: line.invite.telegram_link or "",
            Kind.MUTED,
            width=200,
        ),
        Column(
            "state",
            QCoreApplication.translate("Members", "Status"),
            lambda line: line.state,
            Kind.PILL,
            aside=lambda line: line.tone,
            sort=lambda line: line.tone,
            width=110,
        ),
    ]


def write_receiver(invite: Invite, names: Mapping[str, str]) -> str:
    """Whose invite it is."""
    if invite.member_id is not None:
        return names.get(invite.member_id, QCoreApplication.translate("Members", "One person"))
    if invite.cap == 1:
        return QCoreApplication.translate("Members", "Whoever comes first")
    return QCoreApplication.translate("Members", "Everybody")


def write_end(invite: Invite, locale: QLocale) -> str:
    """Until when it opens."""
    if invite.expires_at is None:
        return QCoreApplication.translate("Members", "Never")
    return write_day(invite.expires_at, locale)
