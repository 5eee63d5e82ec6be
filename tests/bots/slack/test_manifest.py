"""The app manifest in docs/ is one that Slack takes, and grants what the face needs and no more."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml  # type: ignore[import-untyped]

from bots.slack.blocks import COMMAND, WORDS
from bots.slack.installer import SCOPES
from tests.house.sources import ROOT


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docs/slack-manifest.yaml").read_text())
    return found


def test_it_fits_the_schema(manifest: dict[str, Any], shared_folder: Path) -> None:
    schema = json.loads((shared_folder / "contracts/slack/app-manifest.v1.schema.json").read_text())
    jsonschema.validate(manifest, schema)


def test_people_can_write_to_the_bot(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)
    assert home["home_tab_enabled"]
    assert manifest["settings"]["interactivity"]["is_enabled"]


def test_it_asks_for_private_messages_and_nothing_of_channels(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert [scope for scope in scopes["bot"] if scope.startswith(("channels:", "groups:", "mpim:"))] == []
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == {
        "app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked"
    }  # fmt: skip


def test_several_workspaces_are_asked_for_the_same_scopes(manifest: dict[str, Any]) -> None:
    assert sorted(SCOPES) == manifest["oauth_config"]["scopes"]["bot"]


def test_the_command_names_every_word(manifest: dict[str, Any]) -> None:
    [command] = manifest["features"]["slash_commands"]
    assert command["command"] == COMMAND
    hinted = set(command["usage_hint"].replace("CODE", "").replace("|", " ").split())
    assert hinted == {*WORDS.values(), "upload"}
