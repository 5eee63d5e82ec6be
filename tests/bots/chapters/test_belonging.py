"""Several teams in one chat, and one person on two platforms."""

from bots.inbound import Asked, Pressed, Said, Seat
from bots.requests import ChooseTeam, DropSelfies, LinkAccount
from tests.bots.rehearsal import Rehearsal, read_toasts

SEATS = (Seat("m1", "Acme", 3), Seat("m2", "Beta", 1))


def test_a_second_invite_joins_a_second_team_and_puts_the_set_aside() -> None:
    chat = Rehearsal()
    chat.make_ready()
    chat.start("OTHER")
    assert chat.member is not None
    assert chat.member.team == "Beta"
    assert chat.state.draft is None
    assert len(chat.list_asked(DropSelfies)) == 1
    assert any("You are in Beta now. /team" in shown.text for shown in chat.shown)


def test_the_same_invite_again_shows_where_we_are() -> None:
    chat = Rehearsal()
    chat.make_ready()
    before = chat.state
    chat.start("GOOD")
    assert chat.state == before
    assert chat.status.text.startswith("6 of 6-14 photos ready.")


def test_a_bad_invite_changes_nothing_for_a_member() -> None:
    chat = Rehearsal()
    chat.make_ready()
    before = (chat.member, chat.state)
    chat.start("USED")
    assert "already been used" in chat.last.text
    assert (chat.member, chat.state) == before


def test_team_lists_balances_and_switches() -> None:
    chat = Rehearsal(seats=SEATS)
    chat.join()
    chat.hear(Asked("team"))
    assert "Acme: 3 credits (you are here)" in chat.last.text
    assert "Beta: 1 credit" in chat.last.text
    assert chat.last.labels == ["Beta"]
    chat.tap("Beta")
    chat.hear(Asked("balance"))
    assert "You have 1 credit." in chat.last.text


def test_who_is_in_one_team_is_told_how_to_join_another() -> None:
    chat = Rehearsal(seats=SEATS[:1])
    chat.join()
    chat.hear(Asked("team"))
    assert chat.last.labels == []
    assert "invite link" in chat.last.text


def test_a_forged_team_is_declined() -> None:
    chat = Rehearsal(seats=SEATS)
    chat.join()
    chat.hear(Pressed("team", "m9", "", "tap"))
    assert chat.last.text == "You are not in that team."
    assert read_toasts(chat.hear(Pressed("team", "", "", "tap"))) == ["That button is out of date."]
    assert chat.list_asked(ChooseTeam) == [ChooseTeam("m9")]


def test_link_gives_a_code_and_takes_one() -> None:
    chat = Rehearsal()
    chat.join()
    chat.hear(Asked("link"))
    assert "ABCD-EFGH-JKLM" in chat.last.text
    other = Rehearsal()
    other.hear(Asked("link", "ABCD-EFGH-JKLM"))
    assert other.is_member()
    assert any("one person now" in shown.text for shown in other.shown)


def test_a_code_alone_is_understood_and_a_wrong_one_refused() -> None:
    chat = Rehearsal()
    chat.hear(Said(" abcd-efgh-jklm "))
    assert chat.list_asked(LinkAccount) == [LinkAccount(" abcd-efgh-jklm ")]
    assert "no longer valid" in chat.last.text
    assert chat.member is None


def test_a_stranger_gets_no_link_code() -> None:
    chat = Rehearsal()
    chat.hear(Asked("link"))
    assert "invite" in chat.last.text
    assert chat.asked == []
