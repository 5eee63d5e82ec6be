"""Files both ways: what a person sends, what the app uploads, when it is shared, who may read it."""

from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.app import BOT_TOKEN
from sandbox.slack.person import Person, RefusedError
from tests.sandbox.slack.conftest import ANN, CHAT, Stage, open_client
from tests.sandbox.slack.pictures import draw_jpeg
from tests.sandbox.slack.test_web_api import refuse


async def get_file(stage: Stage, file_id: str, token: str = BOT_TOKEN) -> httpx.Response:
    """Download a file as an app does, redirects followed."""
    url = stage.world.files[file_id].write()["url_private_download"]
    async with open_client() as client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await client.get(url, headers=headers, follow_redirects=True)


async def upload(web: AsyncWebClient, count: int, **more: Any) -> Any:
    """Upload pictures in one message."""
    files = [{"content": draw_jpeg(n), "filename": f"{n}.jpg", "title": f"Shot {n}"} for n in range(count)]
    return await web.files_upload_v2(channel=CHAT, file_uploads=files, **more)


async def test_a_persons_photos_come_in_one_message(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    stamps = await ann.send_files([draw_jpeg(n) for n in range(14)], "here")
    assert len(stamps) == 2
    messages = (await web.conversations_history(channel=CHAT))["messages"]
    assert [len(message["files"]) for message in messages] == [4, 10]
    file = messages[-1]["files"][0]
    assert (file["mimetype"], file["original_w"], file["original_h"]) == ("image/jpeg", 60, 80)
    answer = await get_file(stage, file["id"])
    assert (answer.headers["content-type"], answer.content) == ("image/jpeg", draw_jpeg(0))


@pytest.mark.parametrize("token", ["", "xoxb-made-up"])
async def test_without_the_token_a_sign_in_page_comes(stage: Stage, ann: Person, token: str) -> None:
    await ann.send_files([draw_jpeg(1)])
    answer = await get_file(stage, next(iter(stage.world.files)), token)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_file_is_judged_by_its_name_as_slack_does(web: AsyncWebClient, ann: Person) -> None:
    names = ["a.JPEG", "b.heic", "c.txt", "d"]
    await ann.send_files([(name, b"bytes") for name in names])
    files = (await web.conversations_history(channel=CHAT))["messages"][0]["files"]
    found = [(file["filetype"], file["mimetype"]) for file in files]
    heic, text = ("heic", "image/heic"), ("txt", "text/plain")
    assert found == [("jpg", "image/jpeg"), heic, text, ("binary", "application/octet-stream")]


async def test_four_uploads_become_one_message_after_a_while(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    await stage.control("pace", share_seconds=0.8)
    done = await upload(web, 4, initial_comment="Your headshots")
    assert [file["title"] for file in done["files"]] == ["Shot 0", "Shot 1", "Shot 2", "Shot 3"]
    assert (await ann.read_chat()).messages == []
    assert (await web.files_info(file=done["files"][0]["id"]))["file"]["shares"] == {}
    seen = await ann.wait_for("Your headshots")
    assert [await ann.download(file) for file in seen.files] == [draw_jpeg(n) for n in range(4)]
    shares = (await web.files_info(file=done["files"][0]["id"]))["file"]["shares"]
    assert [share["ts"] for share in shares["private"][CHAT]] == [seen.ts]


async def test_a_share_can_be_late_or_lost(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    await stage.control("faults", kind="lost_share")
    await stage.control("faults", kind="late_share", seconds=0.8)
    for comment in ("never", "late", "at once"):
        assert (await upload(web, 1, initial_comment=comment))["ok"]
    await ann.wait_for("late")
    assert [m.text for m in (await ann.read_chat()).messages] == ["at once", "late"]


async def test_wrong_uploads_are_refused(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    announced = await web.files_getUploadURLExternal(filename="a.jpg", length=5)
    early = await refuse(web.files_completeUploadExternal(files=[{"id": announced["file_id"]}]))
    assert early["error"] == "file_not_found"
    async with open_client() as client:
        answers = [await client.post(announced["upload_url"], content=data) for data in (b"1234", b"12345")]
        assert [answer.status_code for answer in answers] == [400, 200]
        assert answers[1].text == "OK - 5"
        by_form = await client.put(announced["upload_url"], files={"file": b"54321"})
        assert by_form.status_code == 200
        assert (await client.post(f"{stage.url}/upload/v1/none", content=b"1")).status_code == 404
    one = [{"id": announced["file_id"], "title": "a"}]
    by_person = await refuse(web.files_completeUploadExternal(files=one, channel_id=ANN))
    assert by_person["error"] == "channel_not_found"
    nothing = await refuse(web.files_getUploadURLExternal(filename="a.jpg", length=0))
    assert nothing["error"] == "invalid_arguments"
    await stage.control("faults", kind="error", method="upload", status=400)
    with pytest.raises(SlackRequestError, match="400"):
        await upload(web, 1)


async def test_an_upload_is_a_file_once_it_is_completed_and_shown_unless_deleted(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    told = await web.files_getUploadURLExternal(filename="a.jpg", length=5)
    async with open_client() as client:
        await client.post(told["upload_url"], content=b"12345")
    assert (await refuse(web.files_info(file=told["file_id"])))["error"] == "file_not_found"
    assert (await refuse(web.files_delete(file=told["file_id"])))["error"] == "file_not_found"
    await stage.control("faults", kind="late_share", seconds=0.8)
    await web.files_completeUploadExternal(files=[{"id": told["file_id"]}], channel_id=CHAT)
    await web.files_delete(file=told["file_id"])
    await stage.control("faults", kind="late_share", seconds=1.0)
    await upload(web, 1, initial_comment="after it")
    await ann.wait_for("after it")
    assert [message.text for message in (await ann.read_chat()).messages] == ["after it"]


async def test_the_app_deletes_its_own_files_only(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    await ann.send_files([draw_jpeg(9)])
    hers = (await ann.read_chat()).messages[0].files[0]
    assert (await refuse(web.files_delete(file=hers.file_id)))["error"] == "cant_delete_file"
    ours = (await upload(web, 1, initial_comment="one"))["files"][0]["id"]
    await ann.wait_for("one")
    await web.files_delete(file=ours)
    assert (await refuse(web.files_info(file=ours)))["error"] == "file_deleted"
    assert (await refuse(web.files_info(file="F0NONE")))["error"] == "file_not_found"
    assert (await get_file(stage, hers.file_id)).content == draw_jpeg(9)
    await ann.delete_file(hers.file_id)
    messages = (await web.conversations_history(channel=CHAT))["messages"]
    assert [message["files"][0]["mode"] for message in messages] == ["tombstone", "tombstone"]
    with pytest.raises(RefusedError, match="no such file"):
        await ann.delete_file(hers.file_id)


async def test_files_can_be_listed(web: AsyncWebClient, ann: Person) -> None:
    await ann.send_files([draw_jpeg(1)])
    await upload(web, 1, initial_comment="mine")
    await ann.wait_for("mine")
    names = [file["name"] for file in (await web.files_list(channel=CHAT))["files"]]
    assert names == ["0.jpg", "IMG_0001.jpg"]


async def test_a_download_can_break(stage: Stage, ann: Person) -> None:
    await ann.send_files([draw_jpeg(1)])
    file_id = next(iter(stage.world.files))
    whole = draw_jpeg(1)
    await stage.control("faults", kind="truncate", method="download")
    assert (await get_file(stage, file_id)).content == whole[: len(whole) // 2]
    await stage.control("faults", kind="sign_in", method="download")
    assert "Sign in" in (await get_file(stage, file_id)).text
    await stage.control("faults", kind="error", method="download", status=503)
    assert (await get_file(stage, file_id)).status_code == 503
    await stage.control("faults", kind="drop", method="download")
    with pytest.raises(httpx.RemoteProtocolError):
        await get_file(stage, file_id)
    assert (await get_file(stage, file_id)).content == whole
