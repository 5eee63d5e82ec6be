"""Checks JSON against Slack's own schemas: answers, events, interactions, blocks and views."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError


class Contract:
    """The schemas of `contracts/slack`."""

    def __init__(self, shared_folder: Path) -> None:
        self._folder = shared_folder / "contracts" / "slack"
        subset = json.loads((self._folder / "web-api-openapi-subset.json").read_text("utf-8"))
        self.paths: dict[str, Any] = subset["paths"]

    def find_answer_faults(self, method: str, answer: Any) -> list[str]:
        """List what is wrong with the body of an answer; empty for methods without a schema."""
        path = f"web-api-responses/{method}.schema.json"
        return self._check(path, "", answer) if (self._folder / path).exists() else []

    def find_request_faults(self, method: str, parameters: dict[str, Any]) -> list[str]:
        """List what is missing from a call, by the description of 2021; empty for newer methods."""
        described = self.paths.get(f"/{method}", {})
        verb = described.get("post") or described.get("get") or {}
        required = {p["name"] for p in verb.get("parameters", []) if p.get("required")} - {"token"}
        return [f"{name} is missing" for name in sorted(required - set(parameters))]

    def find_event_faults(self, kind: str, event: Any) -> list[str]:
        """List what is wrong with an event, by the name of its type."""
        return self._check("events.schema.json", kind, event)

    def find_wrapper_faults(self, payload: Any) -> list[str]:
        """List what is wrong with the wrapper of an event."""
        return self._check("event-wrapper-schema.json", "", payload)

    def find_interaction_faults(self, kind: str, payload: Any) -> list[str]:
        """List what is wrong with an interaction or command, by the name of its type."""
        return self._check("interactions.schema.json", kind, payload)

    def find_block_faults(self, surface: str, body: Any) -> list[str]:
        """List what is wrong with the blocks of a `message`, a `modal` or a `home`."""
        names = {"message": "message-blocks", "modal": "modal-view", "home": "home-view"}
        return self._check(f"block-kit-{names[surface]}.schema.json", "", body)

    def read_recorded(self) -> dict[str, Any]:
        """Payloads that Slack really sent, by what they are."""
        modals, direct = (self._read_recording(name) for name in ("modals", "dm-direct"))
        return {
            "message": direct["directDM"],
            "command": self._read_recording("slash-commands")["slashCommandWithArgs"],
            "view_submission": modals["viewSubmission"],
            "ephemeral False": modals["action"],
            "ephemeral True": modals["ephemeralAction"],
        }

    def _read_recording(self, name: str) -> Any:
        return json.loads((self._folder / "recorded" / f"{name}.json").read_text("utf-8"))

    def _check(self, path: str, definition: str, body: Any) -> list[str]:
        errors = self._open(path, definition).iter_errors(body)
        leaves = (leaf for error in errors for leaf in _list_leaves(error))
        return [f"{leaf.json_path}: {leaf.message[:300]}" for leaf in leaves]

    @functools.cache  # noqa: B019 - one contract lives as long as the session
    def _open(self, path: str, definition: str) -> Draft7Validator:
        schema = json.loads((self._folder / path).read_text("utf-8"))
        if definition:
            schema = {"$ref": f"#/definitions/{definition}", "definitions": schema["definitions"]}
        return Draft7Validator(schema)


def _list_leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Of several allowed shapes, name what is wrong with the nearest."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or []:
        branches.setdefault(inner.schema_path[0], []).extend(_list_leaves(inner))
    if branches:
        yield from min(branches.values(), key=len)
    else:
        yield error
