"""Compares the table of models with what each model itself publishes, so that a changed model is known beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.domain.refusals import Refusal
from core.gateways.replicate.api import ReplicateGateway
from core.gateways.replicate.models import Model, ModelTable

PARTS: Final = "#/components/schemas/"
EXAMPLE: Final = "https://example.com/photo.jpg"
TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """One entry of the table: its short name, the model's own, the price of a generation, and what does not agree."""

    entry: str
    model: str
    generation_cents: int
    is_chosen: bool
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether it can be used as the table says."""
        return not self.problems


async def check_models(
    gateway: ReplicateGateway, table: ModelTable, chosen: str | None = None
) -> list[ModelCheck]:
    """Every entry of the table beside its model's own schema; raises `Unavailable` when Replicate is not reached."""
    wanted = chosen or table.default
    return [
        ModelCheck(name, model.name, model.generation_cents, name == wanted, await _check(gateway, model))
        for name, model in table.models.items()
    ]


async def _check(gateway: ReplicateGateway, model: Model) -> tuple[str, ...]:
    try:
        published = await _read_schema(gateway, model.name, model.version)
        problems = list(find_problems(published, model))
        training = model.training
        if training is not None:
            trainer = await _read_schema(gateway, training.name, training.version)
            given = {**training.inputs, training.field: EXAMPLE}
            problems += find_input_problems(trainer, "TrainingInput", given)
    except Refusal as refusal:
        if refusal.status >= 503:  # noqa: PLR2004 - Replicate is away, which says nothing about the model
            raise
        return (refusal.sentence,)
    return tuple(problems)


async def _read_schema(gateway: ReplicateGateway, name: str, version: str) -> Schema:
    """The OpenAPI document of the pinned version, or of the latest."""
    if version:
        found = await gateway.read_version(name, version)
    else:
        found = (await gateway.read_model(name)).get("latest_version") or {}
    schema: Schema = found.get("openapi_schema") or {}
    return schema


def find_problems(published: Schema, model: Model) -> Iterator[str]:
    """Where an entry asks for what the model does not take, or expects what it does not give."""
    most = model.references.most if model.references else 0
    given = model.write_input("a headshot", [EXAMPLE] * most, 0)
    yield from find_input_problems(published, "Input", given)
    output = _find_part(published, "Output")
    if output and model.outputs > 1 and output.get("type") != "array":
        yield f"gives one picture at a time, not {model.outputs}"


def find_input_problems(published: Schema, part: str, given: Mapping[str, Any]) -> Iterator[str]:
    """What a model's input schema says against an input."""
    schema = _find_part(published, part)
    if not schema:
        yield f"publishes no {part}"
        return
    known = schema.get("properties", {})
    for name, value in given.items():
        if name not in known:
            yield f"has no input {name}"
        else:
            yield from _judge(name, value, _resolve(published, known[name]))
    missing = set(schema.get("required", [])) - set(given)
    yield from (f"needs the input {name}" for name in sorted(missing))


def _judge(name: str, value: Any, field: Schema) -> Iterator[str]:
    kind = TYPES.get(str(field.get("type")), object)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool and kind is not object):
        yield f"wants {name} to be of the type {field.get('type')}"
        return
    if "enum" in field and value not in field["enum"]:
        yield f"does not know {name} = {value}"
    if "minimum" in field and value < field["minimum"]:
        yield f"wants {name} to be at least {field['minimum']}"
    if "maximum" in field and value > field["maximum"]:
        yield f"wants {name} to be at most {field['maximum']}"
    if isinstance(value, list) and len(value) > field.get("maxItems", len(value)):
        yield f"takes at most {field['maxItems']} of {name}"


def _resolve(published: Schema, field: Schema) -> Schema:
    """A field with everything that it only refers to: Cog writes enums as `allOf` with one `$ref`, or `anyOf` null."""
    resolved = {name: value for name, value in field.items() if name not in ("allOf", "anyOf", "$ref")}
    referred = [*field.get("allOf", []), *field.get("anyOf", [])]
    if "$ref" in field:
        referred.append(_find_part(published, str(field["$ref"]).removeprefix(PARTS)))
    for other in referred:
        if other.get("type") != "null":
            resolved = {**_resolve(published, other), **resolved}
    return resolved


def _find_part(published: Schema, name: str) -> Schema:
    parts: Schema = published.get("components", {}).get("schemas", {})
    found: Schema = parts.get(name, {})
    return found
