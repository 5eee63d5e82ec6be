"""What the SDK encodes is read back as it was."""

import contextlib
from urllib.parse import urlencode

import pytest
import stripe
from hypothesis import given, settings
from hypothesis import strategies as st
from stripe._encode import _api_encode

from sandbox.stripe.forms import read_form
from sandbox.stripe.refusals import StripeRefusal

NAMES = st.text("abcdefgh_", min_size=1, max_size=6)
VALUES = st.text(max_size=8)
TREES = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, TREES, max_size=4))
def test_what_the_sdk_encodes_is_read_back(tree: dict[str, object]) -> None:
    assert read_form(urlencode(list(_api_encode(tree)))) == tree


def test_lists_without_numbers_keep_their_order() -> None:
    assert read_form("types[]=b&types[]=a&created[gte]=5") == {"types": ["b", "a"], "created": {"gte": "5"}}


@settings(deadline=None)
@given(st.text("ab[]=&%0", max_size=30))
def test_anything_else_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(StripeRefusal):
        assert isinstance(read_form(text), dict)


def test_one_name_cannot_be_two_things() -> None:
    with pytest.raises(StripeRefusal, match="both"):
        read_form("a=1&a[b]=2")
    assert stripe.VERSION.startswith("16.")
