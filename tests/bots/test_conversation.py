"""The whole conversation as a script against the pure core: the main job, and what holds at every stage."""

import pytest

from bots.inbound import Left, Pressed
from bots.requests import Generate
from core.domain.photos import PhotoProblem
from core.domain.styles import Style
from tests.bots.rehearsal import Rehearsal, count_files, read_toasts


def test_the_main_job_gives_four_headshots_for_one_credit() -> None:
    chat = Rehearsal(balance=3)
    chat.start("GOOD")
    assert "Acme" in chat.last.text
    assert "30 days" in chat.last.text
    assert "/delete_my_data" in chat.last.text
    chat.tap("I agree")
    assert chat.member is not None
    assert chat.member.consent == "v1"
    assert "6-14" in chat.last.text

    chat.send_photos(6, "album")
    assert chat.status.text.startswith("0 of 6-14 photos ready, 6 being checked.")
    chat.judge_all()
    assert chat.status.text.startswith("6 of 6-14 photos ready.")
    assert chat.status.labels == ["Continue", "Professional", "Casual", "Creative", "LinkedIn"]

    chat.tap("Continue")
    assert chat.choice.labels == ["Professional", "Casual", "Creative", "LinkedIn"]
    chat.tap("LinkedIn")
    assert "1 credit" in chat.choice.text
    assert "3 → 2" in chat.choice.text
    assert chat.choice.labels == ["Generate (1 credit)", "Change style", "Cancel"]
    assert chat.balance == 3

    chat.tap("Generate (1 credit)")
    assert (chat.balance, chat.held) == (2, 1)
    chat.progress(2)
    assert "2 of 4" in chat.choice.text
    sent = chat.complete()
    assert count_files(sent) == [4, 4]
    assert chat.last.text == "You have 2 credits left.\nTap a star to mark your favourite."
    assert chat.last.labels == ["☆ 1", "☆ 2", "☆ 3", "☆ 4", "Redo", "New headshots"]
    assert "Done" in chat.choice.text
    assert chat.state.draft is None
    assert chat.state.work is None


def test_a_set_has_one_status_message_however_many_photos_come() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(9)
    chat.judge_all(PhotoProblem.NO_FACE)
    assert len([m for m in chat.shown if m.slot.startswith("status:")]) == 1


def test_a_style_can_be_picked_right_under_the_status() -> None:
    chat = Rehearsal()
    chat.make_ready()
    chat.tap("Casual")
    chat.tap("Generate (1 credit)")
    [request] = chat.list_asked(Generate)
    assert isinstance(request, Generate)
    assert request.style is Style.CASUAL
    assert len(request.selfie_ids) == 6


@pytest.mark.parametrize(
    "forged",
    [
        Pressed("unknown", "", "", "tap"),
        Pressed("style", "gothic", "id1", "tap"),
        Pressed("generate", "", "", "tap"),
        Pressed("stop", "", "g9", "tap"),
        Pressed("again", "", "g9", "tap"),
        Pressed("delete", "", "", "tap"),
        Pressed("keep", "", "", "tap"),
    ],
)
def test_a_forged_tap_gets_a_toast_and_nothing_else(forged: Pressed) -> None:
    chat = Rehearsal()
    chat.make_confirm()
    before, asked = chat.state, len(chat.asked)
    assert read_toasts(chat.hear(forged)) == ["That button is out of date."]
    assert (chat.state, len(chat.asked)) == (before, asked)


def test_every_tap_is_answered_exactly_once() -> None:
    chat = Rehearsal()
    chat.make_ready()
    for label in ("Continue", "Casual", "Change style", "LinkedIn", "Generate (1 credit)", "Cancel"):
        assert len(read_toasts(chat.tap(label))) == 1


def test_leaving_changes_nothing_and_says_nothing() -> None:
    chat = Rehearsal()
    chat.make_ready()
    before = chat.state
    assert chat.hear(Left("blocked")) == []
    assert chat.state == before
