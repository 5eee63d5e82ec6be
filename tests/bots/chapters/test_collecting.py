"""Collecting selfies: one status message, a reason and a mend for each refused one, never more than fit."""

import pytest

from bots.inbound import Asked, OtherSent, PhotoSent, PhotoTaken, PhotoTurnedDown, Said
from bots.outbound import Replace, Say
from bots.requests import DropSelfies, JudgePhoto
from core.domain.photos import PhotoProblem
from tests.bots.rehearsal import Rehearsal, count_files, read_toasts


@pytest.mark.parametrize("problem", list(PhotoProblem))
def test_each_refused_photo_is_told_with_its_number_and_mend(problem: PhotoProblem) -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(8)
    chat.judge_all(None, None, problem)
    assert chat.status.text.startswith("7 of 6-14 photos ready, 1 to replace:\n#3 ")
    assert "Continue" in chat.status.labels


def test_two_people_is_told_in_plain_words() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(1)
    chat.judge_all(PhotoProblem.SEVERAL_FACES)
    assert "#1 I see more than one person. Send one with only you in it." in chat.status.text
    assert "Send 6 more." in chat.status.text


def test_a_new_photo_takes_the_place_of_a_refused_one() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(6)
    chat.judge_all(PhotoProblem.NO_FACE, PhotoProblem.TOO_DARK)
    assert "2 to replace" in chat.status.text
    chat.send_photos(1)
    assert "1 to replace" in chat.status.text
    assert "#2" in chat.status.text
    chat.judge_all()
    chat.send_photos(1)
    chat.judge_all(PhotoProblem.TOO_BRIGHT)
    assert "5 of 6-14 photos ready, 1 to replace:\n#8" in chat.status.text


def test_refusals_inside_one_album_all_stay_to_be_seen() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(3)
    chat.judge_all(*[PhotoProblem.NO_FACE] * 3)
    chat.send_photos(3)
    chat.judge_all(*[PhotoProblem.TOO_DARK] * 3)
    assert "3 to replace" in chat.status.text
    assert "#4" in chat.status.text


def test_endless_bad_photos_stay_small() -> None:
    chat = Rehearsal()
    chat.join()
    for _ in range(15):
        chat.send_photos(14)
        chat.judge_all(*[PhotoProblem.NO_FACE] * 14)
    assert chat.state.draft is not None
    assert len(chat.state.draft.photos) <= 34
    assert len(chat.status.text) < 800


def test_a_file_larger_than_the_limit_is_refused_unfetched() -> None:
    chat = Rehearsal()
    chat.join()
    chat.hear(PhotoSent({"file_id": "f"}, "a.png", "image/png", 21 * 1024 * 1024))
    assert "larger than 20 MB" in chat.status.text
    assert chat.list_asked(JudgePhoto) == []


def test_the_fifteenth_photo_is_told_once_and_not_taken() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(17)
    assert len(chat.list_asked(JudgePhoto)) == 14
    assert len([m for m in chat.sent if isinstance(m, Say) and "left out" in m.text]) == 1
    chat.judge_all()
    assert "14 of 6-14 photos ready." in chat.status.text
    assert "3 photos left out" in chat.status.text
    chat.hear(Said("remove 3"))
    assert "full" not in chat.status.text, "there is room again"
    assert "13 of 6-14 photos ready." in chat.status.text


def test_no_way_on_is_shown_while_photos_are_checked() -> None:
    chat = Rehearsal()
    chat.make_ready()
    chat.send_photos(1)
    assert chat.status.labels == []
    chat.judge_all()
    assert chat.status.labels[0] == "Continue"


@pytest.mark.parametrize("kind", ["sticker", "voice", "video", "document"])
def test_what_is_no_photo_gets_one_plain_answer(kind: str) -> None:
    chat = Rehearsal()
    chat.join()
    sent = chat.hear(OtherSent(kind))
    assert [m.text for m in sent if isinstance(m, Say)] == [chat.last.text]
    assert "only use photos" in chat.last.text


def test_a_photo_judged_after_its_set_was_dropped_is_dropped_too() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(2)
    late = list(chat.waiting)
    chat.hear(Asked("new"))
    chat.waiting = list(late)
    chat.judge_all()
    dropped = [request.selfie_ids for request in chat.asked if isinstance(request, DropSelfies)]
    assert dropped[1:] == [(late[0],), (late[1],)]
    assert not [m for m in chat.sent[-2:] if isinstance(m, Replace) and "ready" in m.text]


def test_photos_during_a_generation_are_for_the_next_set() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    chat.send_photos(6)
    assert len([m for m in chat.shown if "for your next set" in m.text]) == 1
    chat.judge_all()
    chat.tap("Casual")
    assert read_toasts(chat.tap("Generate (1 credit)")) == [
        "One set is still being made. Tap again when it is done."
    ]
    chat.hear(Asked("cancel"))
    assert chat.running is not None
    assert "/cancel again" in chat.last.text
    assert count_files(chat.complete()) == [4, 4]


def test_a_photo_judged_after_the_data_was_deleted_says_nothing() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(1)
    chat.hear(Asked("delete_my_data"))
    chat.tap("Yes, delete everything")
    sent, asked = len(chat.sent), len(chat.asked)
    chat.judge_all()
    assert (len(chat.sent), len(chat.asked)) == (sent, asked)


def test_a_judgement_told_twice_changes_nothing() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(1)
    selfie_id = chat.waiting[0]
    chat.judge_all()
    before, asked = chat.state, len(chat.asked)
    assert chat.hear(PhotoTaken(selfie_id)) == []
    assert chat.hear(PhotoTurnedDown(selfie_id, PhotoProblem.NO_FACE)) == []
    assert (chat.state, len(chat.asked)) == (before, asked)
