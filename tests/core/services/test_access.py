"""Who is asking: one-time codes, keys, remembered requests."""

from typing import Any

import pytest
from sqlalchemy import Row, select

from core.domain.credits import AccountKind
from core.domain.refusals import Conflict, Malformed, NotAllowed, NotEnoughCredits, NotSignedIn
from core.domain.teams import Role
from core.services import teams
from core.services.access import Actor, Key, answer_once, exchange_code, issue_code, recognise
from core.services.credits import allocate
from core.store import teams as team_rows
from core.store.engine import Tx
from core.store.tables import api_keys, api_requests, sign_in_codes
from tests.core.office import Office


def sign_in(office: Office) -> Key:
    return office.change(exchange_code, office.change(issue_code, office.ann.member_id))


def list_rows(office: Office, table: Any) -> list[Row[Any]]:
    return office.read(lambda tx: list(tx.conn.execute(select(table))))


def test_a_code_gives_one_key(office: Office) -> None:
    code = office.change(issue_code, office.ann.member_id)
    key = office.change(exchange_code, code)
    assert (key.actor.member_id, key.actor.team_id, key.actor.role) == (
        office.ann.member_id,
        office.team_id,
        Role.OWNER,
    )
    assert office.read(recognise, key.secret, "10.0.0.1") == Actor(
        office.ann.member_id, office.team_id, "Ann", Role.OWNER, "10.0.0.1", key.actor.key_id
    )
    with pytest.raises(NotSignedIn):
        office.change(exchange_code, code)


def test_a_code_may_be_typed_carelessly(office: Office) -> None:
    code = office.change(issue_code, office.ann.member_id)
    assert (
        office.change(exchange_code, f"  {code.lower().replace('-', ' ')} ").actor.member_id
        == office.ann.member_id
    )


@pytest.mark.parametrize(("minutes", "is_good"), [(9.99, True), (10, False), (11, False)])
def test_a_code_is_good_for_ten_minutes(office: Office, minutes: float, is_good: bool) -> None:  # noqa: FBT001 - a table
    code = office.change(issue_code, office.ann.member_id)
    office.clock.go_on(minutes=minutes)
    if is_good:
        assert office.change(exchange_code, code).secret
    else:
        with pytest.raises(NotSignedIn):
            office.change(exchange_code, code)


@pytest.mark.parametrize("code", ["", "-", "AAAA-BBBB-CCCC", "x" * 100_000, "\x00", "😀"])
def test_an_unknown_code_is_refused(office: Office, code: str) -> None:
    office.change(issue_code, office.ann.member_id)
    with pytest.raises(NotSignedIn):
        office.change(exchange_code, code)


def test_only_who_runs_the_team_gets_a_key(office: Office) -> None:
    ben, cy = office.hire("Ben"), office.hire("Cy", role=Role.ADMIN)
    gone = office.hire("Di", role=Role.ADMIN)
    codes = {who: office.change(issue_code, who) for who in (ben, cy, gone)}
    office.change(teams.deactivate, office.ann, gone)
    assert office.change(exchange_code, codes[cy]).actor.role is Role.ADMIN
    for who in (ben, gone):
        with pytest.raises(NotSignedIn):
            office.change(exchange_code, codes[who])


def test_nothing_secret_is_in_the_database(office: Office) -> None:
    code = office.change(issue_code, office.ann.member_id)
    key = office.change(exchange_code, code)
    written = str(list_rows(office, sign_in_codes) + list_rows(office, api_keys))
    assert code not in written
    assert code.replace("-", "") not in written
    assert key.secret not in written
    assert key.secret.removeprefix("cu_") not in written


def test_codes_and_keys_are_each_their_own(office: Office) -> None:
    codes = {office.change(issue_code, office.ann.member_id) for _ in range(20)}
    keys = {sign_in(office).secret for _ in range(5)}
    assert (len(codes), len(keys)) == (20, 5)


def test_a_key_ends_after_thirty_days(office: Office) -> None:
    key = sign_in(office)
    office.clock.go_on(days=29.9)
    assert office.read(recognise, key.secret, "").name == "Ann"
    office.clock.go_on(days=0.2)
    with pytest.raises(NotSignedIn):
        office.read(recognise, key.secret, "")


@pytest.mark.parametrize("way", ["deactivated", "made a member", "status alone"])
def test_a_key_ends_with_the_right_to_it(office: Office, way: str) -> None:
    cy = office.hire("Cy", role=Role.ADMIN)
    key = office.change(exchange_code, office.change(issue_code, cy))
    if way == "deactivated":
        office.change(teams.deactivate, office.ann, cy)
    elif way == "made a member":
        office.change(teams.change_role, office.ann, cy, Role.MEMBER)
    else:
        office.change(team_rows.update_member, cy, status="deactivated")
    with pytest.raises(NotSignedIn):
        office.read(recognise, key.secret, "")


@pytest.mark.parametrize("secret", ["", "cu_", "cu_wrong", "x" * 100_000])
def test_a_wrong_key_is_nobodys(office: Office, secret: str) -> None:
    with pytest.raises(NotSignedIn):
        office.read(recognise, secret, "")


def test_another_team_and_a_plain_member_are_refused(office: Office) -> None:
    office.ann.demand_admin(office.team_id)
    ben = office.act_as(office.hire())
    ben.demand_team(office.team_id)
    for demand, team in ((office.ann.demand_team, "another"), (office.ann.demand_admin, "another")):
        with pytest.raises(NotAllowed, match="another team"):
            demand(team)
    with pytest.raises(NotAllowed, match="role"):
        ben.demand_admin(office.team_id)


def give(
    office: Office, key: str | None, ben: str, credits_: int, actor: Actor | None = None
) -> dict[str, Any]:
    """Allocate as the HTTP API does: once for a key."""
    who = actor or office.ann

    def work(tx: Tx) -> dict[str, Any]:
        request = {"member_id": ben, "credits": credits_}
        return answer_once(tx, who, key, request, lambda: {"move": allocate(tx, who, ben, credits_)})

    return office.change(work)


def test_a_request_with_a_key_is_done_once(office: Office) -> None:
    office.buy(10)
    ben = office.hire()
    first = give(office, "key", ben, 2)
    assert give(office, "key", ben, 2) == first
    assert office.balance(AccountKind.MEMBER, ben) == 2
    assert give(office, "other", ben, 2) != first
    assert give(office, None, ben, 2) != first, "without a key every request is a new one"
    assert give(office, None, ben, 2) != first
    assert office.balance(AccountKind.MEMBER, ben) == 8


def test_a_key_of_another_request_is_refused(office: Office) -> None:
    office.buy(10)
    ben = office.hire()
    give(office, "key", ben, 2)
    with pytest.raises(Conflict) as refused:
        give(office, "key", ben, 3)
    assert refused.value.code == "key_reused"
    assert office.balance(AccountKind.MEMBER, ben) == 2


def test_a_key_belongs_to_who_sent_it(office: Office) -> None:
    office.buy(10)
    ben = office.hire()
    cy = office.act_as(office.hire("Cy"), Role.ADMIN)
    assert give(office, "key", ben, 2) != give(office, "key", ben, 3, cy)


def test_a_refused_request_forgets_its_key(office: Office) -> None:
    ben = office.hire()
    with pytest.raises(NotEnoughCredits):
        give(office, "key", ben, 2)
    assert [row for row in list_rows(office, api_requests) if row.actor == office.ann.label] == []
    office.buy(10)
    give(office, "key", ben, 2)
    assert office.balance(AccountKind.MEMBER, ben) == 2


@pytest.mark.parametrize(("length", "is_good"), [(0, False), (1, True), (255, True), (256, False)])
def test_a_key_has_1_to_255_characters(office: Office, length: int, is_good: bool) -> None:  # noqa: FBT001 - a table
    office.buy(10)
    ben = office.hire()
    if is_good:
        assert give(office, "k" * length, ben, 1)
    else:
        with pytest.raises(Malformed):
            give(office, "k" * length, ben, 1)
