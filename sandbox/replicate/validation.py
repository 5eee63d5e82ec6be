"""Checks what is asked against a model's own published schema, and request objects against the API's."""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from sandbox.replicate.refusals import Json, Wrong, invalid_input

EVENTS = ("start", "output", "logs", "completed")
# Replicate's API description: data URLs are for files of up to 256 kB.
MOST_INLINE_BYTES = 256 * 1024
_LONGEST_INLINE = MOST_INLINE_BYTES * 4 // 3 + 256
_LONGEST_URL = 8192
_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_LOCAL = ("127.0.0.1", "localhost", "::1")


def check_input(openapi: Json, title: str, given: Any) -> None:
    """Check a model's input against `title` (Input or TrainingInput); raises ReplicateRefusal 422.

    An input that the schema does not name is refused as well, so that a misspelt one is noticed here.
    """
    schemas = openapi["components"]["schemas"]
    faults = list(_find_faults(schemas, schemas[title], given))
    if faults:
        raise invalid_input(faults)


def check_request(body: Any, needed: Sequence[str], known: Sequence[str] | None) -> Json:
    """Check a request object: what it must have and, unless `known` is None, all it may have."""
    if not isinstance(body, dict):
        raise invalid_input(
            [("invalid_type", "(root)", f"Invalid type. Expected: object, given: {_name(body)}")]
        )
    faults = [("required", "(root)", f"{name} is required") for name in needed if name not in body]
    if known is not None:
        extra = [name for name in body if name not in known]
        faults += [("additional_property_not_allowed", "(root)", _refuse_extra(name)) for name in extra]
    faults += _find_webhook_faults(body)
    if faults:
        raise invalid_input(faults)
    return body


def _find_webhook_faults(body: Json) -> Iterator[Wrong]:
    webhook, events = body.get("webhook"), body.get("webhook_events_filter", [])
    if webhook is not None and not _is_webhook(webhook):
        yield "format", "webhook", "Does not match format 'https-url'"
    if not isinstance(events, list) or any(event not in EVENTS for event in events):
        yield "enum", "webhook_events_filter", f"webhook_events_filter must be among: {_quote(EVENTS)}"


def _is_webhook(found: Any) -> bool:
    """HTTPS only, as Replicate wants it; plain HTTP to this very machine is let through, where there is none."""
    try:
        parts = urlsplit(found) if isinstance(found, str) and len(found) < _LONGEST_URL else None
        host = parts.hostname if parts else None
    except ValueError:
        return False
    return bool(parts and host and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)))


def _find_faults(schemas: Json, schema: Json, given: Any) -> Iterator[Wrong]:
    if not isinstance(given, dict):
        yield "invalid_type", "input", f"Invalid type. Expected: object, given: {_name(given)}"
        return
    for name in schema.get("required", []):
        if name not in given:
            yield "required", "input", f"{name} is required"
    for name, value in given.items():
        rule = schema["properties"].get(name)
        if rule is None:
            yield "additional_property_not_allowed", "input", _refuse_extra(name)
        elif value is not None or not rule.get("nullable"):
            yield from _find_value_faults(_follow(schemas, rule), value, f"input.{name}")


def _follow(schemas: Json, rule: Json) -> Json:
    refs = [part["$ref"].rpartition("/")[2] for part in rule.get("allOf", [])]
    return {**rule, **{key: value for ref in refs for key, value in schemas[ref].items()}}


def _find_value_faults(rule: Json, value: Any, where: str) -> Iterator[Wrong]:
    kind = rule["type"]
    if not _fits(kind, value):
        yield "invalid_type", where, f"Invalid type. Expected: {kind}, given: {_name(value)}"
        return
    if "enum" in rule and value not in rule["enum"]:
        yield "enum", where, f"{where} must be one of the following: {_quote(rule['enum'])}"
    if kind == "array":
        yield from _find_list_faults(rule, value, where)
    elif kind in ("integer", "number"):
        yield from _find_number_faults(rule, value, where)
    elif rule.get("format") == "uri" and (sentence := _judge_uri(value)):
        yield "format", where, sentence


def _fits(kind: str, value: Any) -> bool:
    # To Python, True is a number; to JSON it is not.
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _find_number_faults(rule: Json, value: float, where: str) -> Iterator[Wrong]:
    if "minimum" in rule and value < rule["minimum"]:
        yield "number_gte", where, f"Must be greater than or equal to {rule['minimum']}"
    if "maximum" in rule and value > rule["maximum"]:
        yield "number_lte", where, f"Must be less than or equal to {rule['maximum']}"


def _find_list_faults(rule: Json, value: list[Any], where: str) -> Iterator[Wrong]:
    if "maxItems" in rule and len(value) > rule["maxItems"]:
        yield "array_max_items", where, f"Array must have at most {rule['maxItems']} items"
    for number, item in enumerate(value):
        yield from _find_value_faults({**rule["items"]}, item, f"{where}.{number}")


def _judge_uri(value: str) -> str:
    if value.startswith("data:"):
        return "Data URLs may hold files of up to 256 kB" if len(value) > _LONGEST_INLINE else ""
    good = value.startswith(("http://", "https://")) and len(value) < _LONGEST_URL
    return "" if good else "Does not match format 'uri'"


def _refuse_extra(name: str) -> str:
    return f"Additional property {name} is not allowed"


def _quote(options: Sequence[Any]) -> str:
    return ", ".join(json.dumps(option) for option in options)


def _name(value: Any) -> str:
    if value is None:
        return "null"
    # Booleans before numbers: to Python they are both.
    return next(name for name in ("boolean", *_KINDS) if isinstance(value, _KINDS[name]))
