"""Reasons of ends: each has a sentence, and whatever can end a generation has a reason."""

import pytest

from core.domain.reasons import SENTENCES, Reason
from core.domain.refusals import NotFound, Refusal
from core.gateways.files import StorageTrouble
from core.gateways.replicate import refusals
from core.photos.lab import PhotoWorkFailed
from core.workflows.generators import explain_refusal

OF_REPLICATE = [kind for kind in vars(refusals).values() if isinstance(kind, type)]
ENDS = [
    *StorageTrouble.__subclasses__(),
    *(kind for kind in OF_REPLICATE if kind.__module__ == refusals.__name__),
    PhotoWorkFailed,
]


@pytest.mark.parametrize("reason", Reason)
def test_each_is_one_plain_sentence(reason: Reason) -> None:
    assert reason.why == (reason.value, SENTENCES[reason])
    assert (reason.sentence[-1], reason.sentence.count(".")) == (".", 1)
    assert Reason.read(reason.value) is reason


def test_what_nobody_foresaw_has_one_too() -> None:
    assert Reason.read("of_a_later_release") is Reason.BROKEN


@pytest.mark.parametrize("kind", ENDS)
def test_whatever_ends_a_generation_has_a_reason(kind: type[Refusal]) -> None:
    refusal = kind("time") if kind is PhotoWorkFailed else kind()
    why = explain_refusal(refusal)
    assert Reason(why.code).value == refusal.code
    assert why.sentence == refusal.sentence


def test_a_photo_that_is_gone_is_named() -> None:
    assert explain_refusal(NotFound()) == Reason.PHOTOS_GONE.why
