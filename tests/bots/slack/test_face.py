"""The face against the stand-in, through the real client library: sending, editing, failing."""

import logging
from typing import Any

import pytest

from bots.errand import Errand
from bots.failures import Gone, Refused, SendFailure, Unreachable, WaitFor
from bots.outbound import Album, Button, Documents, Outbound, Picture, Replace, Say, Toast, Typing
from bots.slack.face import SlackFace, open_slack
from bots.slack.workspaces import OneWorkspace
from core.domain.refusals import PhotoRefused
from sandbox.slack.app import BOT_TOKEN
from sandbox.slack.person import Person
from sandbox.slack.sights import SeenMessage
from sandbox.slack.world import World
from tests.bots.slack.conftest import order
from tests.bots.telegram.conftest import draw_photo

STYLES = ((Button("Casual", "style", "casual", "d1"), Button("LinkedIn", "style", "linkedin", "d1")),)
PICTURES = tuple(Picture(str(n), f"headshot-{n}.jpg") for n in range(1, 5))


async def read_file(key: str) -> bytes:
    return draw_photo(int(key))


async def list_from_bot(ann: Person) -> list[SeenMessage]:
    return list((await ann.read_chat()).find_from_bot())


def list_calls(world: World, method: str) -> list[dict[str, Any]]:
    return [call.parameters for call in world.calls if call.method == method]


@pytest.fixture
def send(face: SlackFace, ann: Person, chat: str) -> Any:
    async def send(outbound: Outbound, ref: str | None = None, errand: Errand | None = None) -> str | None:
        return await face.send(chat, outbound, ref, errand or Errand(read_file))

    return send


async def test_one_message_is_edited_in_place(send: Any, ann: Person) -> None:
    ref = await send(Say("Pick one", "choice", STYLES))
    [message] = await list_from_bot(ann)
    assert (message.text, message.button_texts) == ("Pick one", ["Casual", "LinkedIn"])
    assert await send(Replace("choice", "Picked"), ref) == ref
    [message] = await list_from_bot(ann)
    assert (message.text, message.button_texts, message.edits) == ("Picked", [], 1)


async def test_a_vanished_message_is_said_anew(send: Any, ann: Person, base_url: str) -> None:
    ref = await send(Say("Status", "status"))
    await order(base_url, kind="refuse", method="chat.update", error="message_not_found")
    again = await send(Replace("status", "Status 2"), ref)
    assert again not in (None, ref)
    assert [m.text for m in await list_from_bot(ann)] == ["Status", "Status 2"]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_text_cut_off_is_said_once(
    send: Any, ann: Person, base_url: str, world: World, when: str
) -> None:
    """Slack is asked for it by the name that its notice has; but only once there is a doubt."""
    await order(base_url, kind="drop", method="chat.postMessage", when=when)
    with pytest.raises(Unreachable):
        await send(Say("Hello"), errand=Errand(read_file, key="n1"))
    assert list_calls(world, "conversations.history") == []
    ref = await send(Say("Hello"), errand=Errand(read_file, key="n1", is_doubted=True))
    [message] = await list_from_bot(ann)
    assert (message.text, ref.partition(":")[2]) == ("Hello", message.ts)


async def test_what_says_the_same_under_another_name_is_another_message(send: Any, ann: Person) -> None:
    await send(Say("Hello"), errand=Errand(read_file, key="n1"))
    await send(Say("Hello"), errand=Errand(read_file, key="n2", is_doubted=True))
    assert [message.text for message in await list_from_bot(ann)] == ["Hello", "Hello"]


async def test_an_edit_of_what_was_cut_off_finds_it(send: Any, ann: Person) -> None:
    """Its first words are in the chat, but where was never noted; by now it is to say something else."""
    ref = await send(Replace("status", "1 photo"), errand=Errand(read_file, key="n1"))
    later = Errand(read_file, key="n1", is_doubted=True)
    assert await send(Replace("status", "2 photos"), errand=later) == ref
    [message] = await list_from_bot(ann)
    assert (message.text, message.edits) == ("2 photos", 1)


async def test_where_nobody_may_look_a_text_comes_twice_rather_than_never(
    send: Any, ann: Person, base_url: str
) -> None:
    await send(Say("Hello"), errand=Errand(read_file, key="n1"))
    await order(base_url, kind="refuse", method="conversations.history", error="missing_scope")
    await send(Say("Hello"), errand=Errand(read_file, key="n1", is_doubted=True))
    assert [message.text for message in await list_from_bot(ann)] == ["Hello", "Hello"]


async def test_the_channel_is_asked_for_once(send: Any, world: World) -> None:
    await send(Say("one"))
    await send(Say("two"))
    assert len(list_calls(world, "conversations.open")) == 1


async def test_an_album_is_one_message_and_its_originals_are_not_doubled(send: Any, ann: Person) -> None:
    await send(Album(PICTURES, "Your headshots"))
    await send(Documents(PICTURES, "To keep"))
    await ann.wait_for(lambda seen: any(m.files for m in seen.find_from_bot()))
    [message] = await list_from_bot(ann)
    assert message.text == "Your headshots"
    assert [file.name for file in message.files] == [picture.name for picture in PICTURES]
    assert [await ann.download(file) for file in message.files] == [draw_photo(n) for n in range(1, 5)]


async def test_an_upload_that_slack_never_shows_is_sent_again_once(
    ann: Person, base_url: str, world: World, chat: str
) -> None:
    """It is asked at short intervals here: the stand-in never shows it, however long one waits."""
    face = await open_slack(f"{base_url}/api/", OneWorkspace(BOT_TOKEN), shown_pauses=(0.05, 0.05))
    await order(base_url, kind="lost_share", times=2)
    album, errand = Album(PICTURES, "Yours"), Errand(read_file)
    with pytest.raises(Unreachable):
        await face.send(chat, album, None, errand)
    await face.send(chat, album, None, errand)
    await face.send(chat, album, None, Errand(read_file))
    await face.close()
    await ann.wait_for(lambda seen: any(m.files for m in seen.find_from_bot()))
    assert [file.deleted for file in world.files.values()] == [True] * 4 + [False] * 8, (
        "what nobody saw is no use"
    )


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_album_cut_off_at_its_completion_is_shown_once(
    send: Any, ann: Person, base_url: str, when: str
) -> None:
    await order(base_url, kind="drop", method="files.completeUploadExternal", when=when)
    errand = Errand(read_file)
    with pytest.raises(Unreachable):
        await send(Album(PICTURES, "Yours"), errand=errand)
    ref = await send(Album(PICTURES, "Yours"), errand=errand)
    await ann.wait_for(lambda seen: any(m.files for m in seen.find_from_bot()))
    [message] = await list_from_bot(ann)
    where, *files = ref.split()
    assert (where.partition(":")[2], files) == (message.ts, [file.file_id for file in message.files])


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"kind": "flood"}, WaitFor),
        ({"kind": "error", "status": 503}, Unreachable),
        ({"kind": "drop"}, Unreachable),
    ],
)
async def test_nothing_is_sent_again_before_slack_could_be_asked(
    send: Any, ann: Person, base_url: str, fault: Any, failure: type[SendFailure]
) -> None:
    await order(base_url, kind="drop", method="files.completeUploadExternal", when="after")
    await order(base_url, method="files.info", **fault)
    errand = Errand(read_file)
    for expected in (Unreachable, failure):
        with pytest.raises(expected):
            await send(Album(PICTURES, "Yours"), errand=errand)
    await send(Album(PICTURES, "Yours"), errand=errand)
    assert len(await list_from_bot(ann)) == 1


async def test_an_upload_that_slack_shows_late_is_not_doubled(send: Any, ann: Person, base_url: str) -> None:
    await order(base_url, kind="late_share", seconds=1.5)
    await send(Album(PICTURES, "Yours"))
    assert len([m for m in await list_from_bot(ann) if m.files]) == 1


async def test_a_toast_is_for_that_person_only(send: Any, ann: Person) -> None:
    await send(Toast("", "Already on it."))
    [message] = await list_from_bot(ann)
    assert (message.text, message.ephemeral) == ("Already on it.", True)


@pytest.mark.parametrize("outbound", [Toast("", ""), Typing()])
async def test_what_slack_has_no_sign_for_is_no_call(send: Any, world: World, outbound: Outbound) -> None:
    await send(outbound)
    assert list(world.calls) == []


@pytest.mark.parametrize("hook", ["{}/actions/T1/1/gone", "http://127.0.0.1:9/x", "https://evil.example/x"])
async def test_a_toast_that_cannot_be_said_is_no_failure(send: Any, base_url: str, hook: str) -> None:
    await order(base_url, kind="refuse", method="chat.postEphemeral", error="user_not_in_channel")
    await send(Toast(hook.format(base_url), "Hello"))


@pytest.mark.parametrize(
    "word", ["account_inactive", "channel_not_found", "user_disabled", "token_revoked", "is_archived"]
)
async def test_who_cannot_be_reached_is_gone(send: Any, base_url: str, word: str) -> None:
    await order(base_url, kind="refuse", method="chat.postMessage", error=word)
    with pytest.raises(Gone):
        await send(Say("hi"))


async def test_an_unknown_person_is_gone(face: SlackFace, chat: str) -> None:
    with pytest.raises(Gone):
        await face.send(chat.replace("U0ANN", "U0NOBODY"), Say("hi"), None, Errand(read_file))


@pytest.mark.parametrize("method", ["chat.postMessage", "files.completeUploadExternal"])
async def test_a_flood_says_how_long_to_wait(send: Any, base_url: str, method: str) -> None:
    await order(base_url, kind="flood", method=method, retry_after=35)
    with pytest.raises(WaitFor) as raised:
        await send(Say("hi") if method == "chat.postMessage" else Album(PICTURES))
    assert raised.value.seconds == 35


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "status": 500},
        {"kind": "error", "status": 503},
        {"kind": "garbage"},
        {"kind": "drop"},
        {"kind": "drop", "when": "after"},
        {"kind": "refuse", "error": "internal_error"},
    ],
)
async def test_trouble_on_the_way_is_worth_another_try(send: Any, base_url: str, fault: Any) -> None:
    await order(base_url, method="chat.postMessage", **fault)
    with pytest.raises(Unreachable):
        await send(Say("hi"))
    await send(Say("hi"))


async def test_nothing_is_tried_again_behind_our_back(send: Any, ann: Person, base_url: str) -> None:
    await order(base_url, method="chat.postMessage", kind="drop", when="after")
    with pytest.raises(Unreachable):
        await send(Say("hi"))
    assert len(await list_from_bot(ann)) == 1


async def test_what_slack_never_takes_is_refused(send: Any, base_url: str) -> None:
    await order(base_url, kind="refuse", method="chat.postMessage", error="invalid_blocks")
    with pytest.raises(Refused) as raised:
        await send(Say("hi", "", STYLES))
    assert raised.value.reason == "invalid_blocks"


async def test_a_wrong_token_keeps_what_is_owed_and_is_told_nobody(
    base_url: str, chat: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "xoxb-another-token-that-must-stay-secret"
    face = await open_slack(f"{base_url}/api/", OneWorkspace(wrong))
    with caplog.at_level(logging.DEBUG), pytest.raises(SendFailure) as raised:
        await face.send(chat, Say("hi"), None, Errand(read_file))
    await face.close()
    assert isinstance(raised.value, Unreachable)
    assert wrong not in caplog.text + repr(raised.value)
    assert raised.value.__suppress_context__


async def test_nothing_listening_means_surely_not_sent() -> None:
    face = await open_slack("http://127.0.0.1:9/api/", OneWorkspace("xoxb-x"))
    with pytest.raises(Unreachable) as raised:
        await face.send("T1/U1", Say("hi"), None, Errand(read_file))
    assert not raised.value.maybe_sent
    await face.close()


async def test_a_sent_photo_is_fetched(face: SlackFace, ann: Person, world: World, chat: str) -> None:
    await ann.send_files([draw_photo(7)])
    [file] = world.files.values()
    ref = {"file_id": file.id, "url": world.base_url + file.path, "workspace": chat.partition("/")[0]}
    assert await face.fetch(ref) == draw_photo(7)
    assert await face.fetch(ref | {"url": ""}) == draw_photo(7), "asked for by its id"


async def test_a_sign_in_page_is_no_photo(
    face: SlackFace, ann: Person, world: World, base_url: str, chat: str
) -> None:
    await ann.send_files([draw_photo(7)])
    [file] = world.files.values()
    await order(base_url, kind="sign_in", method="download")
    with pytest.raises(PhotoRefused) as raised:
        await face.fetch({"file_id": file.id, "url": world.base_url + file.path, "workspace": "T1"})
    assert raised.value.code == "damaged"
