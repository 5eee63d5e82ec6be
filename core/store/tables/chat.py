"""Conversations: what arrived, what is owed, where messages stand, and what the bot ever posted."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from core.store.columns import Big, Json, Moment, created, key_to, metadata

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

posts = Table(
    "posts",
    metadata,
    Column("conversation_id", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("posted_at", Moment, nullable=False),
    PrimaryKeyConstraint("conversation_id", "ref"),
    ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
)
