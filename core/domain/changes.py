"""The words of live changes: which noun changed, and what happened to it."""

from enum import StrEnum
from typing import Final


class Noun(StrEnum):
    """What a change is about; the name of the event that tells of it."""

    CREDITS = "credits"
    PURCHASES = "purchases"
    MEMBERS = "members"
    INVITES = "invites"
    GENERATIONS = "generations"
    AUDIT = "audit"
    TEAM = "team"


# A newer server may say more: who listens treats an unknown kind as "this noun changed".
KINDS: Final[dict[Noun, tuple[str, ...]]] = {
    Noun.CREDITS: (
        "purchased",
        "refunded",
        "allocated",
        "reclaimed",
        "reassigned",
        "distributed",
        "held",
        "settled",
        "released",
    ),
    Noun.PURCHASES: (
        "created",
        "opened",
        "processing",
        "paid",
        "failed",
        "expired",
        "quarantined",
        "reversed",
        "noted",
    ),
    Noun.MEMBERS: (
        "invited",
        "joined",
        "consented",
        "renamed",
        "role",
        "deactivated",
        "reactivated",
        "linked",
        "deleted",
    ),
    Noun.INVITES: ("created", "used", "revoked"),
    Noun.GENERATIONS: (
        "queued",
        "running",
        "progressed",
        "canceling",
        "completed",
        "failed",
        "canceled",
        "favourite",
        "deleted",
    ),
    Noun.AUDIT: ("noted",),
    Noun.TEAM: ("signed_in", "signed_out"),
}
