"""What a provider was asked to do for a generation."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from core.domain.attempts import AttemptKind, AttemptState
from core.store.columns import Moment, created, key_to, metadata, one_of

provider_attempts = Table(
    "provider_attempts",
    metadata,
    Column("id", Text, primary_key=True),
    key_to("generation_id", "generations.id"),
    Column("kind", Text, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("provider_id", Text),
    Column("result", Text),
    Column("trouble", Text),
    Column("ended_at", Moment),
    created(),
    one_of("kind", AttemptKind),
    one_of("state", AttemptState),
    UniqueConstraint("generation_id", "kind", "slot", "n"),
    Index("ix_provider_attempts_provider_id", "provider_id"),
)
