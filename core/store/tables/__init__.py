"""Every table of ours; the job engine keeps its own beside them."""

from core.store.columns import metadata
from core.store.tables.access import api_keys, api_requests, audit, sign_in_codes
from core.store.tables.attempts import provider_attempts
from core.store.tables.books import accounts, entries, moves
from core.store.tables.changes import changes
from core.store.tables.chat import conversations, inbox, link_codes, message_slots, notices, posts
from core.store.tables.generations import generations, headshots, holds, selfies
from core.store.tables.purchases import callbacks, purchases, reversals, watermarks
from core.store.tables.secrets import secrets
from core.store.tables.teams import identities, invites, members, teams
from core.store.tables.workers import takeovers, workers

APPEND_ONLY = ("moves", "entries", "audit")

__all__ = [
    "APPEND_ONLY",
    "accounts",
    "api_keys",
    "api_requests",
    "audit",
    "callbacks",
    "changes",
    "conversations",
    "entries",
    "generations",
    "headshots",
    "holds",
    "identities",
    "inbox",
    "invites",
    "link_codes",
    "members",
    "message_slots",
    "metadata",
    "moves",
    "notices",
    "posts",
    "provider_attempts",
    "purchases",
    "reversals",
    "secrets",
    "selfies",
    "sign_in_codes",
    "takeovers",
    "teams",
    "watermarks",
    "workers",
]
