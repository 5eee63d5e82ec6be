"""Who may do what: roles, members' states and the rules of joining."""

from enum import StrEnum
from typing import Final

from core.domain.refusals import Malformed, Refusal

CONSENT_VERSION: Final = "2026-11"
MAX_NAME: Final = 120


class Role(StrEnum):
    """What a member may do; `owner` and `admin` run the team."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"

    @property
    def runs_team(self) -> bool:
        """Whether this role may use the console."""
        return self is not Role.MEMBER


class MemberStatus(StrEnum):
    """A deactivated member keeps their history and holds no credits."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"


class InviteRefused(Refusal):
    """An invite that does not open; each reason has its own code and sentence."""

    status = 409


class InviteUnknown(InviteRefused):
    """No such code."""

    code, sentence = "invite_unknown", "I don't know this invite code."
    mend = "Check it letter by letter, or ask your admin for a new one."


class InviteUsed(InviteRefused):
    """A code for one person that was already used."""

    code, sentence = "invite_used", "This invite has already been used."
    mend = "Ask your admin for one of your own."


class InviteFull(InviteRefused):
    """An open code whose cap is reached."""

    code, sentence = "invite_full", "This invite has no places left."
    mend = "Ask your admin to raise its limit."


class InviteExpired(InviteRefused):
    """A code whose time is over, or that was taken back."""

    code, sentence = "invite_expired", "This invite has expired."
    mend = "Ask your admin for a new one."


def check_name(name: str) -> str:
    """`name` without outer spaces and control characters; 1 to `MAX_NAME` characters, else `Malformed`."""
    cleaned = "".join(c for c in name if c.isprintable()).strip()
    if not 1 <= len(cleaned) <= MAX_NAME:
        raise Malformed(f"A name has 1 to {MAX_NAME} characters.")
    return cleaned
