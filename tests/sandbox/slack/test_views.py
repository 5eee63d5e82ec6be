"""Modals and App Home: triggers, submissions with files, answers of the app, conflicts."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.person import NamedFile, Person
from tests.sandbox.slack.conftest import ANN, Stage
from tests.sandbox.slack.pictures import draw_jpeg
from tests.sandbox.slack.test_web_api import refuse


def plain(text: str) -> dict[str, str]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain("Casual"), "value": "casual"}, {"text": plain("Creative"), "value": "creative"}]
PHOTOS = {"type": "file_input", "action_id": "files", "max_files": 3}
STYLE = {"type": "radio_buttons", "action_id": "style", "options": OPTIONS}
NOTE = {"type": "plain_text_input", "action_id": "note"}


def write_modal(callback_id: str = "photos", **more: Any) -> dict[str, Any]:
    """A modal with three inputs."""
    inputs = [("ph", "Photos", PHOTOS), ("st", "Style", STYLE), ("no", "Note", NOTE)]
    blocks = [
        {"type": "input", "block_id": block, "label": plain(label), "element": element, "optional": True}
        for block, label, element in inputs
    ]
    return {"type": "modal", "callback_id": callback_id, "title": plain("Your photos"),
            "submit": plain("Send"), "blocks": blocks, **more}  # fmt: skip


def write_notice(text: str, **more: Any) -> dict[str, Any]:
    """A modal that only says something."""
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    return {"type": "modal", "title": plain("Notice"), "blocks": blocks, **more}


def write_home(text: str) -> dict[str, Any]:
    """An App Home with a heading and a button."""
    button = {"type": "button", "action_id": "begin", "text": plain("Start")}
    heading = {"type": "header", "text": plain(text)}
    return {"type": "home", "blocks": [heading, {"type": "actions", "elements": [button]}]}


async def take_trigger(stage: Stage, ann: Person) -> str:
    """The trigger of a command, spent on nothing yet."""
    bolt, triggers = stage.open_bolt(), list[str]()

    @bolt.command("/headshots")
    async def command(ack: AsyncAck, command: dict[str, str]) -> None:
        triggers.append(command["trigger_id"])
        await ack("Taken")

    async with stage.connect(bolt):
        await ann.command("/headshots photos")
        await ann.wait_for("Taken")
    return triggers[-1]


async def test_a_trigger_opens_one_modal_within_three_seconds(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    trigger = await take_trigger(stage, ann)
    stage.clock.now += 2.9
    await web.views_open(trigger_id=trigger, view=write_modal())
    modal = await ann.wait_for_view("your photos")
    assert [(entry["type"], entry["label"]) for entry in modal.inputs] == [
        ("file_input", "Photos"),
        ("radio_buttons", "Style"),
        ("plain_text_input", "Note"),
    ]
    again = await refuse(web.views_open(trigger_id=trigger, view=write_modal()))
    assert again["error"] == "exchanged_trigger_id"
    late = await take_trigger(stage, ann)
    stage.clock.now += 3.1
    refusal = await refuse(web.views_open(trigger_id=late, view=write_modal()))
    assert refusal["error"] == "expired_trigger_id"
    made_up = await refuse(web.views_open(trigger_id="1.2.3", view=write_modal()))
    assert made_up["error"] == "invalid_trigger_id"


async def test_a_wrong_view_is_refused_with_reasons(stage: Stage, bolt: AsyncApp, ann: Person) -> None:
    trigger = await take_trigger(stage, ann)
    view = write_modal(title=plain("A title of more than 24 characters"))
    refusal = await refuse(stage.open_web().views_open(trigger_id=trigger, view=view))
    assert refusal["error"] == "invalid_arguments"
    assert refusal["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_what_was_filled_in_arrives_with_its_files(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    values: list[dict[str, Any]] = []

    @bolt.view("photos")
    async def submitted(ack: AsyncAck, view: dict[str, Any]) -> None:
        values.append(view["state"]["values"])
        await ack()

    trigger = await take_trigger(stage, ann)
    await web.views_open(trigger_id=trigger, view=write_modal())
    async with stage.connect(bolt):
        photos: list[NamedFile] = [draw_jpeg(1), ("IMG_2.HEIC", b"heic")]
        done = await ann.submit_view({"st": "creative"}, {"files": photos})
    assert done["outcome"] == "closed"
    assert (await ann.read_chat()).modal is None
    assert values[0]["st"]["style"]["selected_option"]["value"] == "creative"
    assert values[0]["no"]["note"] == {"type": "plain_text_input", "value": None}
    files = values[0]["ph"]["files"]["files"]
    assert [file["mimetype"] for file in files] == ["image/jpeg", "image/heic"]
    assert (await web.files_info(file=files[0]["id"]))["file"]["size"] == len(draw_jpeg(1))


async def test_the_app_answers_a_submission_in_five_ways(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "errors", "errors": {"ph": "Send at least six"}},
        {"response_action": "update", "view": write_modal(title=plain("Better"))},
        {"response_action": "push", "view": write_modal(title=plain("On top"))},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "clear"},
    ]

    @bolt.view("photos")
    async def submitted(ack: AsyncAck) -> None:
        await ack(**answers.pop(0))

    trigger = await take_trigger(stage, ann)
    await web.views_open(trigger_id=trigger, view=write_modal())
    async with stage.connect(bolt):
        assert (await ann.submit_view())["errors"] == {"ph": "Send at least six"}
        seen = [(await ann.submit_view())["outcome"], (await ann.wait_for_view("Better")).title]
        seen += [(await ann.submit_view())["outcome"], (await ann.wait_for_view("On top")).title]
        seen += [(await ann.submit_view())["outcome"], (await ann.submit_view())["outcome"]]
    assert seen == ["updated", "Better", "pushed", "On top", "errors", "cleared"]
    assert (await ann.read_chat()).modal is None


async def test_a_submission_that_nobody_takes_stays_open(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    await web.views_open(trigger_id=await take_trigger(stage, ann), view=write_modal())
    await stage.control("pace", ack_seconds=0.05)
    assert (await ann.submit_view())["outcome"] == "timeout"
    assert (await ann.read_chat()).modal


async def test_a_view_changed_meanwhile_is_a_conflict(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    trigger = await take_trigger(stage, ann)
    opened = (await web.views_open(trigger_id=trigger, view=write_notice("One moment", external_id="m")))[
        "view"
    ]
    await web.views_update(view_id=opened["id"], hash=opened["hash"], view=write_notice("Almost"))
    refusal = await refuse(
        web.views_update(view_id=opened["id"], hash=opened["hash"], view=write_notice("Done"))
    )
    assert refusal["error"] == "hash_conflict"
    assert (await ann.wait_for_view("Almost")).view_id == opened["id"]
    await web.views_update(view_id=opened["id"], view=write_notice("Done"))
    await ann.wait_for_view("Done")
    missing = await refuse(web.views_update(view_id="V0NONE", view=write_notice("Done")))
    assert missing["error"] == "not_found"


async def test_three_modals_are_the_most(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    triggers = [await take_trigger(stage, ann) for _ in range(4)]
    first = (await web.views_open(trigger_id=triggers[0], view=write_notice("1")))["view"]
    second = (await web.views_push(trigger_id=triggers[1], view=write_notice("2")))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])
    await web.views_push(trigger_id=triggers[2], view=write_notice("3"))
    refusal = await refuse(web.views_push(trigger_id=triggers[3], view=write_notice("4")))
    assert refusal["error"] == "push_limit_reached"


async def test_the_app_hears_of_a_modal_closed_if_it_asked(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    @bolt.view_closed("photos")
    async def closed(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"closed {body['is_cleared']}")

    view = write_modal(notify_on_close=True)
    await web.views_open(trigger_id=await take_trigger(stage, ann), view=view)
    async with stage.connect(bolt):
        await ann.close_view()
        await ann.wait_for("closed False")


async def test_the_home_shows_what_was_published_for_that_person(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person
) -> None:
    seen: list[dict[str, Any]] = []

    @bolt.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        seen.append(event)
        await client.views_publish(user_id=event["user"], view=write_home(f"Balance {len(seen)}"))

    @bolt.action("begin")
    async def begin(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=body["container"]["type"])

    async with stage.connect(bolt):
        await ann.open_home()
        await ann.wait_for_view("Balance 1", "home")
        await ann.open_home()
        home = await ann.wait_for_view("Balance 2", "home")
        await ann.press("Start", where="home")
        await ann.wait_for("view")
    assert "view" not in seen[0]
    assert seen[1]["view"]["id"] == home.view_id
    assert (await refuse(web.views_publish(user_id="U0NOBODY", view=write_home("x"))))[
        "error"
    ] == "user_not_found"
    stale = await refuse(web.views_publish(user_id=ANN, view=write_home("x"), hash=seen[1]["view"]["hash"]))
    assert stale["error"] == "hash_conflict"


async def test_a_required_input_left_blank_is_not_sent(
    stage: Stage, web: AsyncWebClient, ann: Person
) -> None:
    required = {"type": "input", "block_id": "no", "label": plain("Note"), "element": NOTE}
    trigger = await take_trigger(stage, ann)
    sent = len(stage.world.deliveries.recorded)
    await web.views_open(trigger_id=trigger, view=write_modal(blocks=[required]))
    done = await ann.submit_view()
    assert (done["outcome"], list(done["errors"])) == ("errors", ["no"])
    assert len(stage.world.deliveries.recorded) == sent
