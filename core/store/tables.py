"""Every table of ours; the job engine keeps its own beside them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from core.domain.credits import AccountKind, MoveKind
from core.domain.generations import GenerationStatus, HoldState, SelfieState
from core.domain.purchases import PurchaseStatus, ReversalKind
from core.domain.teams import MemberStatus, Role
from core.store.columns import Big, Json, Moment, account, created, key_to, one_of
from core.store.columns import metadata as metadata  # noqa: PLC0414 - whoever imports the tables may have them all

APPEND_ONLY = ("moves", "entries", "audit")

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

generations = Table(
    "generations",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("team_id", "teams.id"),
    key_to("member_id", "members.id"),
    Column("style", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("request_key", Text, nullable=False, unique=True),
    Column("reason", Text, nullable=False, server_default=""),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("favourite", Integer),
    Column("cancel_requested", Boolean, nullable=False, server_default="0"),
    Column("conversation_id", Text),
    Column("deleted_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    created(),
    one_of("status", GenerationStatus),
    Index("ix_generations_team_id_created_at", "team_id", "created_at", "id"),
    Index("ix_generations_member_id_status", "member_id", "status"),
)

holds = Table(
    "holds",
    metadata,
    Column("generation_id", Text, ForeignKey("generations.id"), primary_key=True),
    key_to("team_id", "teams.id"),
    key_to("member_id", "members.id"),
    Column("credits", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("resolved_at", Moment),
    created(),
    one_of("state", HoldState),
    CheckConstraint("credits > 0", name="credits"),
    Index("ix_holds_member_id_state", "member_id", "state"),
)

selfies = Table(
    "selfies",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("team_id", "teams.id"),
    key_to("member_id", "members.id"),
    Column("generation_id", Text, ForeignKey("generations.id")),
    Column("draft_id", Text, nullable=False),
    Column("conversation_id", Text),
    Column("state", Text, nullable=False),
    Column("problem", Text),
    Column("source", Json, nullable=False),
    Column("facts", Json),
    Column("file_key", Text),
    created(),
    one_of("state", SelfieState),
    Index("ix_selfies_draft_id", "draft_id"),
    Index("ix_selfies_generation_id", "generation_id"),
    Index("ix_selfies_member_id_created_at", "member_id", "created_at"),
)

headshots = Table(
    "headshots",
    metadata,
    Column("generation_id", Text, ForeignKey("generations.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("file_key", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    created(),
    PrimaryKeyConstraint("generation_id", "n"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("member_id", Text, ForeignKey("members.id")),
    Column("state", Json, nullable=False),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("language", Text),
    Column("gone_at", Moment),
    created(),
    UniqueConstraint("platform", "chat"),
    Index("ix_conversations_member_id", "member_id"),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", Text, primary_key=True),
    key_to("conversation_id", "conversations.id"),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    created(),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    key_to("conversation_id", "conversations.id"),
    Column("source", Text, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("body", Json, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("worked_at", Moment),
    UniqueConstraint("source", "dedupe_key"),
    Index("ix_inbox_conversation_id_worked_at", "conversation_id", "worked_at", "id"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    key_to("conversation_id", "conversations.id"),
    Column("slot", Text),
    Column("rank", Integer, nullable=False, server_default="1"),
    Column("body", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("settled_at", Moment),
    created(),
    CheckConstraint("state IN ('owed', 'sent', 'dropped')", name="state"),
    Index("ix_notices_conversation_id_state", "conversation_id", "state", "id"),
)

message_slots = Table(
    "message_slots",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("message", Json, nullable=False),
    Column("edited_at", Moment, nullable=False),
    PrimaryKeyConstraint("conversation_id", "slot"),
    ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
)
