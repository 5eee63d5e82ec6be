"""Shapes of teams: signing in, members, invites, and who did what."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from core.domain.teams import MAX_NAME, Role
from core.schemas.purchases import PriceList
from core.schemas.shapes import Answer, Ask

MAX_CAP: Final = 10_000
FAR_FUTURE: Final = datetime(3000, 1, 1, tzinfo=UTC)  # what lies beyond overflows in some time zone

Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME * 2)]


class ExchangeAsk(Ask):
    """A one-time sign-in code, with or without its dashes."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class SignedIn(Answer):
    """Who signed in."""

    member_id: str
    name: str
    role: Role


class Exchange(Answer):
    """A key; it is shown this once and never again."""

    key: str
    team_id: str
    member: SignedIn
    expires_at: datetime


class TeamProfile(Answer):
    """A team as one of its people sees it, and what this installation offers.

    A checkout or receipt link is opened only when its host (with its port, if it names one) is in `checkout_hosts`
    or `receipt_hosts`. `can_pay` says whether Stripe is set up, `is_live` whether real money moves.
    """

    team_id: str
    name: str
    you: SignedIn
    server_version: str
    prices: PriceList
    can_pay: bool
    is_live: bool
    checkout_hosts: list[str]
    receipt_hosts: list[str]
    retention_days: int
    telegram_bot: str | None


class Key(Answer):
    """A key that is in force, without its secret; `is_yours` is the one that asks."""

    key_id: str
    member_id: str
    name: str
    is_yours: bool
    created_at: datetime
    expires_at: datetime


class Member(Answer):
    """A member with what they hold, in credits; without `platforms` they have not joined in chat yet."""

    member_id: str
    name: str
    role: Role
    status: str
    allocated: int
    held: int
    used: int
    consented: bool
    platforms: list[str]
    joined_at: datetime


class MemberAsk(Ask):
    """Invite a person by name."""

    name: Name
    role: Role = Role.MEMBER


class MemberChange(Ask):
    """What is to be different; what is left out stays."""

    name: Name | None = None
    role: Role | None = None
    status: Literal["active", "deactivated"] | None = None


class Departure(Answer):
    """A member who left, and how many unspent credits went back to the pool."""

    member_id: str
    status: str
    returned: int


class InviteAsk(Ask):
    """An invite for `cap` people until `expires_at` (RFC 3339, with its zone; never without it)."""

    role: Role = Role.MEMBER
    cap: Annotated[int, Field(strict=True, ge=1, le=MAX_CAP)] = 1
    expires_at: Annotated[AwareDatetime, Field(lt=FAR_FUTURE)] | None = None


class Invite(Answer):
    """How to join; `telegram_link` is null while no Telegram bot runs, `member_id` unless it is one person's own."""

    invite_id: str
    code: str
    telegram_link: str | None
    slack_command: str
    role: Role
    cap: int
    used: int
    expires_at: datetime | None
    created_at: datetime
    member_id: str | None = None


class InvitedMember(Answer):
    """A member who was entered by name, and the invite that is theirs alone."""

    member: Member
    invite: Invite


class AuditLine(Answer):
    """Who did what to what, when and from where."""

    audit_id: str
    actor: str
    action: str
    object: str
    detail: dict[str, Any]
    origin: str
    created_at: datetime
