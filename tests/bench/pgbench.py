"""The peer of the ledger: PostgreSQL's own pgbench running the same statements on the same tables."""

import math
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from tests.bench.books import MEMBERS, TEAMS
from tests.postgresql import find_programs

CONNECTIONS: Final = 8


@dataclass(frozen=True)
class Run:
    """What one run did: units per second, and the 99th percentile of a unit in milliseconds."""

    rate: float
    p99: float


def summarise(milliseconds: Sequence[float], seconds: float) -> Run:
    """The run in which units took `milliseconds` each and all of them together `seconds`."""
    ordered = sorted(milliseconds)
    return Run(len(ordered) / seconds, ordered[math.ceil(len(ordered) * 0.99) - 1])


def _write_move(kind: str, giver: str, taker: str) -> str:
    # The two balances change in the order of the accounts' ids, as the ledger's do.
    (first, first_delta), (second, second_delta) = sorted([(giver, -1), (taker, 1)])
    return f"""
INSERT INTO moves (team_id, kind, from_account, to_account, credits, key, member_id, generation_id, actor,
  reason, created_at) VALUES ('t' || :t::text, '{kind}', {giver}, {taker}, 1, '{kind}:' || :g::text,
  't' || :t::text || 'm' || :m::text, 'g' || :g::text, 'bench', '', now())
  ON CONFLICT (key) DO NOTHING RETURNING id AS move \\gset
{_write_change(first, first_delta, "a")}
{_write_change(second, second_delta, "b")}
INSERT INTO entries (move_id, account_id, credits, balance, version) VALUES
  (:move, {first}, {first_delta}, :abalance, :aversion),
  (:move, {second}, {second_delta}, :bbalance, :bversion);"""


def _write_change(account: str, delta: int, prefix: str) -> str:
    return f"""UPDATE accounts SET balance = balance + ({delta}), version = version + 1
  WHERE id = {account} AND balance + ({delta}) >= 0 RETURNING balance, version \\gset {prefix}"""


# The colon stands alone: pgbench would take `:t` for its variable even inside quotes.
_MEMBER = "'member' || ':' || 't' || :t::text || 'm' || :m::text"
_HELD = "'held' || ':' || 't' || :t::text || 'm' || :m::text"
_USED = "'used' || ':' || 't' || :t::text"
_SCRIPT: Final = f"""\\set t random(0, {TEAMS - 1})
\\set m random(0, {MEMBERS - 1})
\\set g random(1, 9000000000000000000)
BEGIN;
INSERT INTO generations (id, team_id, member_id, style, request_key, status, created_at)
  VALUES ('g' || :g::text, 't' || :t::text, 't' || :t::text || 'm' || :m::text, 'linkedin', 'g' || :g::text,
  'queued', now()) ON CONFLICT (request_key) DO NOTHING RETURNING id AS made \\gset
INSERT INTO holds (generation_id, team_id, member_id, credits, state, created_at) VALUES
  ('g' || :g::text, 't' || :t::text, 't' || :t::text || 'm' || :m::text, 1, 'held', now());
{_write_move("hold", _MEMBER, _HELD)}
COMMIT;
BEGIN;
UPDATE holds SET state = 'settled', resolved_at = now()
  WHERE generation_id = 'g' || :g::text AND state = 'held'
  RETURNING team_id AS team, member_id AS who, credits AS held \\gset
UPDATE generations SET status = 'completed', reason = '', done = 4, ended_at = now() WHERE id = 'g' || :g::text;
{_write_move("settle", _HELD, _USED)}
COMMIT;
"""


def run_pgbench(url: str, seconds: int) -> Run:
    """Hold and settle for `seconds` on 8 connections; raises CalledProcessError when a statement fails."""
    server = make_url(url)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "unit.sql").write_text(_SCRIPT)
        where = [
            "-h",
            str(server.host),
            "-p",
            str(server.port),
            "-U",
            str(server.username),
            str(server.database),
        ]
        how = [
            "-n",
            "-M",
            "prepared",
            "-c",
            str(CONNECTIONS),
            "-j",
            "2",
            "-T",
            str(seconds),
            "-l",
            "-f",
            "unit.sql",
        ]
        subprocess.run(
            [find_programs() / "pgbench", *how, *where], cwd=folder, check=True, capture_output=True
        )
        logs = [
            line.split() for log in Path(folder).glob("pgbench_log*") for line in log.read_text().splitlines()
        ]
    return summarise([int(line[2]) / 1000 for line in logs], seconds)


def take_median(runs: Sequence[Run]) -> Run:
    """The median rate and the median percentile of several runs."""
    return Run(statistics.median(run.rate for run in runs), statistics.median(run.p99 for run in runs))
