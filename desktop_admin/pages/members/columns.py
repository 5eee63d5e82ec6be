"""The columns of members and of invites."""

from collections.abc import Callable, Mapping
from datetime import datetime

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
from desktop_admin.words import write_day, write_moment


def list_member_columns(locale: QLocale) -> list[Column[Member]]:
    """Who, their role, what they had and have left, where they chat, how they are, since when."""
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


def list_invite_columns(
    locale: QLocale, clock: Callable[[], datetime], names: Mapping[str, str]
) -> list[Column[Invite]]:
    """For whom, their role, how often it was used, until when, since when, and whether it still opens."""
    return [
        Column(
            "for",
            QCoreApplication.translate("Members", "For"),
            lambda invite: write_receiver(invite, names),
            sort=lambda invite: write_receiver(invite, names).casefold(),
            width=220,
            stretches=True,
        ),
        Column(
            "role",
            QCoreApplication.translate("Members", "Role"),
            lambda invite: write_role(invite.role),
            Kind.MUTED,
            sort=lambda invite: invite.role,
            width=90,
        ),
        Column(
            "used",
            QCoreApplication.translate("Members", "Used"),
            lambda invite: QCoreApplication.translate("Members", "{used} of {cap}").format(
                used=invite.used, cap=invite.cap
            ),
            Kind.NUMBER,
            sort=lambda invite: (invite.used, invite.cap),
            width=120,
        ),
        Column(
            "expires",
            QCoreApplication.translate("Members", "Expires"),
            lambda invite: write_end(invite, locale),
            Kind.MUTED,
            sort=lambda invite: invite.expires_at.timestamp() if invite.expires_at else float("inf"),
            hint=lambda invite: write_moment(invite.expires_at, locale) if invite.expires_at else "",
            width=120,
        ),
        Column(
            "created",
            QCoreApplication.translate("Members", "Made"),
            lambda invite: write_day(invite.created_at, locale),
            Kind.MUTED,
            sort=lambda invite: invite.created_at,
            hint=lambda invite: write_moment(invite.created_at, locale),
            width=120,
        ),
        Column(
            "code",
            QCoreApplication.translate("Members", "Code"),
            lambda invite: invite.code,
            Kind.MUTED,
            width=200,
        ),
        Column(
            "state",
            QCoreApplication.translate("Members", "Status"),
            lambda invite: write_invite_state(invite, clock()),
            Kind.PILL,
            aside=lambda invite: judge_invite(invite, clock()),
            sort=lambda invite: judge_invite(invite, clock()),
            width=120,
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
