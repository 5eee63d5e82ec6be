"""From the held credit to the pictures, and the credit back when there are none."""

from bots.inbound import Asked, GenerationCompleted
from bots.outbound import Album, Documents
from tests.bots.rehearsal import Rehearsal, count_files, read_toasts


def test_cancel_while_making_brings_the_credit_back() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    chat.hear(Asked("cancel"))
    assert (chat.balance, chat.held) == (3, 0)
    assert "credit is back (balance 3)" in chat.choice.text
    chat.tap("Try again")
    chat.tap("Generate (1 credit)")
    assert chat.balance == 2


def test_cancel_right_after_generate_stops_it() -> None:
    """The question still stood there with both buttons."""
    chat = Rehearsal()
    chat.make_confirm()
    cancel = chat.find_button("Cancel")
    chat.tap("Generate (1 credit)")
    chat.press(cancel)
    assert "Your credit is back (balance 3)" in chat.last.text
    assert read_toasts(chat.press(cancel)) == ["That button is out of date."]


def test_cancel_too_late_says_so_and_the_pictures_come() -> None:
    chat = Rehearsal(too_late=True)
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    chat.tap("Cancel")
    assert "ended already" in chat.last.text
    assert count_files(chat.complete()) == [4, 4]


def test_a_failure_says_why_returns_the_credit_and_offers_another_try() -> None:
    chat = Rehearsal()
    chat.make_confirm("Creative", 7)
    chat.tap("Generate (1 credit)")
    chat.fail("The picture generator did not answer.")
    assert "The picture generator did not answer." in chat.choice.text
    assert "credit is back (balance 3)" in chat.choice.text
    again = chat.find_button("Try again")
    chat.press(again)
    assert "Creative, from 7 photos" in chat.choice.text
    chat.tap("Generate (1 credit)")
    assert chat.balance == 2
    assert read_toasts(chat.press(again)) == ["That button is out of date."]


def test_fewer_pictures_than_promised_come_and_it_is_said() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    work = chat.state.work
    assert work is not None
    three = GenerationCompleted(work.id, work.style, ("a/1.jpg", "a/3.jpg", "a/4.jpg"), chat.balance)
    assert count_files(chat.hear(three)) == [3, 3]
    assert "1 of 4 pictures could not be made." in chat.choice.text


def test_progress_never_goes_back() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    assert len(chat.progress(3)) == 1
    assert chat.progress(2) == []
    assert chat.progress(3) == []
    assert "3 of 4" in chat.choice.text


def test_pictures_of_a_generation_begun_elsewhere_are_delivered() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    chat.state = type(chat.state)()
    sent = chat.complete()
    assert [type(m) for m in sent if isinstance(m, Album | Documents)] == [Album, Documents]
    assert "Done" in chat.shown[-2].text
