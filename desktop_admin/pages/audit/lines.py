"""A line of the audit log in words; the columns of its table."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from core.schemas.teams import AuditLine
from desktop_admin.models.columns import Column, Kind
from desktop_admin.pages.audit.facts import Names, write_detail
from desktop_admin.words import write_exact, write_moment_of_day

STRIPE: Final = "stripe"
CLOSEUP: Final = "closeup"
_MEMBER: Final = "member:"


def list_actions() -> dict[str, str]:
    """Every action that is known, with what people call it; a newer server may say more."""
    return {
        "team.founded": QCoreApplication.translate("Audit", "Founded the team"),
        "member.invited": QCoreApplication.translate("Audit", "Invited a member"),
        "member.joined": QCoreApplication.translate("Audit", "Joined"),
        "member.linked": QCoreApplication.translate("Audit", "Linked another chat account"),
        "member.renamed": QCoreApplication.translate("Audit", "Renamed a member"),
        "member.role": QCoreApplication.translate("Audit", "Changed a role"),
        "member.deactivated": QCoreApplication.translate("Audit", "Deactivated a member"),
        "member.reactivated": QCoreApplication.translate("Audit", "Reactivated a member"),
        "person.deleted": QCoreApplication.translate("Audit", "Deleted their own data"),
        "consent.given": QCoreApplication.translate("Audit", "Agreed to photo processing"),
        "invite.created": QCoreApplication.translate("Audit", "Created an invite"),
        "invite.revoked": QCoreApplication.translate("Audit", "Took an invite back"),
        "key.issued": QCoreApplication.translate("Audit", "Signed in to the console"),
        "key.revoked": QCoreApplication.translate("Audit", "Revoked a key"),
        "credits.allocated": QCoreApplication.translate("Audit", "Gave credits"),
        "credits.reclaimed": QCoreApplication.translate("Audit", "Reclaimed credits"),
        "credits.reassigned": QCoreApplication.translate("Audit", "Moved credits"),
        "credits.distributed": QCoreApplication.translate("Audit", "Distributed credits"),
        "purchase.created": QCoreApplication.translate("Audit", "Opened a checkout"),
        "purchase.paid": QCoreApplication.translate("Audit", "Payment credited"),
        "purchase.quarantined": QCoreApplication.translate("Audit", "Payment set aside"),
        "purchase.reversed": QCoreApplication.translate("Audit", "Refund or dispute"),
        "headshot.requested": QCoreApplication.translate("Audit", "Requested headshots"),
        "headshot.redone": QCoreApplication.translate("Audit", "Made headshots again"),
        "headshot.canceled": QCoreApplication.translate("Audit", "Canceled headshots"),
        "headshot.favourite": QCoreApplication.translate("Audit", "Chose a favourite"),
        "headshot.deleted": QCoreApplication.translate("Audit", "Deleted headshots"),
    }


def write_action(action: str) -> str:
    """What was done, in words; the server's own word where we know none."""
    return list_actions().get(action, action)


def write_actor(actor: str, names: Names) -> str:
    """Who did it."""
    if actor.startswith(_MEMBER):
        return names.get(actor.removeprefix(_MEMBER), actor.removeprefix(_MEMBER))
    return {STRIPE: "Stripe", CLOSEUP: "Closeup"}.get(actor, actor)


def write_object(about: str, names: Names) -> str:
    """What it was done to: a member by name, anything else by its id."""
    return names.get(about, about)


def write_origin(origin: str) -> str:
    """Where it came from: a chat, the command line or an address."""
    words = {
        "telegram": "Telegram",
        "slack": "Slack",
        "stripe": "Stripe",
        "command line": QCoreApplication.translate("Audit", "Command line"),
    }
    return words.get(origin, origin)


def list_columns(
    names: Callable[[], Names], clock: Callable[[], datetime], locale: QLocale
) -> list[Column[AuditLine]]:
    """When, who, what, to what, what else, and from where."""
    return [
        Column(
            "when",
            QCoreApplication.translate("Audit", "When"),
            lambda line: write_moment_of_day(line.created_at, clock(), locale),
            Kind.MUTED,
            hint=lambda line: write_exact(line.created_at, locale),
            width=110,
        ),
        Column(
            "actor",
            QCoreApplication.translate("Audit", "Who"),
            lambda line: write_actor(line.actor, names()),
            Kind.PERSON,
            aside=lambda line: (line.actor.removeprefix(_MEMBER), ""),
            width=160,
        ),
        Column(
            "action",
            QCoreApplication.translate("Audit", "What"),
            lambda line: write_action(line.action),
            hint=lambda line: line.action,
            width=180,
        ),
        Column(
            "object",
            QCoreApplication.translate("Audit", "About"),
            lambda line: write_object(line.object, names()),
            width=180,
        ),
        Column(
            "detail",
            QCoreApplication.translate("Audit", "Details"),
            lambda line: write_detail(line.detail, names(), locale),
            Kind.MUTED,
            width=220,
            stretches=True,
        ),
        Column(
            "origin",
            QCoreApplication.translate("Audit", "From"),
            lambda line: write_origin(line.origin),
            Kind.MUTED,
            width=120,
        ),
    ]
