"""What changed in each team, kept for a day, for those who watch it live."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from core.domain.changes import Noun
from core.store.columns import Big, created, metadata, one_of

changes = Table(
    "changes",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=True),
    # The writing transaction's number on PostgreSQL, where a lower id may be committed later; 0 on SQLite.
    Column("xid", BigInteger, nullable=False, server_default="0"),
    Column("team_id", Text, nullable=False),
    Column("noun", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    created(),
    one_of("noun", Noun),
    Index("ix_changes_team_id_xid", "team_id", "xid", "id"),
    sqlite_autoincrement=True,  # an id whose row was let go is never given again
)
