"""The kinds of columns that our tables are made of, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which has no zones, gets it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time; hand SQLite UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a time without a zone reached the store"
            raise ValueError(msg)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
Big = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up by itself only in INTEGER keys


def one_of(column: str, words: type[Any]) -> CheckConstraint:
    """The column holds one of the enumeration's words."""
    quoted = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def key_to(name: str, target: str, *, nullable: bool = False) -> Column[Any]:
    """A reference to another table's row."""
    return Column(name, Text, ForeignKey(target), nullable=nullable)


def created() -> Column[Any]:
    """When the row was written."""
    return Column("created_at", Moment, nullable=False)


def account(name: str) -> Column[Any]:
    """A reference to an account, checked at the commit.

    Checked at once, PostgreSQL would lock the account's row for sharing just before the balance is changed, and two
    moves that do so together fail ("multixact has more than one updating member", seen on PostgreSQL 15).
    """
    target = ForeignKey("accounts.id", deferrable=True, initially="DEFERRED")
    return Column(name, Text, target, nullable=False)
