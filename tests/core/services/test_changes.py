"""Whatever happens to a team is noted for those who watch it, in the transaction in which it happens."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.domain.changes import KINDS
from core.domain.credits import MoveKind
from core.domain.generations import GenerationStatus
from core.domain.refusals import NotAllowed, NotEnoughCredits, NotFound
from core.domain.teams import Role
from core.services import albums, generations, members, payments, teams
from core.services import credits as credit_services
from core.services.access import Actor, Key, exchange_code, issue_code, recognise, revoke_key
from core.store.changes import Place, drop_changes, has_change, list_changes, place_change, read_head
from core.store.engine import Tx
from core.store.tables import changes
from tests.core.bank import Bank
from tests.core.office import Office

KINDS_OF = {noun.value: kinds for noun, kinds in KINDS.items()}


def list_told(office: Office) -> set[tuple[str, str]]:
    """What is noted of the team: nouns and kinds."""
    query = select(changes.c.noun, changes.c.kind).where(changes.c.team_id == office.team_id)
    return {(row.noun, row.kind) for row in office.read(lambda tx: list(tx.conn.execute(query)))}


def test_a_credits_whole_life_is_told(office: Office) -> None:
    office.buy(20)
    ben, zoe = office.hire("Ben", 6), office.hire("Zoe")
    office.change(credit_services.reassign, office.ann, ben, zoe, 1)
    office.change(credit_services.reclaim, office.ann, ben, 1)
    office.change(credit_services.distribute, office.ann, "equal", 3)
    done = office.start(ben)
    office.change(generations.begin_work, done.id)
    office.change(generations.record_picture, done.id, 1, "a/b.jpg", 9)
    office.change(generations.end_generation, done.id, GenerationStatus.COMPLETED)
    office.change(albums.choose_favourite, office.ann, done.id, 1)
    office.change(albums.forget_headshot, office.ann, done.id)
    running = office.start(ben)
    office.change(generations.begin_work, running.id)
    office.change(albums.cancel_headshot, office.ann, running.id)
    office.change(generations.end_generation, running.id, GenerationStatus.CANCELED)
    failed = office.start(ben)
    office.change(generations.end_generation, failed.id, GenerationStatus.FAILED, "reason")
    told = list_told(office)
    wanted = {("credits", kind) for kind in KINDS_OF["credits"]} - {("credits", "refunded")}
    wanted |= {("generations", kind) for kind in KINDS_OF["generations"]}
    assert wanted <= told
    assert {kind for noun, kind in told if noun == "purchases"} == {"created", "paid"}


def test_people_and_invites_are_told(office: Office) -> None:
    member, invite = office.change(members.invite_member, office.ann, "Zoe", Role.MEMBER)
    office.change(teams.join, invite.code, "telegram", "7", "Zoe")
    office.change(teams.record_consent, member.id, "test")
    office.change(members.rename, office.ann, member.id, "Zoë")
    office.change(teams.change_role, office.ann, member.id, Role.ADMIN)
    office.change(teams.deactivate, office.ann, member.id)
    office.change(members.reactivate, office.ann, member.id)
    open_invite = office.change(teams.invite, office.ann, Role.MEMBER, 1, None)
    office.change(teams.revoke_invite, office.ann, open_invite.id)
    told = list_told(office)
    assert {("invites", kind) for kind in KINDS_OF["invites"]} <= told
    kinds = {"invited", "joined", "consented", "renamed", "role", "deactivated", "reactivated"}
    assert {("members", kind) for kind in kinds} <= told
    assert ("audit", "noted") in told


def test_nothing_is_told_that_is_not_in_the_list_of_kinds(office: Office) -> None:
    seen = office.read(lambda tx: list(tx.conn.execute(select(changes.c.noun, changes.c.kind).distinct())))
    assert [(row.noun, row.kind) for row in seen if row.kind not in KINDS_OF[row.noun]] == []


def test_what_is_refused_is_not_told(office: Office) -> None:
    ben = office.hire()
    before = office.read(read_head)
    with pytest.raises(NotEnoughCredits):
        office.change(credit_services.allocate, office.ann, ben, 5)
    assert office.read(lambda tx: list_changes(tx, office.team_id, before, 10)) == []


def test_changes_are_read_in_order_from_any_place(office: Office) -> None:
    start = office.read(read_head)
    office.buy(10)
    rows = office.read(lambda tx: list_changes(tx, office.team_id, start, 100))
    places = [place_change(row) for row in rows]
    assert len(places) > 3
    assert places == sorted(places)
    for place in places:
        rest = office.read(lambda tx, place=place: list_changes(tx, office.team_id, place, 100))
        assert [place_change(row) for row in rest] == [later for later in places if later > place]
        assert office.read(lambda tx, place=place: has_change(tx, office.team_id, place))
        assert not office.read(lambda tx, place=place: has_change(tx, "another team", place))
    assert not office.read(lambda tx: has_change(tx, office.team_id, Place(2**62, places[-1].id)))


def test_old_changes_are_forgotten_from_the_front(lonely_office: Office) -> None:
    office = lonely_office
    office.buy(3)
    office.clock.go_on(hours=30)
    start = office.read(read_head)
    office.buy(4)
    kept = [row.id for row in office.read(lambda tx: list_changes(tx, office.team_id, start, 100))]
    gone = office.change(lambda tx: drop_changes(tx, tx.now - timedelta(days=1)))
    assert gone > 0
    left = office.read(lambda tx: list_changes(tx, office.team_id, Place(0, 0), 100))
    assert [row.id for row in left] == kept
    assert office.change(lambda tx: drop_changes(tx, tx.now - timedelta(days=1))) == 0


def test_one_signs_oneself_out_and_the_owner_anybody(office: Office) -> None:
    ada = office.hire("Ada", role=Role.ADMIN)
    keys = [office.change(lambda tx, who=who: sign_in(tx, who)) for who in (office.ann.member_id, ada, ada)]
    owner, first, second = (key.actor for key in keys)
    with pytest.raises(NotAllowed):
        office.change(revoke_key, first, owner.key_id)
    office.change(revoke_key, first, first.key_id)
    office.change(revoke_key, owner, second.key_id)
    with pytest.raises(NotFound):
        office.change(revoke_key, owner, second.key_id)
    assert office.read(lambda tx: recognise(tx, keys[0].secret, "here")) == Actor(
        owner.member_id, office.team_id, "Ann", Role.OWNER, "here", owner.key_id
    )
    assert {("team", "signed_in"), ("team", "signed_out")} <= list_told(office)


def sign_in(tx: Tx, member_id: str) -> Key:
    return exchange_code(tx, issue_code(tx, member_id))


def test_a_refund_is_told_to_both_who_watch_credits_and_purchases(office: Office) -> None:
    purchase = office.order(10)
    bank = Bank(purchase)
    bank.pay()
    bank.refund()
    for event in bank.told:
        office.change(payments.apply_event, event, is_live=False)
    assert office.list_moves(MoveKind.REFUND)
    assert {("credits", "refunded"), ("purchases", "reversed"), ("purchases", "noted")} <= list_told(office)
