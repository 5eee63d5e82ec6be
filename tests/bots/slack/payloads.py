"""What Slack delivers, in the shapes of facts 7.2, with only what a test changes written out."""

from typing import Any

CHAT = "T1/U1"


def event(event_id: str = "Ev1", **fields: Any) -> dict[str, Any]:
    """An `event_callback` with a direct message of U1."""
    message = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "text": "",
        "ts": "1700000000.000100",
    }
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": event_id,
        "event_time": 1_700_000_000,
        "authorizations": [{"enterprise_id": None, "team_id": "T1", "user_id": "U0BOT", "is_bot": True}],
        "event": message | fields,
    }


def file(file_id: str = "F1", name: str = "me.jpg", **fields: Any) -> dict[str, Any]:
    """A file as a message or a form carries it."""
    url = f"https://files.slack.com/files-pri/T1-{file_id}/download/{name}"
    return {
        "id": file_id,
        "name": name,
        "mimetype": "image/jpeg",
        "size": 1234,
        "mode": "hosted",
        "is_external": False,
        "url_private_download": url,
    } | fields


def tap(value: str, **fields: Any) -> dict[str, Any]:
    """A `block_actions` of U1 on a button with this value."""
    button = {"type": "button", "action_id": "x.0.0", "block_id": "row.0", "value": value}
    return {
        "type": "block_actions",
        "user": {"id": "U1", "username": "ann", "name": "ann", "team_id": "T1"},
        "team": {"id": "T1", "domain": "acme"},
        "enterprise": None,
        "trigger_id": "1.2.abc",
        "channel": {"id": "D1", "name": "directmessage"},
        "response_url": "https://hooks.slack.com/actions/T1/1/x",
        "actions": [button],
    } | fields


def command(text: str, **fields: Any) -> dict[str, Any]:
    """`/headshots` with `text`, typed by U1."""
    return {
        "command": "/headshots",
        "text": text,
        "team_id": "T1",
        "user_id": "U1",
        "user_name": "ann",
        "channel_id": "D1",
        "trigger_id": "1.2.cmd",
        "response_url": "https://hooks.slack.com/commands/T1/1/x",
    } | fields


def submission(*files: dict[str, Any]) -> dict[str, Any]:
    """The form with photos, sent by U1."""
    return {
        "type": "view_submission",
        "team": {"id": "T1", "domain": "acme"},
        "user": {"id": "U1", "name": "ann", "team_id": "T1"},
        "trigger_id": "1.2.view",
        "view": {
            "id": "V1",
            "callback_id": "photos",
            "state": {"values": {"photos": {"files": {"type": "file_input", "files": list(files)}}}},
        },
    }
