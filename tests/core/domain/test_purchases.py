"""Packs and prices, and how many credits a refund takes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.domain.purchases import (
    MAX_CUSTOM_CREDITS,
    PACKS,
    count_clawed,
    find_cheaper_pack,
    find_custom_bounds,
    price,
)
from core.domain.refusals import Malformed


def test_the_price_list_is_the_contracts() -> None:
    listed = {name: (pack.credits, pack.amount_cents) for name, pack in PACKS.items()}
    assert listed == {"starter": (50, 2900), "professional": (150, 7900), "enterprise": (500, 19900)}


@pytest.mark.parametrize(("credits_", "cents"), [(1, 50), (7, 350), (MAX_CUSTOM_CREDITS, 500_000)])
def test_a_custom_amount_has_its_price(credits_: int, cents: int) -> None:
    assert (price("custom", credits_).credits, price("custom", credits_).amount_cents) == (credits_, cents)
    assert price("custom", credits_, custom_cents=75).amount_cents == credits_ * 75


@pytest.mark.parametrize(
    ("package", "credits_"),
    [
        ("custom", None),
        ("custom", 0),
        ("custom", -1),
        ("custom", MAX_CUSTOM_CREDITS + 1),
        ("custom", 10**9),
        ("starter", 51),
        ("starter", 0),
        ("", None),
        ("STARTER", None),
        ("gold", 5),
    ],
)
def test_what_is_not_for_sale(package: str, credits_: int | None) -> None:
    with pytest.raises(Malformed):
        price(package, credits_)


@pytest.mark.parametrize(("credits_", "cents"), [(1, 49), (49, 1), (10_000, 100_000)])
def test_what_stripe_would_not_take_is_not_for_sale(credits_: int, cents: int) -> None:
    with pytest.raises(Malformed, match=r"from \$0.50 to \$999,999.99"):
        price("custom", credits_, custom_cents=cents)


@pytest.mark.parametrize(
    ("credits_", "cheaper"),
    [(1, None), (50, None), (150, None), (397, None), (398, "enterprise"), (500, "enterprise"), (501, None)],
)
def test_a_cheaper_pack_is_found(credits_: int, cheaper: str | None) -> None:
    pack = find_cheaper_pack(credits_)
    assert (pack and pack.package) == cheaper


@pytest.mark.parametrize(
    ("taken", "clawed"),
    [(0, 0), (-5, 0), (1, 0), (57, 0), (58, 1), (1450, 25), (2899, 49), (2900, 50), (9999, 50)],
)
def test_what_is_taken_back_is_rounded_for_the_buyer(taken: int, clawed: int) -> None:
    assert count_clawed(50, 2900, taken) == clawed


@given(some.integers(1, 10_000), some.integers(1, 10**7), some.lists(some.integers(0, 10**7), min_size=2))
def test_more_money_taken_never_means_fewer_credits(credits_: int, cents: int, takings: list[int]) -> None:
    clawed = [count_clawed(credits_, cents, taken) for taken in sorted(takings)]
    assert clawed == sorted(clawed)
    assert all(0 <= count <= credits_ for count in clawed)


@given(some.integers(min_value=1, max_value=100_000))
def test_the_bounds_of_a_custom_purchase_are_the_last_that_have_a_price(cents: int) -> None:
    least, most = find_custom_bounds(cents)
    assert price("custom", least, cents).credits == least
    assert price("custom", most, cents).credits == most
    for beyond in (least - 1, most + 1):
        with pytest.raises(Malformed):
            price("custom", beyond, cents)
