"""The double-entry book."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from core.domain.credits import AccountKind, MoveKind
from core.store.columns import Big, account, created, key_to, metadata, one_of

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("team_id", "teams.id"),
    Column("kind", Text, nullable=False),
    Column("member_id", Text, ForeignKey("members.id")),
    Column("balance", BigInteger, nullable=False, server_default="0"),
    Column("version", BigInteger, nullable=False, server_default="0"),
    created(),
    one_of("kind", AccountKind),
    CheckConstraint("balance >= 0 OR kind IN ('world', 'pool')", name="balance"),
    Index("ix_accounts_team_id", "team_id"),
    Index("ix_accounts_member_id", "member_id"),
    postgresql_with={"fillfactor": 50},  # balances change often: room for heap-only updates
)

moves = Table(
    "moves",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    key_to("team_id", "teams.id"),
    Column("kind", Text, nullable=False),
    account("from_account"),
    account("to_account"),
    Column("credits", BigInteger, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("member_id", Text),
    Column("from_member_id", Text),
    Column("generation_id", Text),
    Column("purchase_id", Text),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    created(),
    one_of("kind", MoveKind),
    CheckConstraint("credits > 0", name="credits"),
    CheckConstraint("from_account <> to_account", name="accounts"),
    Index("ix_moves_team_id_id", "team_id", "id"),
)

entries = Table(
    "entries",
    metadata,
    Column("move_id", Big, ForeignKey("moves.id"), nullable=False),
    account("account_id"),
    Column("credits", BigInteger, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    PrimaryKeyConstraint("move_id", "account_id"),
    UniqueConstraint("account_id", "version"),
    CheckConstraint("credits <> 0", name="credits"),
)
