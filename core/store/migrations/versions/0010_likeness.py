"""How far each picture is from its person, by which they are shown; an earlier release knows nothing of it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was made before was not measured."""
    op.add_column("headshots", sa.Column("distance", sa.Float(), nullable=True))
