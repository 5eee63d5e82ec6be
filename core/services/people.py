"""One person in several teams and on two platforms: choosing a team, and linking chat accounts."""

from typing import Any, Final

from sqlalchemy import Row

from core.domain.changes import Noun
from core.domain.credits import AccountKind, MoveKind
from core.domain.refusals import Conflict, NotAllowed
from core.domain.teams import MemberStatus, Role
from core.services.access import CODE_LIFE, hash_code, make_code
from core.services.arrivals import tell_conversation
from core.services.changes import note_change
from core.services.deletion import delete_person
from core.store import access, chat, people, teams
from core.store.credits import Move, post_move, read_balance
from core.store.engine import Tx
from core.store.generations import find_open_generation

RANK: Final = (Role.OWNER, Role.ADMIN, Role.MEMBER)


class LinkCodeUnknown(Conflict):
    """No such code, or no longer."""

    code = "link_code_unknown"
    sentence = "This code is wrong or no longer valid."
    mend = "Ask me for a new one in your other chat."


class SameChat(Conflict):
    """The code was typed where it was given out."""

    code = "same_chat"
    sentence = "That code is for your other chat."
    mend = "Send it to me there."


class StillMaking(Conflict):
    """Two members cannot become one while the one that ends is waiting for headshots."""

    code = "still_making"
    sentence = "A set of headshots is still being made here."
    mend = "Link again when it is done."


def choose_team(tx: Tx, conversation_id: str, account: tuple[str, str], member_id: str) -> None:
    """From now on the conversation speaks for that member; `NotAllowed` unless it is the same person."""
    if member_id not in {row.id for row in people.list_memberships(tx, *account)}:
        raise NotAllowed("You are not in that team.")
    chat.update_conversation(tx, conversation_id, member_id=member_id)


def issue_link_code(tx: Tx, conversation_id: str) -> str:
    """A code that links another chat account with this one: 10 minutes, once."""
    code = make_code()
    people.add_link_code(tx, hash_code(code), conversation_id, tx.now + CODE_LIFE)
    return code


def link_account(tx: Tx, code: str, conversation: Row[Any]) -> str:
    """Make the person of `conversation` and the one who asked for `code` one; the member they are now.

    Where both are in the same team, the one with more rights stays (else the one who asked) and gets the
    other's credits and pictures. Raises `LinkCodeUnknown`, `SameChat` or `StillMaking`, and then nothing changed.
    """
    asked = people.claim_link_code(tx, hash_code(code))
    first = chat.find_conversation(tx, asked) if asked else None
    if first is None or not people.list_memberships(tx, first.platform, first.chat):
        raise LinkCodeUnknown
    if first.id == conversation.id:
        raise SameChat
    one, other = (first.platform, first.chat), (conversation.platform, conversation.chat)
    for row in people.list_memberships(tx, *other):
        _merge(tx, people.find_member_in(tx, *one, row.team_id), row.id)
    _share(tx, one, other)
    member_id = _find_current(tx, first.id)
    chat.update_conversation(tx, conversation.id, member_id=member_id)
    return member_id


def delete_everything(tx: Tx, conversation: Row[Any]) -> str:
    """Delete the person in every team and tell their other chats; the receipt of the current team."""
    rows = people.list_memberships(tx, conversation.platform, conversation.chat)
    current_last = sorted(rows, key=lambda row: row.id == conversation.member_id)
    accounts = people.list_accounts(tx, [row.id for row in rows])
    others = [
        row for row in people.list_conversations_with(tx, accounts) if accounts and row.id != conversation.id
    ]
    receipt = ""
    for row in current_last:
        receipt = delete_person(tx, row.id, conversation.platform)
    for other in others:
        chat.drop_owed(tx, other.id)
        chat.update_conversation(tx, other.id, member_id=None, state={})
        tell_conversation(tx, other.id, f"deleted:{receipt}", {"kind": "DataDeleted", "receipt": receipt})
    return receipt


def _share(tx: Tx, one: tuple[str, str], other: tuple[str, str]) -> None:
    """Both accounts lead to every member of either."""
    both = [*people.list_memberships(tx, *one), *people.list_memberships(tx, *other)]
    for row in {row.id: row for row in both}.values():
        for account in (one, other):
            teams.add_identity(tx, *account, row.id)
        access.add_audit(
            tx, row.team_id, f"member:{row.id}", "member.linked", row.id, {"platform": other[0]}, other[0]
        )
        note_change(tx, row.team_id, Noun.MEMBERS, row.id, "linked")


def _merge(tx: Tx, asking_id: str | None, other_id: str) -> None:
    asking, other = (teams.find_any_member(tx, id_) if id_ else None for id_ in (asking_id, other_id))
    if asking is None or other is None or asking.id == other.id:
        return
    kept, ended = sorted((asking, other), key=lambda row: RANK.index(Role(row.role)))
    if find_open_generation(tx, ended.id) is not None:
        raise StillMaking
    _move_credits(tx, ended, kept)
    people.hand_over(tx, ended.id, kept.id)
    for account in people.list_accounts(tx, [ended.id]):
        teams.add_identity(tx, *account, kept.id)
    teams.drop_identities(tx, ended.id)
    if kept.consent_version is None:
        teams.update_member(
            tx, kept.id, consent_version=ended.consent_version, consented_at=ended.consented_at
        )
    teams.update_member(tx, kept.id, status=MemberStatus.ACTIVE.value)
    teams.update_member(tx, ended.id, status=MemberStatus.DEACTIVATED.value)
    access.revoke_keys(tx, ended.id)
    note_change(tx, ended.team_id, Noun.MEMBERS, ended.id, "deactivated")


def _move_credits(tx: Tx, ended: Row[Any], kept: Row[Any]) -> None:
    unspent = read_balance(tx, AccountKind.MEMBER, ended.id)
    if not unspent:
        return
    move = Move(
        ended.team_id,
        MoveKind.REASSIGN,
        unspent,
        tx.new_id("link"),
        f"member:{kept.id}",
        member_id=kept.id,
        from_member_id=ended.id,
        reason="linked as one person",
    )
    post_move(tx, move)
    note_change(tx, kept.team_id, Noun.CREDITS, kept.id, "reassigned")


def _find_current(tx: Tx, conversation_id: str) -> str:
    row = chat.find_conversation(tx, conversation_id)
    assert row is not None  # noqa: S101 - found a moment ago, in this transaction
    rows = people.list_memberships(tx, row.platform, row.chat)
    ids = [member.id for member in rows]
    return str(row.member_id if row.member_id in ids else ids[0])
