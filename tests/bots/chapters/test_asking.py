"""The commands that may come at any time, and the two steps of deletion."""

import pytest

from bots.inbound import Asked, GenerationProgressed, ResultSet, ResultsFound, Said
from bots.outbound import Album
from bots.requests import DropSelfies
from core.domain.styles import Style
from core.domain.teams import Role
from tests.bots.rehearsal import Rehearsal, count_files, read_toasts


def test_start_with_photos_in_hand_loses_none() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    chat.start()
    assert chat.last.labels[0] == "Generate (1 credit)"
    assert chat.list_asked(DropSelfies) == []


@pytest.mark.parametrize("stage", ["collecting", "choosing", "confirming"])
def test_cancel_drops_the_set_and_charges_nothing(stage: str) -> None:
    chat = Rehearsal()
    chat.make_ready()
    if stage != "collecting":
        chat.tap("Continue")
    if stage == "confirming":
        chat.tap("Casual")
    chat.hear(Asked("cancel"))
    assert chat.state.draft is None
    [dropped] = chat.list_asked(DropSelfies)
    assert isinstance(dropped, DropSelfies)
    assert len(dropped.selfie_ids) == 6
    assert chat.balance == 3
    assert "Nothing was charged" in chat.last.text
    assert chat.status.labels == []


def test_cancel_with_nothing_under_way() -> None:
    chat = Rehearsal()
    chat.join()
    chat.hear(Asked("cancel"))
    assert chat.last.text == "There is nothing to cancel."


def test_status_tells_what_is_under_way() -> None:
    chat = Rehearsal()
    chat.join()
    chat.hear(Asked("status"))
    assert "Nothing is under way" in chat.last.text
    chat.send_photos(2)
    chat.hear(Asked("status"))
    assert "2 being checked" in chat.last.text
    chat.judge_all()
    assert "2 of 6-14" in chat.last.text


def test_status_brings_the_progress_to_the_bottom_and_it_goes_on_there() -> None:
    """No bar stays in the chat that never moves."""
    chat = Rehearsal()
    chat.make_confirm()
    chat.tap("Generate (1 credit)")
    chat.hear(Asked("status"))
    assert chat.last.labels == ["Cancel"]
    work = chat.state.work
    assert work is not None
    chat.hear(GenerationProgressed(work.id, 2, 4))
    assert "2 of 4" in chat.last.text
    assert [shown for shown in chat.shown if "0 of 4" in shown.text] == []


def test_balance_privacy_and_help_answer() -> None:
    chat = Rehearsal(balance=1)
    chat.join()
    for command, words in (("balance", "You have 1 credit."), ("privacy", "30 days"), ("help", "/results")):
        chat.hear(Asked(command))
        assert words in chat.last.text
    chat.hear(Asked("dance"))
    assert 'I don\'t know "dance".' in chat.last.text
    chat.hear(Said("good morning"))
    assert "/help" in chat.last.text


def test_words_in_the_middle_show_where_we_are() -> None:
    chat = Rehearsal()
    chat.make_ready()
    chat.hear(Said("and now?"))
    assert chat.shown[-2].text == "Here is where we are. /new starts over."
    assert "Continue" in chat.last.labels
    chat.tap("Casual")
    chat.tap("Generate (1 credit)")
    chat.hear(Said("and now?"))
    assert "0 of 4" in chat.last.text


def test_who_has_too_few_credits_is_told_whom_to_ask() -> None:
    chat = Rehearsal(balance=0)
    chat.join()
    chat.hear(Asked("balance"))
    assert chat.last.text.endswith("Ask your team's admin for more.")


@pytest.mark.parametrize(("role", "is_told"), [(Role.MEMBER, False), (Role.ADMIN, True), (Role.OWNER, True)])
def test_only_who_runs_the_team_reads_of_the_console(role: Role, *, is_told: bool) -> None:
    chat = Rehearsal(role=role)
    chat.join()
    chat.hear(Asked("help"))
    assert ("/console" in chat.last.text) is is_told


def test_cancel_under_the_question_answers_in_its_place() -> None:
    chat = Rehearsal()
    chat.make_confirm()
    before = len(chat.shown)
    chat.tap("Cancel")
    assert (chat.status.text, chat.status.labels) == ("This set was cancelled.", [])
    assert (chat.choice.text, chat.choice.labels) == ("Cancelled. Nothing was charged.", ["New headshots"])
    assert len(chat.shown) == before


def test_deleting_needs_both_steps_and_the_newest_question() -> None:
    chat = Rehearsal()
    chat.join()
    chat.send_photos(3)
    chat.hear(Asked("delete_my_data"))
    first = chat.find_button("Yes, delete everything")
    chat.tap("Keep my data")
    assert chat.last.text == "Nothing was deleted."
    assert read_toasts(chat.press(first)) == ["That button is out of date."]
    assert chat.is_member()
    chat.hear(Asked("delete_my_data"))
    chat.tap("Yes, delete everything")
    assert not chat.is_member()
    assert "rcpt-1" in "".join(m.text for m in chat.shown)
    assert chat.state.draft is None


@pytest.mark.parametrize(
    "role, words",
    [(Role.OWNER, "ABCD-1234"), (Role.ADMIN, "ABCD-1234"), (Role.MEMBER, "for your team's admins")],
)
def test_console_is_for_who_runs_the_team(role: Role, words: str) -> None:
    chat = Rehearsal(role=role)
    chat.join()
    chat.hear(Asked("console"))
    assert words in chat.last.text


def test_no_results_yet() -> None:
    chat = Rehearsal()
    chat.join()
    chat.hear(Asked("results"))
    assert "no headshots yet" in chat.last.text


def test_earlier_sets_come_oldest_first_with_style_and_date() -> None:
    chat = Rehearsal()
    chat.join()
    newer = ResultSet("g2", Style.LINKEDIN, "2026-11-21", ("b/1.jpg", "b/2.jpg"))
    older = ResultSet("g1", Style.CASUAL, "2026-11-03", ("a/1.jpg", "a/2.jpg", "a/3.jpg", "a/4.jpg"))
    chat.results = ResultsFound((newer, older))
    sent = chat.hear(Asked("results"))
    assert count_files(sent) == [4, 4, 2, 2]
    captions = [message.caption for message in sent if isinstance(message, Album)]
    assert captions == ["Casual, 3 November 2026", "LinkedIn, 21 November 2026"]
    album = next(message for message in sent if isinstance(message, Album))
    assert album.pictures[0].name == "headshot-casual-1.jpg"


def test_deleted_data_leaves_the_receipt_alone_in_the_chat() -> None:
    chat = Rehearsal()
    chat.make_ready()
    chat.hear(Asked("delete_my_data"))
    chat.tap("Yes, delete everything")
    assert [(shown.slot, shown.labels) for shown in chat.shown] == [("deletion", [])]
    assert "Your receipt is rcpt-1." in chat.last.text
    assert "What you sent here yourself stays" in chat.last.text
