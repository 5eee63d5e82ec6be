"""Style, confirm and Generate: nothing is charged before the last tap, and once after it."""

import pytest

from bots.inbound import Asked, BalanceChanged, Pressed
from tests.bots.rehearsal import Rehearsal, read_toasts


@pytest.mark.parametrize("action", ["continue", "style"])
def test_fewer_than_six_photos_go_no_further(action: str) -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(4)
    chat.judge_all()
    assert chat.status.labels == []
    assert chat.state.draft is not None
    toasts = read_toasts(chat.hear(Pressed(action, "casual", chat.state.draft.id, "tap")))
    assert toasts == ["2 photos missing. Send 2 more first."]


def test_a_photo_sent_at_the_confirm_question_is_counted_in_it() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    generate = chat.find_button("Generate (1 credit)")
    chat.send_photos(1)
    assert "Generate (1 credit)" not in chat.choice.labels
    assert read_toasts(chat.press(generate)) == ["I am still checking 1 photo. One moment."]
    chat.judge_all()
    assert "7 photos" in chat.choice.text
    chat.tap("Generate (1 credit)")
    assert chat.balance == 2


def test_without_credits_it_is_said_before_and_there_is_no_generate() -> None:
    chat = Rehearsal(balance=0)
    chat.make_confirm()
    assert "Nothing was charged" in chat.choice.text
    assert not [label for label in chat.choice.labels if label.startswith("Generate")]
    chat.balance = 1
    chat.tap("Check again")
    chat.tap("Generate (1 credit)")
    assert (chat.balance, chat.held) == (0, 1)


def test_the_last_credit_gone_meanwhile_is_said_and_the_photos_stay() -> None:
    chat = Rehearsal(short=True)
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    assert "not enough credits" in chat.choice.text
    assert chat.state.draft is not None
    chat.short = False
    chat.tap("Check again")
    chat.tap("Generate (1 credit)")
    assert chat.held == 1


def test_a_double_tap_on_generate_costs_one_credit() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    generate = chat.find_button("Generate (1 credit)")
    chat.press(generate)
    assert read_toasts(chat.press(generate)) == ["Already on it."]
    assert chat.balance == 2
    chat.complete()
    assert read_toasts(chat.press(generate)) == ["That button is out of date."]
    assert chat.balance == 2


def test_buttons_of_an_earlier_set_or_style_do_nothing() -> None:
    chat = Rehearsal()
    chat.make_confirm("Casual")
    old = [chat.find_button(label) for label in ("Generate (1 credit)", "Change style", "Cancel", "Continue")]
    chat.tap("Change style")
    chat.tap("Creative")
    assert read_toasts(chat.press(old[0])) == ["That button is out of date."]
    chat.hear(Asked("new"))
    chat.send_photos(6)
    chat.judge_all()
    before = chat.state
    for button in old:
        assert read_toasts(chat.press(button)) == ["That button is out of date."]
    assert chat.state == before
    assert chat.balance == 3


def test_credits_that_come_or_go_change_the_open_question() -> None:
    chat = Rehearsal(balance=0)
    chat.make_confirm()
    assert chat.choice.labels[0] == "Check again"
    chat.balance = 2
    chat.hear(BalanceChanged())
    assert "2 → 1" in chat.choice.text
    assert chat.choice.labels[0] == "Generate (1 credit)"
    chat.balance = 0
    chat.hear(BalanceChanged())
    assert chat.choice.labels[0] == "Check again"


def test_credits_that_come_say_nothing_where_nothing_was_asked() -> None:
    chat = Rehearsal(balance=0)
    assert chat.hear(BalanceChanged()) == []
    chat.make_ready()
    assert chat.hear(BalanceChanged()) == []
