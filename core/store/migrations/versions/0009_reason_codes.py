"""Why a generation ended, as a code beside its English sentence: chats say it in their member's language."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what ended before has none."""
    op.add_column("generations", sa.Column("reason_code", sa.Text(), server_default="", nullable=False))
