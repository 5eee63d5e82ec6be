"""After the pictures, and with photos one does not want: favourites, once more, removing, samples, the honest guess."""

from datetime import date

import pytest

from bots.inbound import Asked, Pressed, ResultSet, ResultsFound, Said
from bots.outbound import Album
from bots.requests import ChooseFavourite, DropSelfies, Generate
from core.domain.photos import PhotoProblem
from core.domain.styles import Style
from tests.bots.rehearsal import Rehearsal, count_files, read_toasts


def make_done(style: str = "LinkedIn", balance: int = 3) -> Rehearsal:
    chat = Rehearsal(balance=balance)
    chat.make_confirm(style)
    chat.tap("Generate (1 credit)")
    chat.complete()
    return chat


def test_a_star_marks_the_favourite_and_takes_it_back() -> None:
    chat = make_done()
    chat.tap("☆ 2")
    assert chat.list_asked(ChooseFavourite)[-1] == ChooseFavourite("g1", 2)
    assert chat.last.labels[:4] == ["☆ 1", "★ 2", "☆ 3", "☆ 4"]
    assert chat.last.text == "You have 2 credits left.\nYour favourite: number 2"
    chat.tap("★ 2")
    assert chat.list_asked(ChooseFavourite)[-1] == ChooseFavourite("g1", None)
    assert chat.last.labels[:4] == ["☆ 1", "☆ 2", "☆ 3", "☆ 4"]


@pytest.mark.parametrize(
    "forged", [Pressed("favourite", "x", "g1", "tap"), Pressed("favourite", "1", "", "tap"), Pressed("redo")]
)
def test_a_forged_star_does_nothing(forged: Pressed) -> None:
    chat = make_done()
    assert read_toasts(chat.hear(forged)) == ["That button is out of date."]
    assert chat.list_asked(ChooseFavourite) == []


def test_redo_asks_first_costs_a_credit_and_uses_the_same_photos() -> None:
    chat = make_done("Casual")
    chat.tap("Redo")
    assert "your balance goes 2 → 1" in chat.choice.text
    assert chat.balance == 2
    chat.tap("Generate (1 credit)")
    first, second = chat.list_asked(Generate)
    assert isinstance(first, Generate)
    assert isinstance(second, Generate)
    assert (second.selfie_ids, second.style) == (first.selfie_ids, Style.CASUAL)
    assert second.nonce != first.nonce
    assert count_files(chat.complete()) == [4, 4]
    assert chat.balance == 1


def test_redo_in_another_style() -> None:
    chat = make_done("Casual")
    chat.tap("Redo")
    chat.tap("Change style")
    chat.tap("Creative")
    chat.tap("Generate (1 credit)")
    styles = [request.style for request in chat.asked if isinstance(request, Generate)]
    assert styles == [Style.CASUAL, Style.CREATIVE]


def test_redo_cancelled_charges_nothing() -> None:
    chat = make_done()
    chat.tap("Redo")
    chat.tap("Cancel")
    assert chat.balance == 2
    assert chat.state.draft is None


def test_redo_is_one_message_as_long_as_no_photo_comes() -> None:
    """Its photos were counted when they were sent: nothing in the chat says so again."""
    chat = make_done()
    before = len(chat.shown)
    chat.tap("Redo")
    chat.tap("Generate (1 credit)")
    assert len(chat.shown) == before + 1
    chat.complete()
    chat.tap("Redo")
    before = len(chat.shown)
    chat.hear(Asked("cancel"))
    assert [shown.text for shown in chat.shown[before:]] == ["Cancelled. Nothing was charged."]
    chat.tap("Redo")
    chat.hear(Asked("status"))
    chat.send_photos(1)
    chat.tap("Cancel")
    assert [s.text for s in chat.shown if "photos ready" in s.text] == [], (
        "a status that stands is taken back"
    )


def test_redo_leaves_a_set_in_hand_alone() -> None:
    chat = make_done()
    chat.send_photos(2)
    before = chat.state
    assert read_toasts(chat.tap("Redo")) == ["You have a set in hand. Finish it first, or /cancel."]
    assert chat.state == before


def test_results_have_dates_favourites_and_a_way_to_redo() -> None:
    chat = make_done()
    made = date(2026, 5, 1).isoformat()
    chat.results = ResultsFound((ResultSet("g1", Style.LINKEDIN, made, ("a", "b"), 2),))
    sent = chat.hear(Asked("results"))
    [album] = [message for message in sent if isinstance(message, Album)]
    assert album.caption == "LinkedIn, 1 May 2026\nYour favourite: number 2"
    chat.tap("Redo LinkedIn, 1 May 2026")
    assert chat.choice.labels[0] == "Generate (1 credit)"


def test_a_refused_photo_can_be_removed_by_its_button() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(7)
    chat.judge_all(PhotoProblem.NO_FACE)
    assert chat.status.labels[-1] == "Remove #1"
    chat.tap("Remove #1")
    assert chat.status.text.startswith("6 of 6-14 photos ready.")
    assert "Remove #1" not in chat.status.labels
    assert read_toasts(chat.press(chat.find_button("Continue")))


@pytest.mark.parametrize("words", ["remove #3", "Remove 3", " remove#3 "])
def test_any_photo_can_be_removed_by_words(words: str) -> None:
    chat = Rehearsal()
    chat.make_ready(7)
    third = chat.state.draft and chat.state.draft.photos[2].id
    chat.hear(Said(words))
    assert chat.list_asked(DropSelfies) == [DropSelfies((str(third),))]
    assert chat.status.text.startswith("6 of 6-14 photos ready.")


def test_a_photo_that_is_not_there_cannot_be_removed() -> None:
    chat = Rehearsal()
    chat.make_ready(6)
    chat.hear(Said("remove #99"))
    assert chat.last.text == "There is no photo #99 in your set."
    assert chat.list_asked(DropSelfies) == []


def test_continue_shows_samples_once() -> None:
    chat = Rehearsal()
    chat.make_ready()
    assert count_files(chat.tap("Continue")) == [4]
    assert count_files(chat.tap("Continue")) == []


@pytest.mark.parametrize(
    "seconds, words",
    [(18, "about 20 seconds"), (1, "about 5 seconds"), (89, "about 90 seconds"), (300, "about 5 minutes")],
)
def test_the_guess_is_told_before_and_after_the_go(seconds: int, words: str) -> None:
    chat = Rehearsal(estimate=seconds)
    chat.make_confirm()
    assert words in chat.choice.text
    chat.tap("Generate (1 credit)")
    assert words in chat.choice.text


def test_without_experience_there_is_no_guess() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    assert "about" not in chat.choice.text
