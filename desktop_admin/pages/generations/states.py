"""How a headshot stands, in words and tones; the columns of its table."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from core.schemas.credits import MemberCredits
from core.schemas.generations import Headshot
from desktop_admin.models.columns import Column, Kind
from desktop_admin.pages.generations.reasons import write_reason
from desktop_admin.words import write_exact, write_moment_of_day

Members = Mapping[str, MemberCredits]

TONES: Final = {
    GenerationStatus.QUEUED: "warn",
    GenerationStatus.RUNNING: "accent",
    GenerationStatus.COMPLETED: "ok",
    GenerationStatus.FAILED: "bad",
    GenerationStatus.CANCELED: "muted",
}
STATUSES: Final = tuple(GenerationStatus)
STYLES: Final = tuple(Style)


def write_status(status: GenerationStatus) -> str:
    """A status as people read it."""
    return {
        GenerationStatus.QUEUED: QCoreApplication.translate("Headshots", "Waiting"),
        GenerationStatus.RUNNING: QCoreApplication.translate("Headshots", "In progress"),
        GenerationStatus.COMPLETED: QCoreApplication.translate("Headshots", "Ready"),
        GenerationStatus.FAILED: QCoreApplication.translate("Headshots", "Failed"),
        GenerationStatus.CANCELED: QCoreApplication.translate("Headshots", "Canceled"),
    }[status]


def write_style(style: Style) -> str:
    """A style as people read it."""
    return {
        Style.PROFESSIONAL: QCoreApplication.translate("Headshots", "Professional"),
        Style.CASUAL: QCoreApplication.translate("Headshots", "Casual"),
        Style.CREATIVE: QCoreApplication.translate("Headshots", "Creative"),
        Style.LINKEDIN: "LinkedIn",
    }[style]


def write_name(shot: Headshot, members: Members) -> str:
    """Whose headshot it is; nothing while nobody's name is known."""
    member = members.get(shot.member_id)
    if not members:
        return ""
    return member.name if member else QCoreApplication.translate("Headshots", "A member who left")


def write_credit(shot: Headshot) -> str:
    """What it means for the credit, in one sentence."""
    if shot.status.is_open:
        return QCoreApplication.translate("Headshots", "1 credit is held until it is done.")
    if shot.status is GenerationStatus.COMPLETED:
        return QCoreApplication.translate("Headshots", "1 credit was used.")
    return QCoreApplication.translate("Headshots", "The credit went back; nothing was used.")


def write_took(shot: Headshot) -> str:
    """How long it took from the asking to its end; empty while it is open."""
    if shot.ended_at is None:
        return ""
    seconds = max(0, int((shot.ended_at - shot.created_at).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return QCoreApplication.translate("Headshots", "{n} s").format(n=rest)
    return QCoreApplication.translate("Headshots", "{m} min {s} s").format(m=minutes, s=rest)


def list_columns(
    members: Callable[[], Members], clock: Callable[[], datetime], locale: QLocale
) -> list[Column[Headshot]]:
    """Whose, in which style, how it stands, how far it is, the favourite, and when."""
    return [
        Column(
            "member",
            QCoreApplication.translate("Headshots", "Member"),
            lambda s: write_name(s, members()),
            Kind.PERSON,
            aside=lambda s: (s.member_id, ""),
            width=220,
            stretches=True,
        ),
        Column(
            "style",
            QCoreApplication.translate("Headshots", "Style"),
            lambda s: write_style(s.style),
            width=120,
        ),
        Column(
            "status",
            QCoreApplication.translate("Headshots", "Status"),
            lambda s: write_status(s.status),
            Kind.PILL,
            aside=lambda s: TONES[s.status],
            hint=write_reason,
            width=140,
        ),
        Column(
            "pictures",
            QCoreApplication.translate("Headshots", "Pictures"),
            lambda s: f"{s.done}/{s.total}",
            Kind.BAR,
            aside=lambda s: ((s.done, "used"), (s.total - s.done, "pool")),
            width=170,
        ),
        Column(
            "favourite",
            QCoreApplication.translate("Headshots", "Favourite"),
            # Which one is seen in the viewer: its number need not be its place among them.
            lambda s: "★" if s.favourite else "",
            Kind.MUTED,
            width=90,
        ),
        Column(
            "asked",
            QCoreApplication.translate("Headshots", "Requested"),
            lambda s: write_moment_of_day(s.created_at, clock(), locale),
            Kind.MUTED,
            hint=lambda s: write_exact(s.created_at, locale),
            width=130,
        ),
    ]
