"""Which workers live, and whose work was taken over how often."""

from sqlalchemy import Column, Integer, Table, Text

from core.store.columns import Moment, created, metadata

workers = Table(
    "workers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
    created(),
)

takeovers = Table(
    "takeovers",
    metadata,
    Column("work_id", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("taken_at", Moment, nullable=False),
)
