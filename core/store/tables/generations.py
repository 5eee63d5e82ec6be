"""Work on headshots: what came in, the credit it holds, what came out."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from core.domain.generations import GenerationStatus, HoldState, SelfieState
from core.store.columns import Json, Moment, created, key_to, metadata, one_of

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
    Column("reason_code", Text, nullable=False, server_default=""),
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
    Index("ix_selfies_file_key", "file_key"),
    Index("ix_selfies_member_id_created_at", "member_id", "created_at"),
)

headshots = Table(
    "headshots",
    metadata,
    Column("generation_id", Text, ForeignKey("generations.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("file_key", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("distance", Float),  # from the face in the member's own photos; none where it was not measured
    created(),
    PrimaryKeyConstraint("generation_id", "n"),
)
