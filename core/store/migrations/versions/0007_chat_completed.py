"""What chat still had to remember: where the bot's own messages and files stand, to take them back one day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of what the bot posted, and find selfies by their file: a redo shares it with the first set."""
    op.create_index("ix_selfies_file_key", "selfies", ["file_key"], unique=False)
    op.create_table(
        "posts",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_posts_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "ref", name=op.f("pk_posts")),
    )
