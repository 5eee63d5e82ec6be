"""Orders of credits and what Stripe told of them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from core.domain.purchases import PurchaseStatus, ReversalKind
from core.store.columns import Moment, created, key_to, metadata, one_of

purchases = Table(
    "purchases",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("team_id", "teams.id"),
    Column("package", Text, nullable=False),
    Column("credits", BigInteger, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("request_key", Text, unique=True),
    Column("session_id", Text, unique=True),
    Column("payment_id", Text, unique=True),
    Column("checkout_url", Text),
    Column("receipt_url", Text),
    Column("trouble", Text),
    Column("buyer_email", Text),
    Column("customer_id", Text),
    Column("return_base", Text, nullable=False, server_default=""),
    Column("refunded_cents", BigInteger, nullable=False, server_default="0"),
    Column("disputed_cents", BigInteger, nullable=False, server_default="0"),
    Column("clawed", BigInteger, nullable=False, server_default="0"),
    Column("claws", Integer, nullable=False, server_default="0"),
    Column("created_by", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("paid_at", Moment),
    created(),
    one_of("status", PurchaseStatus),
    CheckConstraint("credits > 0 AND amount_cents > 0", name="amounts"),
    CheckConstraint("clawed >= 0 AND clawed <= credits", name="clawed"),
    Index("ix_purchases_team_id_created_at", "team_id", "created_at", "id"),
)

reversals = Table(
    "reversals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("payment_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("step", BigInteger, nullable=False),
    Column("told_at", Moment, nullable=False),
    one_of("kind", ReversalKind),
    Index("ix_reversals_payment_id", "payment_id"),
)

watermarks = Table(
    "watermarks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("moment", Moment, nullable=False),
)

callbacks = Table(
    "callbacks",
    metadata,
    Column("source", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    PrimaryKeyConstraint("source", "id"),
)
