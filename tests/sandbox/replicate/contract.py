"""Checks recorded traffic against Replicate's own description of its API; what it does not name is a fault too."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

# The description leaves these out, but the API sends them: the client cannot do without the first two, and the
# description's own example of a training shows the third.
SENT_AS_WELL = {
    "schemas_file_response": {"name": {"type": "string"}, "etag": {"type": "string"}},
    "schemas_training_response.urls": {"web": {"type": "string", "format": "uri"}},
}
PROBLEM = {
    "type": "object",
    "required": ["title", "detail", "status"],
    "properties": {
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "status": {"type": "integer"},
        "invalid_fields": {"type": "array"},
    },
    "additionalProperties": False,
}
# Links to further pages carry a cursor, which the description shows in examples only.
PAGING = {"cursor": {"type": "string"}}

_formats = FormatChecker(formats=())


@_formats.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)


@_formats.checks("date-time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or (value.endswith("Z") and bool(datetime.fromisoformat(value)))


class Contract:
    """The paths and schemas of `openapi.json`, with every object closed."""

    def __init__(self, shared_folder: Path) -> None:
        path = shared_folder / "contracts" / "replicate" / "openapi.json"
        described = json.loads(path.read_text(encoding="utf-8"))
        for place, more in SENT_AS_WELL.items():
            name, _, inner = place.partition(".")
            schema = described["components"]["schemas"][name]
            (schema["properties"][inner] if inner else schema)["properties"].update(more)
        self.described: dict[str, Any] = _close(described)

    def find_faults(self, record: dict[str, Any]) -> list[str]:
        """List what is wrong with one request and its answer, as the stand-in recorded them."""
        operation = self._find_operation(record["method"], record["path"])
        if operation is None:
            return [f"{record['method']} {record['path']} is not described"]
        faults = [*self._find_request_faults(operation, record), *self._find_answer_faults(operation, record)]
        return [f"{operation['operationId']} {fault}" for fault in faults]

    def name_operation(self, method: str, path: str) -> str:
        """The name that the description gives a request, empty when it has none."""
        operation = self._find_operation(method, path)
        return str(operation["operationId"]) if operation else ""

    def find_webhook_faults(self, body: str, kind: str) -> list[str]:
        """List what is wrong with the body of a webhook about one of the `predictions` or `trainings`."""
        return list(
            self._judge(json.loads(body), {"$ref": f"#/components/schemas/schemas_{kind[:-1]}_response"})
        )

    def _find_operation(self, method: str, path: str) -> dict[str, Any] | None:
        for template, operations in self.described["paths"].items():
            pattern = re.sub(r"\{\w+\}", "[^/]+", template)
            if re.fullmatch(f"/v1{pattern}", path) and method.lower() in operations:
                found: dict[str, Any] = operations[method.lower()]
                return found
        return None

    def _find_request_faults(self, operation: dict[str, Any], record: dict[str, Any]) -> Iterator[str]:
        named = [self._follow(parameter) for parameter in operation.get("parameters", [])]
        known = {item["name"].lower(): item["schema"] for item in named if item["in"] in ("query", "header")}
        given = {**record["query"], **{k: v for k, v in record["headers"].items() if k in known}}
        for name, value in given.items():
            yield from self._judge(value, (known | PAGING).get(name, False), f"asked with {name}")
        content = operation.get("requestBody", {}).get("content", {})
        for media in content.values():
            yield from self._judge(record["body"], media["schema"], "asked")
        if not content and record["body"] is not None:
            yield "asked with a body"

    def _find_answer_faults(self, operation: dict[str, Any], record: dict[str, Any]) -> Iterator[str]:
        status, answer = record["status"], record["answer"]
        if status >= 400:
            yield from self._judge(answer, PROBLEM, f"answered {status}")
            return
        response = operation["responses"].get(str(status))
        if response is None:
            yield f"answered {status}, which is not described"
            return
        content = response.get("content", {})
        for media in content.values():
            yield from self._judge(answer, media["schema"], "answered")
        if not content and answer is not None:
            yield "answered with a body"

    def _follow(self, item: dict[str, Any]) -> dict[str, Any]:
        name = item.get("$ref", "").rpartition("/")[2]
        return self.described["components"]["parameters"][name] if name else item

    def _judge(self, value: Any, schema: Any, where: str = "told") -> Iterator[str]:
        root = schema if schema is False else {**schema, "components": self.described["components"]}
        for error in Draft202012Validator(root, format_checker=_formats).iter_errors(value):
            yield f"{where} {error.json_path}: {error.message[:200]}"


def _close(node: Any) -> Any:
    """The same description where objects take no property that it does not name, and `nullable` is understood."""
    if isinstance(node, list):
        return [_close(item) for item in node]
    if not isinstance(node, dict):
        return node
    closed = {name: _close(item) for name, item in node.items()}
    if closed.get("type") == "object" and "properties" in closed:
        closed.setdefault("additionalProperties", False)
    if closed.pop("nullable", False) is True:
        closed["type"] = [closed["type"], "null"]
    # Its two alternatives overlap: every text is one that names a version.
    if "oneOf" in closed and all(part.get("type") == "string" for part in closed["oneOf"]):
        closed["anyOf"] = closed.pop("oneOf")
    return closed
