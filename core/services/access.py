"""Who is asking: one-time codes, keys, remembered requests and the audit log."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from core.domain.changes import Noun
from core.domain.refusals import Conflict, Malformed, NotAllowed, NotFound, NotSignedIn
from core.domain.teams import MemberStatus, Role
from core.services.changes import note_change
from core.store import access as rows
from core.store import teams
from core.store.engine import Tx

CODE_LIFE: Final = timedelta(minutes=10)
KEY_LIFE: Final = timedelta(days=30)
CODE_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is misread aloud
MAX_REQUEST_KEY: Final = 255  # as Stripe has it
CODE_LENGTH: Final = 12  # 30 ** 12 is 58 bits: out of reach in ten minutes of limited guesses


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in member, where they come from (an address or `chat`), and the key they came with."""

    member_id: str
    team_id: str
    name: str
    role: Role
    origin: str = ""
    key_id: str = ""

    @property
    def label(self) -> str:
        """How the books and the audit log name them."""
        return f"member:{self.member_id}"

    def demand_team(self, team_id: str) -> None:
        """Refuse another team."""
        if team_id != self.team_id:
            raise NotAllowed("This key belongs to another team.")

    def demand_admin(self, team_id: str) -> None:
        """Refuse another team, and anybody who does not run this one."""
        self.demand_team(team_id)
        if not self.role.runs_team:
            raise NotAllowed(mend="Ask an owner or admin of your team.")


@dataclass(frozen=True, slots=True)
class Key:
    """A fresh key; `secret` is shown once and kept only as a hash."""

    secret: str
    actor: Actor
    expires_at: datetime


def issue_code(tx: Tx, member_id: str) -> str:
    """A one-time sign-in code for a member, good for 10 minutes, like `K7QF-3M9P-2TAB`."""
    code = make_code()
    rows.add_code(tx, hash_code(code), member_id, tx.now + CODE_LIFE)
    return code


def make_code() -> str:
    """A random one-time code for people, like `K7QF-3M9P-2TAB`."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(code[n : n + 4] for n in range(0, CODE_LENGTH, 4))


def hash_code(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return _hash("".join(c for c in code.upper() if c in CODE_ALPHABET))


def exchange_code(tx: Tx, code: str, origin: str = "") -> Key:
    """A key for a one-time code; `NotSignedIn` when it is unknown, used or older than 10 minutes."""
    member_id = rows.claim_code(tx, hash_code(code))
    member = teams.find_any_member(tx, member_id) if member_id else None
    if member is None or member.status != MemberStatus.ACTIVE.value or not Role(member.role).runs_team:
        raise NotSignedIn(
            "This code is not valid, or no longer.", "Ask for a new one with /console in the chat."
        )
    secret = "cu_" + secrets.token_urlsafe(32)
    expires_at = tx.now + KEY_LIFE
    key_id = rows.add_key(tx, _hash(secret), member.id, expires_at)
    actor = Actor(member.id, member.team_id, member.name, Role(member.role), origin, key_id)
    note(tx, actor, "key.issued", key_id)
    note_change(tx, actor.team_id, Noun.TEAM, key_id, "signed_in")
    return Key(secret, actor, expires_at)


def revoke_key(tx: Tx, actor: Actor, key_id: str) -> None:
    """A key stops working: one of the actor's own, or anybody's when the owner asks."""
    owner_id = rows.find_key_owner(tx, actor.team_id, key_id)
    if owner_id is None:
        raise NotFound
    if owner_id != actor.member_id and actor.role is not Role.OWNER:
        raise NotAllowed("Only the owner may sign others out.")
    rows.revoke_key(tx, key_id)
    note(tx, actor, "key.revoked", key_id)
    note_change(tx, actor.team_id, Noun.TEAM, key_id, "signed_out")


def recognise(tx: Tx, secret: str, origin: str) -> Actor:
    """Who a key belongs to; `NotSignedIn` when it is not good."""
    row = rows.find_key(tx, _hash(secret))
    if row is None or row.status != MemberStatus.ACTIVE.value:
        raise NotSignedIn
    return Actor(row.member_id, row.team_id, row.name, Role(row.role), origin, row.key_id)


def note(tx: Tx, actor: Actor, action: str, object_: str, **detail: Any) -> None:
    """Write a line of the audit log in this transaction."""
    rows.add_audit(tx, actor.team_id, actor.label, action, object_, detail, actor.origin)


def answer_once(
    tx: Tx, actor: Actor, key: str | None, request: dict[str, Any], work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """The answer of `work`, done once for `key`: the same request again gets the same answer.

    Raises `Conflict` (code `key_reused`) when the key came with another request before. `work` runs in this
    transaction, so a refusal forgets the key again.
    """
    if key is None:
        return work()
    if not 1 <= len(key) <= MAX_REQUEST_KEY:
        raise Malformed(f"An Idempotency-Key has 1 to {MAX_REQUEST_KEY} characters.")
    fingerprint = _hash(json.dumps(request, sort_keys=True, default=str))
    if not rows.claim_request(tx, actor.label, key, fingerprint):
        earlier = rows.find_request(tx, actor.label, key)
        if earlier.fingerprint != fingerprint:
            raise Conflict("This Idempotency-Key came with another request before.", code="key_reused")
        return dict(earlier.answer)
    answer = work()
    rows.settle_request(tx, actor.label, key, 200, answer)
    return answer


def _hash(secret: str) -> str:
    """Codes and keys are random, so a plain SHA-256 keeps them (no dictionary to guess from)."""
    return hashlib.sha256(secret.encode()).hexdigest()
