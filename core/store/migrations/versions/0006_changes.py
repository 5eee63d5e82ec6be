"""What changed in a team, for those who watch it live."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; PostgreSQL notes by itself which transaction wrote a row."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    own_number = sa.text("(pg_current_xact_id()::text::bigint)") if is_postgresql else sa.text("0")
    op.create_table(
        "changes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("xid", sa.BigInteger(), server_default=own_number, nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "noun IN ('credits', 'purchases', 'members', 'invites', 'generations', 'audit', 'team')",
            name=op.f("ck_changes_noun"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_team_id_xid", "changes", ["team_id", "xid", "id"], unique=False)
