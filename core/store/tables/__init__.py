"""Every table of ours; the job engine keeps its own beside them."""

from core.store.columns import metadata
from core.store.tables.access import api_keys, api_requests, audit, sign_in_codes
from core.store.tables.books import accounts, entries, moves
from core.store.tables.chat import conversations, inbox, link_codes, message_slots, notices
from core.store.tables.generations import generations, headshots, holds, selfies
from core.store.tables.purchases import callbacks, purchases, reversals, watermarks
from core.store.tables.teams import identities, invites, members, teams

APPEND_ONLY = ("moves", "entries", "audit")

__all__ = [
    "APPEND_ONLY",
    "accounts",
    "api_keys",
    "api_requests",
    "audit",
    "callbacks",
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
    "purchases",
    "reversals",
    "selfies",
    "sign_in_codes",
    "teams",
    "watermarks",
]
