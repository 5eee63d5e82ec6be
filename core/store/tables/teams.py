"""Teams, their members, the accounts these chat from, and invites."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from core.domain.teams import MemberStatus, Role
from core.store.columns import Moment, created, key_to, metadata, one_of

teams = Table(
    "teams",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("stripe_customer_id", Text, unique=True),
    created(),
)

members = Table(
    "members",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("team_id", "teams.id"),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("consent_version", Text),
    Column("consented_at", Moment),
    created(),
    one_of("role", Role),
    one_of("status", MemberStatus),
    Index("ix_members_team_id_created_at", "team_id", "created_at", "id"),
)

identities = Table(
    "identities",
    metadata,
    Column("platform", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    key_to("member_id", "members.id"),
    created(),
    PrimaryKeyConstraint("platform", "external_id", "member_id"),
    Index("ix_identities_member_id", "member_id"),
)

invites = Table(
    "invites",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("team_id", "teams.id"),
    Column("code", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("member_id", Text, ForeignKey("members.id")),
    Column("cap", Integer, nullable=False),
    Column("used", Integer, nullable=False, server_default="0"),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("created_by", Text),
    created(),
    CheckConstraint("used >= 0 AND used <= cap", name="used"),
    one_of("role", Role),
    Index("ix_invites_team_id", "team_id"),
)
