"""Founding, inviting, joining, consent and leaving."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Row, func, select

from core.domain.refusals import Malformed, NotAllowed, NotFound, Refusal
from core.domain.teams import (
    CONSENT_VERSION,
    InviteExpired,
    InviteFull,
    InviteUnknown,
    InviteUsed,
    MemberStatus,
    Role,
)
from core.services import teams
from core.services.access import Actor, exchange_code
from core.services.members import invite_member, reactivate, rename
from core.services.teams import Founding, Membership
from core.store import teams as rows
from core.store.access import list_audit
from core.store.tables import members
from tests.core.office import NOON, NUMBERS, Office


@pytest.fixture
def found(office: Office) -> Founding:
    """A second team that nobody has joined."""
    return office.change(teams.found_team, "Bolt", "Eve")


def join(office: Office, code: str, name: str = "Zoe", account: str | None = None) -> Membership:
    return office.change(teams.join, code, "telegram", account or f"account{next(NUMBERS)}", name)


def invite(
    office: Office, cap: int = 5, role: Role = Role.MEMBER, expires_at: datetime | None = None
) -> Row[Any]:
    return office.change(teams.invite, office.ann, role, cap, expires_at)


def count_members(office: Office, team_id: str) -> int:
    query = select(func.count()).select_from(members).where(members.c.team_id == team_id)
    return office.read(lambda tx: int(tx.conn.scalar(query) or 0))


def test_a_founded_team_has_an_owner_with_a_code_and_two_invites(office: Office, found: Founding) -> None:
    key = office.change(exchange_code, found.console_code)
    assert (key.actor.member_id, key.actor.team_id, key.actor.role) == (
        found.owner_id,
        found.team_id,
        Role.OWNER,
    )
    assert found.owner_invite != found.invite_code
    assert all(len(code) <= 64 for code in (found.owner_invite, found.invite_code)), (
        "a Telegram deep link's limit"
    )
    described = office.read(teams.describe_member, found.owner_id)
    assert (described.team_name, described.name, described.consent_version) == ("Bolt", "Eve", None)


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\u200b", "x" * 121])
def test_a_name_that_is_none_is_refused(office: Office, name: str) -> None:
    for team, owner in ((name, "Eve"), ("Bolt", name)):
        with pytest.raises(Malformed):
            office.change(teams.found_team, team, owner)


def test_a_member_joins_once_by_any_invite(office: Office, found: Founding) -> None:
    first = join(office, f" {found.invite_code} ", "Zoe", "zoe")
    assert (first.team_id, first.team_name, first.name, first.role) == (
        found.team_id,
        "Bolt",
        "Zoe",
        Role.MEMBER,
    )
    assert join(office, found.invite_code, "Other Name", "zoe") == first
    assert office.find(rows.find_invite, found.invite_code).used == 1, "joining again takes no place"
    assert count_members(office, found.team_id) == 2


def test_the_owner_joins_by_their_own_invite(office: Office, found: Founding) -> None:
    assert join(office, found.owner_invite, "whoever").member_id == found.owner_id
    with pytest.raises(InviteUsed):
        join(office, found.owner_invite, "Eve")


@pytest.mark.parametrize(
    ("name", "is_owner"), [("Eve", True), (" eve ", True), ("Evelyn", False), ("", False)]
)
def test_the_owner_may_be_the_first_by_the_team_invite_under_their_name(
    office: Office,
    found: Founding,
    name: str,
    is_owner: bool,  # noqa: FBT001 - a table
) -> None:
    joined = join(office, found.invite_code, name)
    assert (joined.member_id == found.owner_id) is is_owner
    assert (joined.role is Role.OWNER) is is_owner


def test_nobody_becomes_the_owner_after_the_first_use(office: Office, found: Founding) -> None:
    join(office, found.invite_code, "Zoe")
    impostor = join(office, found.invite_code, "Eve")
    assert (impostor.role, impostor.member_id == found.owner_id) == (Role.MEMBER, False)


def test_nobody_becomes_the_owner_once_the_owner_is_there(office: Office, found: Founding) -> None:
    join(office, found.owner_invite, "Eve", "eve")
    assert join(office, found.invite_code, "Eve", "impostor").role is Role.MEMBER


def test_an_admins_own_invite_makes_nobody_the_owner(office: Office) -> None:
    assert join(office, invite(office).code, "Ann").role is Role.MEMBER


@pytest.mark.parametrize("code", ["", "wrong", "x" * 100_000, "' OR 1=1 --", "\U0001f600"])
def test_an_unknown_code_opens_nothing(office: Office, code: str) -> None:
    with pytest.raises(InviteUnknown):
        join(office, code)


def test_a_full_invite_opens_nothing(office: Office) -> None:
    one, two = invite(office, cap=1), invite(office, cap=2)
    join(office, one.code)
    with pytest.raises(InviteUsed):
        join(office, one.code)
    join(office, two.code)
    join(office, two.code)
    with pytest.raises(InviteFull):
        join(office, two.code)
    assert count_members(office, office.team_id) == 4


@pytest.mark.parametrize("way", ["expired", "revoked"])
def test_an_invite_that_is_over_opens_nothing(office: Office, way: str) -> None:
    made = invite(office, expires_at=NOON + timedelta(hours=1))
    known = join(office, made.code, "Zoe", "zoe-who-came-in-time" + way + office.team_id)
    if way == "expired":
        office.clock.go_on(hours=1)
    else:
        office.change(teams.revoke_invite, office.ann, made.id)
    with pytest.raises(InviteExpired):
        join(office, made.code)
    again = join(office, made.code, "Zoe", "zoe-who-came-in-time" + way + office.team_id)
    assert again.member_id == known.member_id, "who is in stays in"


def test_an_invite_of_another_team_is_not_ours_to_revoke(office: Office, found: Founding) -> None:
    eve = Actor(found.owner_id, found.team_id, "Eve", Role.OWNER)
    made = invite(office)
    for actor, invite_id in ((eve, made.id), (office.ann, "nothing")):
        with pytest.raises(NotFound):
            office.change(teams.revoke_invite, actor, invite_id)
    assert join(office, made.code).team_id == office.team_id


@pytest.mark.parametrize(
    ("cap", "role", "expires_in", "refusal"),
    [
        (0, Role.MEMBER, None, Malformed),
        (10_001, Role.MEMBER, None, Malformed),
        (1, Role.MEMBER, timedelta(0), Malformed),
        (1, Role.OWNER, None, NotAllowed),
    ],
)
def test_an_invite_out_of_the_rules_is_refused(
    office: Office, cap: int, role: Role, expires_in: timedelta | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        invite(office, cap, role, office.clock.now + expires_in if expires_in is not None else None)
    with pytest.raises(Malformed):
        invite(office, expires_at=(NOON + timedelta(days=1)).replace(tzinfo=None))


def test_only_the_owner_makes_admins(office: Office) -> None:
    cy = office.act_as(office.hire("Cy", role=Role.ADMIN), Role.ADMIN)
    ben = office.hire("Ben")
    with pytest.raises(NotAllowed):
        office.change(teams.invite, cy, Role.ADMIN, 1, None)
    for role in (Role.ADMIN, Role.OWNER):
        with pytest.raises(NotAllowed):
            office.change(invite_member, cy, "Zoe", role)
    with pytest.raises(NotAllowed):
        office.change(teams.change_role, cy, ben, Role.ADMIN)
    assert join(office, invite(office, role=Role.ADMIN).code).role is Role.ADMIN
    office.change(teams.change_role, office.ann, ben, Role.ADMIN)
    assert office.read(teams.describe_member, ben).role is Role.ADMIN


def test_the_owner_stays_the_owner_and_the_only_one(office: Office) -> None:
    ben = office.hire()
    for who, role in ((ben, Role.OWNER), (office.ann.member_id, Role.ADMIN)):
        with pytest.raises(NotAllowed):
            office.change(teams.change_role, office.ann, who, role)
    with pytest.raises(NotFound):
        office.change(teams.change_role, office.ann, "nobody", Role.ADMIN)


def test_a_member_by_name_joins_by_their_own_invite(office: Office) -> None:
    zoe, own = office.change(invite_member, office.ann, " Zoe ", Role.MEMBER)
    assert (zoe.name, zoe.status) == ("Zoe", "active")
    assert join(office, own.code, "some chat name").member_id == zoe.id
    with pytest.raises(InviteUsed):
        join(office, own.code)


def test_a_member_is_renamed_and_let_back_in(office: Office, found: Founding) -> None:
    office.buy(5)
    zoe = office.hire("Zoe", 2)
    office.change(rename, office.ann, zoe, "Zoey ")
    office.change(teams.deactivate, office.ann, zoe)
    for _ in range(2):
        office.change(reactivate, office.ann, zoe)
    row = office.find(rows.find_any_member, zoe)
    assert (row.name, row.status) == ("Zoey", "active")
    assert office.balances() == {f"world:{office.team_id}": -5, f"pool:{office.team_id}": 5}
    for work, *more in ((rename, "X"), (reactivate,)):
        with pytest.raises(NotFound):
            office.change(work, office.ann, found.owner_id, *more)


def test_a_member_who_left_needs_an_open_invite_to_come_back(office: Office) -> None:
    once, many = invite(office, cap=1), invite(office, cap=2)
    account = f"zoe{next(NUMBERS)}"
    zoe = join(office, once.code, "Zoe", account).member_id
    office.change(teams.deactivate, office.ann, zoe)
    with pytest.raises(InviteUsed):
        join(office, once.code, "Zoe", account)
    assert join(office, many.code, "Zoe", account).member_id == zoe
    assert office.find(rows.find_any_member, zoe).status == MemberStatus.ACTIVE.value
    join(office, many.code)
    office.change(teams.deactivate, office.ann, zoe)
    with pytest.raises(InviteFull):
        join(office, many.code, "Zoe", account)
    office.change(teams.revoke_invite, office.ann, many.id)
    with pytest.raises(InviteExpired):
        join(office, many.code, "Zoe", account)


def test_consent_is_recorded_with_its_version_and_moment(office: Office) -> None:
    zoe = join(office, invite(office).code).member_id
    office.change(teams.record_consent, zoe, "telegram")
    row = office.find(rows.find_any_member, zoe)
    assert (row.consent_version, row.consented_at) == (CONSENT_VERSION, office.clock.now)
    (noted, *_) = office.read(list_audit, office.team_id, 1)
    assert (noted.action, noted.object, noted.origin) == ("consent.given", zoe, "telegram")
    with pytest.raises(NotFound):
        office.change(teams.record_consent, "nobody", "telegram")


def test_one_person_may_be_in_two_teams(office: Office, found: Founding) -> None:
    account = f"zoe{next(NUMBERS)}"
    here, there = (
        join(office, invite(office).code, "Zoe", account),
        join(office, found.invite_code, "Zoe", account),
    )
    assert (here.team_id, there.team_id) == (office.team_id, found.team_id)
    assert here.member_id != there.member_id


def test_one_account_that_joins_twice_at_once_is_one_member(office: Office) -> None:
    """By one invite or by two: nobody gets a second member, and no place is taken for nothing."""
    codes = [office.change(teams.invite, office.ann, Role.MEMBER, 100, None).code for _ in range(2)]
    for _ in range(8):
        account, together = f"zoe{next(NUMBERS)}", Barrier(6)

        def join_once(n: int, account: str = account, together: Barrier = together) -> str:
            together.wait()
            return office.change(teams.join, codes[n % 2], "telegram", account, "Zoe").member_id

        with ThreadPoolExecutor(6) as threads:
            assert len(set(threads.map(join_once, range(6)))) == 1
    used = [office.find(rows.find_invite, code).used for code in codes]
    assert sum(used) == 8
