"""What a provider was asked to make for a generation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of attempts."""
    op.create_table(
        "provider_attempts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("generation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('file', 'training', 'prediction')", name=op.f("ck_provider_attempts_kind")
        ),
        sa.CheckConstraint(
            "state IN ('sending', 'running', 'made', 'done', 'failed', 'canceled', 'gone')",
            name=op.f("ck_provider_attempts_state"),
        ),
        sa.ForeignKeyConstraint(
            ["generation_id"], ["generations.id"], name=op.f("fk_provider_attempts_generation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_attempts")),
        sa.UniqueConstraint(
            "generation_id", "kind", "slot", "n", name=op.f("uq_provider_attempts_generation_id_kind_slot_n")
        ),
    )
    op.create_index("ix_provider_attempts_provider_id", "provider_attempts", ["provider_id"], unique=False)
