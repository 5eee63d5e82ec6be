"""The hot statements of the books: a whole move, hold or end in one on PostgreSQL, in a few short ones on SQLite.

Both claim the key, change the two balances unless the giver would fall below zero, and write both entries. They are
strings and not expressions because Python's own time for each statement is what limits how many credits a second
an installation can move (measured in `tests/bench/ledger.py`).
"""

from datetime import UTC, datetime
from typing import Any, Final

from core.domain.refusals import NotEnoughCredits
from core.store.engine import Tx

Parts = dict[str, Any]
SIDES: Final = 2

_COLUMNS: Final = (
    "team_id, kind, from_account, to_account, credits, key, "
    "member_id, from_member_id, generation_id, purchase_id, actor, reason, created_at"
)


def _run(tx: Tx, statement: str, parts: Parts) -> Any:
    """Straight to the driver, inside the transaction that the store began; its errors come as the driver's own."""
    return tx.conn.connection.driver_connection.execute(statement, parts)  # type: ignore[union-attr] # open in a Tx


# ---- PostgreSQL -------------------------------------------------------------------------------------------------
# Each part reads what the one before it returns, so they run in this order: rows are always locked as generation,
# hold, accounts by their ids, and no two of these can deadlock. An UPDATE that had to wait for another transaction
# looks at its row again before it decides (READ COMMITTED).

_CHANGE: Final = """UPDATE accounts a
SET balance = balance + CASE a.id WHEN from_account THEN -credits ELSE credits END, version = version + 1
FROM claim WHERE a.id = {side}(from_account, to_account)
AND (a.id = to_account OR balance >= credits OR {may_owe})"""

# ruff: noqa: S608 - made of constants; every value is bound
_CHANGES: Final = f"""low AS ({_CHANGE.replace("{side}", "least")} RETURNING a.id, balance, version),
high AS ({_CHANGE.replace("{side}", "greatest")} AND EXISTS (SELECT FROM low) RETURNING a.id, balance, version),
written AS (
INSERT INTO entries (move_id, account_id, credits, balance, version)
SELECT claim.id, side.id, CASE side.id WHEN from_account THEN -credits ELSE credits END, balance, version
FROM claim, (SELECT * FROM low UNION ALL SELECT * FROM high) side RETURNING account_id)
SELECT id, (SELECT count(*) FROM written) AS sides FROM claim"""

_PG_MOVE: Final = f"""WITH claim AS (
INSERT INTO moves ({_COLUMNS}) VALUES (%(team_id)s, %(kind)s, %(giver)s, %(taker)s, %(credits)s, %(key)s,
  %(member_id)s, %(from_member_id)s, %(generation_id)s, %(purchase_id)s, %(actor)s, %(reason)s, %(now)s)
ON CONFLICT (key) DO NOTHING RETURNING id, from_account, to_account, credits),
{_CHANGES.format(may_owe="%(may_owe)s")}"""

_PG_OPEN: Final = f"""WITH made AS (
INSERT INTO generations (id, team_id, member_id, style, status, request_key, conversation_id, created_at)
VALUES (%(id)s, %(team_id)s, %(member_id)s, %(style)s, 'queued', %(request_key)s, %(conversation_id)s, %(now)s)
ON CONFLICT (request_key) DO NOTHING RETURNING id, team_id, member_id),
hold AS (
INSERT INTO holds (generation_id, team_id, member_id, credits, state, created_at)
SELECT id, team_id, member_id, %(credits)s, 'held', %(now)s FROM made RETURNING generation_id, credits),
claim AS (
INSERT INTO moves ({_COLUMNS}) SELECT team_id, 'hold', 'member:' || member_id, 'held:' || member_id, credits,
  'hold:' || id, member_id, NULL, id, NULL, %(actor)s, '', %(now)s FROM made, hold
RETURNING id, from_account, to_account, credits),
{_CHANGES.format(may_owe="false")}"""

_PG_CLOSE: Final = f"""WITH mine AS (
SELECT id FROM generations WHERE id = %(id)s FOR UPDATE),
ended AS (
UPDATE holds SET state = %(state)s, resolved_at = %(now)s
WHERE generation_id = %(id)s AND state = 'held' AND EXISTS (SELECT FROM mine)
RETURNING generation_id, team_id, member_id, credits),
closed AS (
UPDATE generations SET status = %(status)s, reason = %(reason)s, reason_code = %(reason_code)s, done = %(done)s,
  ended_at = %(now)s WHERE id = %(id)s AND EXISTS (SELECT FROM ended)),
claim AS (
INSERT INTO moves ({_COLUMNS}) SELECT team_id, %(kind)s, 'held:' || member_id,
  CASE %(kind)s WHEN 'settle' THEN 'used:' || team_id ELSE 'member:' || member_id END, credits,
  %(kind)s || ':' || generation_id, member_id, NULL, generation_id, NULL, %(actor)s, %(reason)s, %(now)s FROM ended
RETURNING id, from_account, to_account, credits),
{_CHANGES.format(may_owe="false")}"""


class PostgresPosting:
    """Posts in one statement each."""

    def post(self, tx: Tx, parts: Parts) -> int | None:
        """One move; its id, or None when its key was posted before."""
        return self._run(tx, _PG_MOVE, parts)

    def open(self, tx: Tx, parts: Parts) -> int | None:
        """A generation with its hold; the move's id, or None when its request was made before."""
        return self._run(tx, _PG_OPEN, parts)

    def close(self, tx: Tx, parts: Parts) -> int | None:
        """The end of a generation and its hold; the move's id, or None when it ended before."""
        return self._run(tx, _PG_CLOSE, parts)

    def _run(self, tx: Tx, statement: str, parts: Parts) -> int | None:
        row = _run(tx, statement, parts | {"now": tx.now}).fetchone()
        if row is None:
            return None
        move_id, sides = row
        if sides != SIDES:
            raise NotEnoughCredits
        return int(move_id)


# ---- SQLite: one writer at a time, so there is nothing to deadlock with -------------------------------------------

_LITE_MOVE: Final = f"""INSERT INTO moves ({_COLUMNS}) VALUES (:team_id, :kind, :giver, :taker, :credits, :key,
:member_id, :from_member_id, :generation_id, :purchase_id, :actor, :reason, :now)"""
_LITE_MOVE_ONCE: Final = f"{_LITE_MOVE} ON CONFLICT (key) DO NOTHING"
_LITE_CHANGE: Final = """UPDATE accounts
SET balance = balance + CASE id WHEN :giver THEN -:credits ELSE :credits END, version = version + 1
WHERE id IN (:giver, :taker) AND (id = :taker OR balance >= :credits OR :may_owe)"""
_LITE_ENTRIES: Final = """INSERT INTO entries (move_id, account_id, credits, balance, version)
SELECT :move_id, id, CASE id WHEN :giver THEN -:credits ELSE :credits END, balance, version
FROM accounts WHERE id IN (:giver, :taker)"""
_LITE_OPEN: Final = """INSERT INTO generations
(id, team_id, member_id, style, status, request_key, conversation_id, created_at)
VALUES (:id, :team_id, :member_id, :style, 'queued', :request_key, :conversation_id, :now)
ON CONFLICT (request_key) DO NOTHING"""
_LITE_HOLD: Final = """INSERT INTO holds (generation_id, team_id, member_id, credits, state, created_at)
VALUES (:id, :team_id, :member_id, :credits, 'held', :now)"""
_LITE_END: Final = """UPDATE holds SET state = :state, resolved_at = :now
WHERE generation_id = :id AND state = 'held' RETURNING team_id, member_id, credits"""
_LITE_CLOSE: Final = """UPDATE generations
SET status = :status, reason = :reason, reason_code = :reason_code, done = :done, ended_at = :now
WHERE id = :id"""


class SqlitePosting:
    """Posts in a few statements each."""

    def post(self, tx: Tx, parts: Parts) -> int | None:
        """One move; its id, or None when its key was posted before."""
        parts["now"] = _write_moment(tx.now)
        return self._move(tx, _LITE_MOVE_ONCE, parts)

    def open(self, tx: Tx, parts: Parts) -> int | None:
        """A generation with its hold; the move's id, or None when its request was made before."""
        parts["now"] = _write_moment(tx.now)
        if not _run(tx, _LITE_OPEN, parts).rowcount:
            return None
        _run(tx, _LITE_HOLD, parts)
        member_id = parts["member_id"]
        return self._move(
            tx, _LITE_MOVE, _write_move(parts, "hold", f"member:{member_id}", f"held:{member_id}")
        )

    def close(self, tx: Tx, parts: Parts) -> int | None:
        """The end of a generation and its hold; the move's id, or None when it ended before."""
        parts["now"] = _write_moment(tx.now)
        hold = _run(tx, _LITE_END, parts).fetchone()
        if hold is None:
            return None
        _run(tx, _LITE_CLOSE, parts)
        team_id, member_id, credits_ = hold
        parts |= {"team_id": team_id, "member_id": member_id, "credits": credits_}
        taker = f"used:{team_id}" if parts["kind"] == "settle" else f"member:{member_id}"
        return self._move(tx, _LITE_MOVE, _write_move(parts, parts["kind"], f"held:{member_id}", taker))

    def _move(self, tx: Tx, statement: str, parts: Parts) -> int | None:
        claim = _run(tx, statement, parts)
        if not claim.rowcount:
            return None
        if _run(tx, _LITE_CHANGE, parts).rowcount != SIDES:
            raise NotEnoughCredits
        parts["move_id"] = claim.lastrowid
        _run(tx, _LITE_ENTRIES, parts)
        return int(claim.lastrowid)


def _write_move(parts: Parts, kind: str, giver: str, taker: str) -> Parts:
    generation_id = parts["id"]
    named = {"kind": kind, "giver": giver, "taker": taker, "key": f"{kind}:{generation_id}"}
    rest = {"generation_id": generation_id, "from_member_id": None, "purchase_id": None, "may_owe": False}
    return {"reason": ""} | parts | named | rest


def _write_moment(moment: datetime) -> str:
    """As `tables.Moment` writes it on SQLite: UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


POSTINGS: Final[dict[str, PostgresPosting | SqlitePosting]] = {
    "postgresql": PostgresPosting(),
    "sqlite": SqlitePosting(),
}
