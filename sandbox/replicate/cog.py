"""Writes a model's `openapi_schema` the way Cog publishes it: Input, Output, and each enum by reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.replicate.refusals import Json


@dataclass(frozen=True)
class Field:
    """One input of a model; a field without a default is nullable unless it is required."""

    name: str
    type: str
    about: str
    default: Any = None
    required: bool = False
    options: tuple[str | int, ...] = ()
    least: float | None = None
    most: float | None = None
    uri: bool = False


def text(name: str, about: str, default: str | None = None, *, required: bool = False) -> Field:
    """A string."""
    return Field(name, "string", about, default, required)


def choice(name: str, about: str, default: str | int, options: Sequence[str | int]) -> Field:
    """One of a few strings or numbers."""
    kind = "integer" if isinstance(default, int) else "string"
    return Field(name, kind, about, default, options=tuple(options))


def whole(name: str, about: str, default: int | None, least: float | None, most: float | None) -> Field:
    """An integer within bounds."""
    return Field(name, "integer", about, default, least=least, most=most)


def number(name: str, about: str, default: float | None, least: float | None, most: float | None) -> Field:
    """A number within bounds."""
    return Field(name, "number", about, default, least=least, most=most)


def flag(name: str, about: str, *, default: bool) -> Field:
    """True or false."""
    return Field(name, "boolean", about, default)


def file(name: str, about: str, *, required: bool = False) -> Field:
    """The address of one file."""
    return Field(name, "string", about, None, required, uri=True)


def files(name: str, about: str, most: int | None = None) -> Field:
    """The addresses of several files; no more than `most` when the model says so."""
    return Field(name, "array", about, [], most=most, uri=True)


def write_openapi(inputs: Sequence[Field], *, many: bool, training: Sequence[Field] = ()) -> Json:
    """The schema document of a version: `many` models answer with a list of files, the others with one."""
    one: Json = {"type": "string", "format": "uri"}
    output: Json = {"type": "array", "items": one} if many else one
    schemas: Json = {
        "Input": _write_input("Input", inputs),
        "Output": {**output, "title": "Output"},
        "Status": _write_enum("Status", ("starting", "processing", "succeeded", "canceled", "failed")),
        "PredictionRequest": _write_envelope("PredictionRequest", ("input",)),
        "PredictionResponse": _write_envelope("PredictionResponse", ("input", "output")),
    }
    if training:
        schemas["TrainingInput"] = _write_input("TrainingInput", training)
        schemas["TrainingOutput"] = _write_training_output()
    for field in (*inputs, *training):
        if field.options:
            schemas[field.name] = _write_enum(field.name, field.options)
    info = {"title": "Cog", "version": "0.1.0"}
    return {"openapi": "3.0.2", "info": info, "paths": _write_paths(), "components": {"schemas": schemas}}


def _write_input(title: str, fields: Sequence[Field]) -> Json:
    required = [field.name for field in fields if field.required]
    properties = {field.name: _write_field(field, order) for order, field in enumerate(fields)}
    schema: Json = {"type": "object", "title": title, "properties": properties}
    return schema | {"required": required} if required else schema


def _write_field(field: Field, order: int) -> Json:
    shown: Json = {"description": field.about, "x-order": order}
    if field.default is not None:
        shown["default"] = field.default
    elif not field.required:
        shown["nullable"] = True
    if field.options:
        return {"allOf": [{"$ref": f"#/components/schemas/{field.name}"}], **shown}
    shown |= {"type": field.type, "title": field.name.replace("_", " ").title()}
    if field.type == "array":
        shown["items"] = {"type": "string", "format": "uri"}
    elif field.uri:
        shown["format"] = "uri"
    least, most = ("minItems", "maxItems") if field.type == "array" else ("minimum", "maximum")
    bounds = {least: field.least, most: field.most}
    return shown | {name: bound for name, bound in bounds.items() if bound is not None}


def _write_enum(title: str, options: Sequence[str | int]) -> Json:
    kind = "integer" if isinstance(options[0], int) else "string"
    return {"enum": list(options), "type": kind, "title": title, "description": "An enumeration."}


def _write_training_output() -> Json:
    properties = {
        "version": {"type": "string", "title": "Version"},
        "weights": {"type": "string", "title": "Weights", "format": "uri"},
    }
    return {"type": "object", "title": "TrainingOutput", "properties": properties, "required": ["weights"]}


def _write_envelope(title: str, names: Sequence[str]) -> Json:
    refs = {name: {"$ref": f"#/components/schemas/{name.title()}"} for name in names}
    return {"type": "object", "title": title, "properties": refs}


def _write_paths() -> Json:
    asked = {"application/json": {"schema": {"$ref": "#/components/schemas/PredictionRequest"}}}
    answered = {"application/json": {"schema": {"$ref": "#/components/schemas/PredictionResponse"}}}
    done = {"200": {"description": "Successful Response", "content": answered}}
    post = {"summary": "Predict", "operationId": "predict_predictions_post"}
    return {"/predictions": {"post": {**post, "requestBody": {"content": asked}, "responses": done}}}
