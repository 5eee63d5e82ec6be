"""The rules of credits: who may owe, how a pool is shared, what a number of credits is."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.domain.credits import (
    MAX_CREDITS,
    ROUTES,
    AccountKind,
    Holding,
    MoveKind,
    Share,
    check_credits,
    check_pool,
    may_go_negative,
    name_account,
    share_equally,
    top_up,
)
from core.domain.refusals import Malformed, NotEnoughCredits

HOLDINGS = some.lists(some.integers(0, 1000), min_size=1, max_size=30).map(
    lambda amounts: [Holding(f"m{n}", amount) for n, amount in enumerate(amounts)]
)


def test_every_kind_of_move_has_its_route() -> None:
    assert {kind.value: tuple(side.value for side in sides) for kind, sides in ROUTES.items()} == {
        "purchase": ("world", "pool"),
        "refund": ("pool", "world"),
        "allocate": ("pool", "member"),
        "reclaim": ("member", "pool"),
        "reassign": ("member", "member"),
        "hold": ("member", "held"),
        "settle": ("held", "used"),
        "release": ("held", "member"),
    }


def test_only_the_world_and_a_refunded_pool_may_owe() -> None:
    may = {(account, move) for account in AccountKind for move in MoveKind if may_go_negative(account, move)}
    world = {(AccountKind.WORLD, move) for move in MoveKind}
    assert may == world | {(AccountKind.POOL, MoveKind.REFUND)}


def test_an_account_is_named_by_its_kind_and_owner() -> None:
    assert name_account(AccountKind.HELD, "member_1") == "held:member_1"


@pytest.mark.parametrize("credits_", [1, 2, MAX_CREDITS])
def test_a_count_of_credits(credits_: int) -> None:
    assert check_credits(credits_) == credits_


@pytest.mark.parametrize("credits_", [0, -1, MAX_CREDITS + 1, 10**30])
def test_no_count_of_credits(credits_: int) -> None:
    with pytest.raises(Malformed, match="1 to 1,000,000"):
        check_credits(credits_)


@given(HOLDINGS, some.integers(1, MAX_CREDITS))
def test_an_equal_split_is_whole_fair_and_favours_the_earliest(
    holdings: list[Holding], credits_: int
) -> None:
    shares = share_equally(holdings, credits_)
    given_ = [share.credits for share in shares]
    assert sum(given_) == credits_
    assert [share.member_id for share in shares] == [h.member_id for h in holdings][: len(shares)]
    assert given_ == sorted(given_, reverse=True)
    assert max(given_) - min(given_) <= 1
    assert len(shares) == min(len(holdings), credits_)


def test_nobody_to_share_with() -> None:
    with pytest.raises(Malformed):
        share_equally([], 5)


@given(HOLDINGS, some.integers(1, 1000))
def test_a_top_up_reaches_the_target_and_nobody_above(holdings: list[Holding], target: int) -> None:
    added = {share.member_id: share.credits for share in top_up(holdings, target)}
    assert all(credits_ > 0 for credits_ in added.values())
    for holding in holdings:
        assert holding.allocated + added.get(holding.member_id, 0) == max(holding.allocated, target)


@pytest.mark.parametrize(
    ("shares", "pool", "is_enough"),
    [
        ([3, 2], 5, True),
        ([3, 2], 6, True),
        ([3, 2], 4, False),
        ([1], 0, False),
        ([], 0, True),
        ([], -5, True),
        ([1], -5, False),
    ],
)
def test_a_pool_must_hold_all_of_it(shares: list[int], pool: int, is_enough: bool) -> None:  # noqa: FBT001 - a table
    listed = [Share(f"m{n}", credits_) for n, credits_ in enumerate(shares)]
    if is_enough:
        check_pool(listed, pool)
    else:
        with pytest.raises(NotEnoughCredits, match=f"needs {sum(shares)} credits and the pool holds {pool}"):
            check_pool(listed, pool)
