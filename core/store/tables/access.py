"""Who may come in by HTTP, what was already asked for, and who did what."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from core.store.columns import Big, Json, Moment, created, key_to, metadata

sign_in_codes = Table(
    "sign_in_codes",
    metadata,
    Column("code_hash", Text, primary_key=True),
    key_to("member_id", "members.id"),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    created(),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key_hash", Text, nullable=False, unique=True),
    key_to("member_id", "members.id"),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    created(),
    Index("ix_api_keys_member_id", "member_id"),
)

api_requests = Table(
    "api_requests",
    metadata,
    Column("actor", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer),
    Column("answer", Json),
    created(),
    PrimaryKeyConstraint("actor", "key"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    key_to("team_id", "teams.id"),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Column("origin", Text, nullable=False),
    created(),
    Index("ix_audit_team_id_id", "team_id", "id"),
)
