"""What members, roles, moves and invites are called."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from core.domain.credits import MoveKind
from core.domain.teams import MemberStatus, Role
from core.schemas.credits import LedgerMove
from core.schemas.teams import Invite, Member

MINUS: Final = "\u2212"
_PLATFORMS: Final = {"telegram": "Telegram", "slack": "Slack"}


def write_role(role: str) -> str:
    """A role as people read it."""
    return {
        "owner": QCoreApplication.translate("Members", "Owner"),
        "admin": QCoreApplication.translate("Members", "Admin"),
        "member": QCoreApplication.translate("Members", "Member"),
    }.get(role, role)


def write_platforms(platforms: Collection[str]) -> str:
    """Where somebody chats, or that they do not yet."""
    if not platforms:
        return QCoreApplication.translate("Members", "Not joined yet")
    return ", ".join(_PLATFORMS.get(one, one.capitalize()) for one in platforms)


def judge_member(member: Member) -> str:
    """The tone of a member's state: muted left, warn not in chat yet, accent at work, bad without credits, else ok.

    The owner is at work in the console, in chat or not.
    """
    if member.status != MemberStatus.ACTIVE:
        return "muted"
    if not member.platforms and member.role is not Role.OWNER:
        return "warn"
    if member.held:
        return "accent"
    return "ok" if member.allocated else "bad"


def write_state(member: Member) -> str:
    """The same in a word."""
    return {
        "muted": QCoreApplication.translate("Members", "Deactivated"),
        "warn": QCoreApplication.translate("Members", "Invited"),
        "accent": QCoreApplication.translate("Members", "Generating"),
        "ok": QCoreApplication.translate("Members", "Active"),
        "bad": QCoreApplication.translate("Members", "Out of credits"),
    }[judge_member(member)]


def judge_invite(invite: Invite, now: datetime) -> str:
    """The tone of an invite: ok while it opens, muted once it is used up or expired."""
    if invite.used >= invite.cap:
        return "muted"
    return "warn" if invite.expires_at is not None and invite.expires_at <= now else "ok"


def write_invite_state(invite: Invite, now: datetime) -> str:
    """The same in a word."""
    return {
        "muted": QCoreApplication.translate("Members", "Used up"),
        "warn": QCoreApplication.translate("Members", "Expired"),
        "ok": QCoreApplication.translate("Members", "Open"),
    }[judge_invite(invite, now)]


def write_move(move: LedgerMove, member_id: str) -> tuple[str, str]:
    """What a move was for this member, and by how much their unspent credits changed."""
    is_gift = move.kind is not MoveKind.REASSIGN or move.member_id == member_id
    names = {
        MoveKind.ALLOCATE: QCoreApplication.translate("Members", "Given"),
        MoveKind.RECLAIM: QCoreApplication.translate("Members", "Reclaimed"),
        MoveKind.HOLD: QCoreApplication.translate("Members", "Held for headshots"),
        MoveKind.SETTLE: QCoreApplication.translate("Members", "Used for headshots"),
        MoveKind.RELEASE: QCoreApplication.translate("Members", "Released again"),
        MoveKind.REASSIGN: QCoreApplication.translate("Members", "Moved here")
        if is_gift
        else QCoreApplication.translate("Members", "Moved away"),
    }
    signs = {MoveKind.ALLOCATE: "+", MoveKind.RELEASE: "+", MoveKind.SETTLE: ""}
    sign = ("+" if is_gift else MINUS) if move.kind is MoveKind.REASSIGN else signs.get(move.kind, MINUS)
    return names.get(move.kind, str(move.kind)), f"{sign}{move.credits}"
