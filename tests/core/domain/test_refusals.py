"""Refusals: every one has a stable code, a plain sentence and the status of its HTTP answer."""

import pytest

from core.domain import refusals
from core.domain.generations import ConsentMissing, GenerationStatus
from core.domain.photos import HINTS, SENTENCES, PhotoHint, PhotoProblem
from core.domain.refusals import Refusal, TooManyRequests
from core.domain.styles import Style
from core.domain.teams import InviteExpired, InviteFull, InviteUnknown, InviteUsed, Role, check_name


def list_refusals(kind: type[Refusal]) -> list[type[Refusal]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in list_refusals(below))]


@pytest.mark.parametrize("kind", list_refusals(Refusal), ids=lambda kind: kind.__name__)
def test_a_refusal_speaks_plainly(kind: type[Refusal]) -> None:
    assert kind.code.islower()
    assert kind.code.replace("_", "").isalpha()
    assert 400 <= kind.status <= 599
    assert kind.sentence.endswith((".", "?"))
    assert not kind.mend or kind.mend[0].isupper()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("NotSignedIn", 401),
        ("NotEnoughCredits", 402),
        ("NotAllowed", 403),
        ("NotFound", 404),
        ("Conflict", 409),
        ("TooLarge", 413),
        ("PhotoRefused", 415),
        ("Malformed", 422),
        ("TooManyRequests", 429),
    ],
)
def test_the_statuses_are_the_contracts(kind: str, status: int) -> None:
    assert getattr(refusals, kind).status == status


def test_words_of_its_own_replace_the_kinds() -> None:
    refusal = refusals.Conflict("Too late.", "Start again.", code="too_late")
    assert (refusal.sentence, refusal.mend, refusal.code, str(refusal)) == (
        "Too late.",
        "Start again.",
        "too_late",
        "Too late.",
    )
    assert refusals.Conflict().code == "conflict"


def test_who_must_wait_is_told_how_long() -> None:
    refusal = TooManyRequests(7)
    assert (refusal.retry_after, refusal.mend) == (7, "Try again in 7 seconds.")


def test_every_invite_refusal_has_its_own_code_and_sentence() -> None:
    kinds = (InviteUnknown, InviteUsed, InviteFull, InviteExpired)
    assert len({kind.code for kind in kinds}) == len({kind.sentence for kind in kinds}) == 4


def test_every_problem_and_hint_of_a_photo_has_its_sentence() -> None:
    assert set(SENTENCES) == set(PhotoProblem)
    assert set(HINTS) == set(PhotoHint)
    assert len({reason for reason, _ in SENTENCES.values()}) == len(SENTENCES)


def test_open_states_hold_a_credit() -> None:
    assert {status.value for status in GenerationStatus if status.is_open} == {"queued", "running"}
    assert ConsentMissing().code == "consent_missing"


def test_owner_and_admin_run_the_team() -> None:
    assert {role.value for role in Role if role.runs_team} == {"owner", "admin"}


def test_styles_have_titles() -> None:
    assert [style.label for style in Style] == ["Professional", "Casual", "Creative", "LinkedIn"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [(" Ann ", "Ann"), ("A\x00n\x1bn", "Ann"), ("Zoë 😀", "Zoë 😀"), ("x" * 120, "x" * 120)],
)
def test_a_name_is_cleaned(name: str, clean: str) -> None:
    assert check_name(name) == clean
