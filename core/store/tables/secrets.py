"""What the machines of one installation must share and nobody else may know."""

from sqlalchemy import Column, Table, Text

from core.store.columns import created, metadata

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    created(),
)
