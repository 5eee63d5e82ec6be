"""What the stand-in takes, answers and sends agrees with Slack's own schemas."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.app import APP_TOKEN, CLIENT_ID, CLIENT_SECRET
from sandbox.slack.installs import Install
from sandbox.slack.methods import METHODS
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import ANN, CHAT, Stage
from tests.sandbox.slack.contract import Contract
from tests.sandbox.slack.disagreements import DISAGREEMENTS, keep_real
from tests.sandbox.slack.pictures import draw_jpeg
from tests.sandbox.slack.test_chat import BUTTONS
from tests.sandbox.slack.test_views import OPTIONS, write_home, write_modal, write_notice

EVENTS = {
    "message": "GenericMessageEvent",
    "file_share": "FileShareMessageEvent",
    "message_changed": "MessageChangedEvent",
    "message_deleted": "MessageDeletedEvent",
    "app_home_opened": "AppHomeOpenedEvent",
    "file_deleted": "FileDeletedEvent",
    "tokens_revoked": "TokensRevokedEvent",
    "app_uninstalled": "AppUninstalledEvent",
}
INTERACTIONS = {
    "button": "BlockButtonAction",
    "static_select": "BlockStaticSelectAction",
    "radio_buttons": "BlockRadioButtonsAction",
    "view_submission": "ViewSubmitAction",
    "view_closed": "ViewClosedAction",
}
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


async def test_every_answer_agrees(stage: Stage, ann: Person, contract: Contract) -> None:
    await _play_every_method(stage, ann)
    answered = {call.method for call in stage.world.calls if "." in call.method}
    assert answered == set(METHODS)
    faults = []
    for call in stage.world.calls:
        if call.method in METHODS:
            assert call.answer["ok"], f"{call.method} was refused: {call.answer}"
            found = contract.find_answer_faults(call.method, call.answer)
            found += contract.find_request_faults(call.method, call.parameters)
            faults += [f"{call.method} {fault}" for fault in found]
    assert keep_real(faults) == []


async def test_every_event_agrees(stage: Stage, web: AsyncWebClient, ann: Person, contract: Contract) -> None:
    await _play_every_event(stage, web, ann)
    payloads = [d.payload for d in stage.world.deliveries.recorded]
    kinds = {payload["event"].get("subtype", payload["event"]["type"]) for payload in payloads}
    assert kinds == set(EVENTS)
    faults = [fault for payload in payloads for fault in _find_event_faults(contract, payload)]
    assert keep_real(faults) == []


async def test_every_interaction_agrees(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person, contract: Contract
) -> None:
    await _play_every_interaction(stage, bolt, web, ann)
    payloads = [d.payload for d in stage.world.deliveries.recorded if d.kind == "interactive"]
    commands = [d.payload for d in stage.world.deliveries.recorded if d.kind == "slash_commands"]
    kinds = [_name_interaction(payload) for payload in payloads]
    assert set(kinds) == set(INTERACTIONS)
    faults = [
        f"{kind} {fault}"
        for kind, payload in zip(kinds, payloads, strict=True)
        for fault in contract.find_interaction_faults(INTERACTIONS[kind], payload)
    ]
    faults += [f for command in commands for f in contract.find_interaction_faults("SlashCommand", command)]
    assert keep_real(faults) == []


async def test_what_slack_really_sent_has_no_field_that_ours_lack(
    stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person, contract: Contract
) -> None:
    await _play_every_interaction(stage, bolt, web, ann)
    await ann.say("hello hello")
    sent = {name: d.payload for d in stage.world.deliveries.recorded for name in _name_recorded(d.payload)}
    recorded = contract.read_recorded()
    assert set(sent) == set(recorded)
    lacking = {name: _list_lacking(recorded[name], sent[name]) for name in recorded}
    assert lacking == {name: [] for name in recorded}


def test_every_known_disagreement_is_still_one(contract: Contract) -> None:
    reasons = list(DISAGREEMENTS.values())
    assert len(set(reasons)) == len(reasons)
    assert keep_real(["button $.enterprise: None is not of type 'object'", "button $: broken"]) == [
        "button $: broken"
    ]


async def test_the_check_finds_what_is_wrong(contract: Contract) -> None:
    assert contract.find_answer_faults("auth.test", {"ok": "yes", "colour": 1})
    assert contract.find_event_faults("AppHomeOpenedEvent", {"type": "app_home_opened"})
    assert contract.find_interaction_faults("BlockButtonAction", {"type": "block_actions"})
    assert contract.find_wrapper_faults({"type": "event_callback"})
    assert contract.find_request_faults("files.info", {}) == []
    assert contract.find_request_faults("views.publish", {"view": {}}) == ["user_id is missing"]


async def _play_every_method(stage: Stage, ann: Person) -> None:
    web = stage.open_web()
    team = (await web.auth_test())["team_id"]
    everything = {method.scope for method in METHODS.values()}
    await stage.control("teams", id=team, scopes=sorted(everything))
    await web.apps_connections_open(app_token=APP_TOKEN)
    await web.users_info(user=ANN, include_locale=True)
    await web.bots_info()
    await web.team_info()
    await _play_messages(web)
    await _play_files(web, ann)
    await _play_views(stage, web)
    await _play_installation(stage, web)


async def _play_messages(web: AsyncWebClient) -> None:
    await web.conversations_open(users=ANN, return_im=True)
    await web.conversations_info(channel=CHAT)
    named = {"event_type": "told", "event_payload": {"n": "1"}}
    ts = (await web.chat_postMessage(channel=CHAT, text="hello", blocks=BUTTONS, metadata=named))["ts"]
    await web.chat_update(channel=CHAT, ts=ts, text="bye", blocks=BUTTONS)
    await web.chat_postEphemeral(channel=CHAT, user=ANN, text="psst")
    await web.conversations_history(channel=CHAT)
    await web.chat_delete(channel=CHAT, ts=ts)


async def _play_files(web: AsyncWebClient, ann: Person) -> None:
    content = {"content": draw_jpeg(1), "filename": "a.jpg", "title": "A"}
    done = await web.files_upload_v2(channel=CHAT, file_uploads=[content], initial_comment="Done")
    await ann.wait_for("Done")
    await web.files_info(file=done["files"][0]["id"])
    await web.files_list()
    await web.files_delete(file=done["files"][0]["id"])


async def _play_views(stage: Stage, web: AsyncWebClient) -> None:
    triggers = []
    async with Person(stage.url, ANN) as ann:
        for _ in range(2):
            await ann.command("/headshots")
            triggers.append(stage.world.deliveries.recorded[-1].payload["trigger_id"])
    opened = await web.views_open(trigger_id=triggers[0], view=write_modal())
    await web.views_update(view_id=opened["view"]["id"], view=write_modal())
    await web.views_push(trigger_id=triggers[1], view=write_notice("top"))
    await web.views_publish(user_id=ANN, view=write_home("home"))


async def _play_installation(stage: Stage, web: AsyncWebClient) -> None:
    team = next(iter(stage.world.teams.values()))
    for code in ("first", "second"):
        stage.world.codes[code] = Install(team, ANN, ("chat:write",), "")
    client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    token = (await web.oauth_v2_access(code="first", **client))["access_token"]
    await stage.open_web(token).auth_revoke()
    token = (await web.oauth_v2_access(code="second", **client))["access_token"]
    await stage.open_web(token).apps_uninstall(**client)


async def _play_every_event(stage: Stage, web: AsyncWebClient, ann: Person) -> None:
    ts = await ann.say("hello")
    await ann.send_files([draw_jpeg(1), ("a.bin", b"x")], "two")
    file_id = (await ann.read_chat()).messages[-1].files[0].file_id
    posted = await web.chat_postMessage(channel=CHAT, text="hi", blocks=BUTTONS)
    await web.chat_update(channel=CHAT, ts=posted["ts"], text="hi again")
    await ann.delete(ts)
    await ann.delete_file(file_id)
    await ann.open_home()
    await web.views_publish(user_id=ANN, view=write_home("Balance"))
    await ann.open_home()
    await ann.open_home("messages")
    await stage.control("teams", id=(await web.auth_test())["team_id"], uninstall=True)


async def _play_every_interaction(stage: Stage, bolt: AsyncApp, web: AsyncWebClient, ann: Person) -> None:
    @bolt.view("photos")
    async def submitted(ack: AsyncAck) -> None:
        await ack()

    choices: list[dict[str, Any]] = [
        {"type": kind, "action_id": kind, "options": OPTIONS} for kind in ("static_select", "radio_buttons")
    ]
    blocks = [*BUTTONS, {"type": "actions", "elements": choices}]
    await web.chat_postMessage(channel=CHAT, text="?", blocks=blocks)
    only = {"type": "button", "action_id": "only", "text": {"type": "plain_text", "text": "Only you"}}
    alone = [{"type": "actions", "elements": [only]}]
    await web.chat_postEphemeral(channel=CHAT, user=ANN, text="?", blocks=alone)
    await web.views_publish(user_id=ANN, view=write_home("Balance"))
    await stage.control("pace", ack_seconds=0.3)
    for _ in range(2):
        await ann.command("/headshots photos")
    for action in ("go", "only", "static_select", "radio_buttons", "begin"):
        await ann.press_action(action, "casual")
    for delivery in [d for d in stage.world.deliveries.recorded if d.kind == "slash_commands"]:
        view = write_modal(notify_on_close=True)
        await web.views_open(trigger_id=delivery.payload["trigger_id"], view=view)
        async with stage.connect(bolt):
            await ann.submit_view({"style": "casual"}, {"files": [draw_jpeg(1)]})
    await web.views_open(trigger_id=_take_trigger(stage), view=write_modal(notify_on_close=True))
    await ann.close_view()


def _take_trigger(stage: Stage) -> str:
    """The trigger of the newest press."""
    newest = stage.world.deliveries.recorded[-1].payload
    return str(newest["trigger_id"])


def _name_interaction(payload: dict[str, Any]) -> str:
    return str(payload["actions"][0]["type"] if payload["type"] == "block_actions" else payload["type"])


def _find_event_faults(contract: Contract, payload: dict[str, Any]) -> Iterator[str]:
    event = payload["event"]
    kind = event.get("subtype", event["type"])
    for fault in contract.find_event_faults(EVENTS[kind], event):
        yield f"{kind} {fault}"
    for fault in contract.find_wrapper_faults(payload):
        yield f"wrapper of {kind} {fault}"


def _name_recorded(payload: dict[str, Any]) -> list[str]:
    """Under which names a payload of ours is compared with recorded ones."""
    if "command" in payload:
        return ["command"]
    if payload["type"] == "event_callback":
        return ["message"] if payload["event"].get("client_msg_id") else []
    if payload["type"] == "view_submission":
        return ["view_submission"]
    container = payload.get("container", {})
    return [] if container.get("type") != "message" else [f"ephemeral {container['is_ephemeral']}"]


def _list_lacking(theirs: Any, ours: Any, where: str = "") -> list[str]:
    """List the fields of theirs, at any depth, that ours lacks; threads and shown contents differ by nature."""
    if not isinstance(theirs, dict) or not isinstance(ours, dict):
        return []
    free = {"thread_ts", "parent_user_id", "values", "blocks", "text", "edited"}
    names = set(theirs) - free
    missing = [f"{where}/{name}" for name in sorted(names - set(ours))]
    return missing + [
        f for n in sorted(names & set(ours)) for f in _list_lacking(theirs[n], ours[n], f"{where}/{n}")
    ]
