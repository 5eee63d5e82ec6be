"""The JSON form: every kind of message and state comes back as it went, and strange data is refused."""

import json
from typing import get_args

import pytest

from bots import inbound, outbound
from bots.messages import (
    read_inbound,
    read_outbound,
    read_state,
    write_inbound,
    write_outbound,
    write_state,
)
from bots.state import Draft, Photo, State, Verdict, Work
from core.domain.photos import PhotoProblem
from core.domain.styles import Style

BUTTONS = ((outbound.Button("Casual", "style", "casual", "d1"),), ())
PICTURES = (outbound.Picture("a/1.jpg", "one.jpg"),)

INBOUND: list[inbound.Inbound] = [
    inbound.Started("CODE"),
    inbound.Said("héllo"),
    inbound.PhotoSent({"file_id": "f"}, "a.heic", "image/heic", None, "g"),
    inbound.OtherSent("sticker", "g"),
    inbound.Pressed("style", "casual", "d1", "77"),
    inbound.Asked("balance", "x"),
    inbound.Left("blocked"),
    inbound.Returned(),
    inbound.Joined(),
    inbound.JoinRefused("invite_used", "Used.", "Ask."),
    inbound.PhotoTaken("s1", "Good."),
    inbound.PhotoTurnedDown("s1", PhotoProblem.NO_FACE),
    inbound.GenerationStarted("g1", 2),
    inbound.GenerationRefused("no", "No."),
    inbound.GenerationProgressed("g1", 1, 4),
    inbound.GenerationCompleted("g1", Style.CASUAL, ("a", "b"), 0),
    inbound.GenerationFailed("g1", "Why.", 3),
    inbound.GenerationCanceled("g1", 3),
    inbound.BalanceChanged(),
    inbound.ResultsFound((inbound.ResultSet("g1", Style.LINKEDIN, "1 May", ("a",)),)),
    inbound.FavouriteChosen("g1", None, 4),
    inbound.PhotosFound("g1", Style.CASUAL, ("s1", "s2")),
    inbound.DataDeleted("r1"),
    inbound.ConsoleCodeIssued("c", 5),
    inbound.TeamsFound((inbound.Seat("m1", "Acme", 3),)),
    inbound.TeamChosen(),
    inbound.LanguageChosen(),
    inbound.LinkCodeIssued("ABCD"),
    inbound.AccountLinked(),
    inbound.Declined("no", "No."),
]
OUTBOUND: list[outbound.Outbound] = [
    outbound.Say("hi", "status:1", BUTTONS),
    outbound.Replace("status:1", "hi", BUTTONS),
    outbound.Album(PICTURES, "c"),
    outbound.Documents(PICTURES),
    outbound.Toast("77", "late"),
    outbound.Typing(),
    outbound.Home(),
    outbound.Forget("deletion"),
]


def test_every_kind_is_tried_here() -> None:
    assert {type(message) for message in INBOUND} == set(get_args(inbound.Inbound))
    assert {type(message) for message in OUTBOUND} == set(get_args(outbound.Outbound))


@pytest.mark.parametrize("message", INBOUND, ids=lambda message: type(message).__name__)
def test_inbound_comes_back(message: inbound.Inbound) -> None:
    assert read_inbound(json.loads(json.dumps(write_inbound(message)))) == message


@pytest.mark.parametrize("message", OUTBOUND, ids=lambda message: type(message).__name__)
def test_outbound_comes_back(message: outbound.Outbound) -> None:
    assert read_outbound(json.loads(json.dumps(write_outbound(message)))) == message


def test_the_state_comes_back() -> None:
    photos = (Photo("s1", 1, Verdict.TAKEN), Photo("s2", 2, Verdict.REFUSED, PhotoProblem.TOO_DARK))
    draft = Draft("d1", photos, 2, 1, 1, "hint", choosing=True, style=Style.CREATIVE, nonce="n")
    work = Work("g1", Style.CASUAL, ("s3",), "choice:d0", "n0", 2)
    state = State(draft=draft, work=work, undone=work, deleting="x", answered_group="y")
    assert read_state(json.loads(json.dumps(write_state(state)))) == state


@pytest.mark.parametrize("data", [{}, {"version": 0}, {"version": 99, "draft": 7}])
def test_a_state_of_another_version_is_a_fresh_start(data: dict[str, object]) -> None:
    assert read_state(data) == State()


@pytest.mark.parametrize("data", [{}, {"kind": "Nonsense"}, {"kind": "GenerationProgressed", "done": "x"}])
def test_what_is_no_message_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        read_inbound(data)


def test_every_button_fits_into_telegrams_64_bytes() -> None:
    longest = "x" * 24
    assert len(f"generate:{longest}:{longest}".encode()) <= 64
