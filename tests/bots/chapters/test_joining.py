"""Joining and consent: each invite's own sentence, and nothing kept before the person agreed."""

import pytest

from bots.inbound import Asked, OtherSent, PhotoSent, Pressed, Said, Started
from bots.requests import JudgePhoto
from tests.bots.rehearsal import Rehearsal, read_toasts


@pytest.mark.parametrize(
    "code, words",
    [("NOPE", "don't know"), ("USED", "already been used"), ("LATE", "expired"), ("FULL", "no places left")],
)
def test_each_bad_invite_has_its_own_sentence(code: str, words: str) -> None:
    chat = Rehearsal()
    chat.start(code)
    assert words in chat.last.text
    assert chat.member is None


@pytest.mark.parametrize(
    "inbound",
    [
        Started(),
        Said("hello"),
        PhotoSent({"file_id": "f"}),
        OtherSent("sticker"),
        Asked("new"),
        Asked("balance"),
        Asked("cancel"),
        Asked("help"),
        Asked("console"),
        Asked("delete_my_data"),
        Pressed("agree", "", "v1", "tap"),
        Pressed("new", "", "", "tap"),
    ],
)
def test_a_stranger_is_told_how_to_join_and_nothing_is_kept(
    inbound: Started | Said | PhotoSent | OtherSent | Asked | Pressed,
) -> None:
    chat = Rehearsal()
    chat.hear(inbound)
    assert "invite" in chat.last.text
    assert chat.asked == []


def test_a_strangers_album_gets_one_answer() -> None:
    chat = Rehearsal()
    chat.send_photos(10, "album")
    assert len(chat.sent) == 1
    chat.send_photos(3, "another")
    assert len(chat.sent) == 2


def test_photos_before_consent_bring_the_question_back_and_are_not_kept() -> None:
    chat = Rehearsal()
    chat.start("GOOD")
    chat.send_photos(1)
    assert chat.shown[-2].text.startswith("I did not keep what you sent")
    assert chat.last.labels == ["I agree", "No thanks"]
    assert chat.list_asked(JudgePhoto) == []
    chat.tap("No thanks")
    assert "I keep no photos of you" in chat.last.text
    chat.send_photos(1)
    assert chat.list_asked(JudgePhoto) == []


def test_consent_to_an_older_text_is_asked_anew() -> None:
    chat = Rehearsal()
    chat.start("GOOD")
    chat.hear(Pressed("agree", "", "v0", "tap"))
    assert chat.member is not None
    assert chat.member.consent is None
    assert "I agree" in chat.last.labels


def test_agreeing_twice_is_one_toast() -> None:
    chat = Rehearsal()
    chat.join()
    assert read_toasts(chat.tap("I agree")) == ["You have agreed already."]
    assert read_toasts(chat.tap("No thanks")) == ["You have agreed already."]


def test_start_with_a_code_again_changes_nothing() -> None:
    chat = Rehearsal()
    chat.join()
    before = (chat.member, chat.state)
    chat.start("GOOD")
    assert "You are in Acme" in chat.shown[-2].text
    assert (chat.member, chat.state) == before
