"""Models over HTTP: get, list, create and delete; their versions: list, get, delete."""

import re
from dataclasses import dataclass

from sandbox.replicate.calls import Answer, Call, Place, write_page
from sandbox.replicate.refusals import Wrong, invalid_input, invalid_request
from sandbox.replicate.shelf import HARDWARE, Model, Version
from sandbox.replicate.validation import check_request

_NEEDED = ("owner", "name", "visibility", "hardware")
_LINKS = ("github_url", "paper_url", "license_url", "cover_image_url")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")


@dataclass(frozen=True)
class _Listed:
    """A model under the name that cursors know it by."""

    model: Model

    @property
    def id(self) -> str:
        return f"{self.model.owner}/{self.model.name}"


async def list_models(call: Call) -> Answer:
    """GET /v1/models."""
    rows = [_Listed(model) for model in call.world.shelf.list()]
    return write_page(call, rows, lambda row: row.model.write())


async def create_model(call: Call) -> Answer:
    """POST /v1/models, for models of the account."""
    body = check_request(call.body, _NEEDED, None)
    faults: list[Wrong] = []
    if body["visibility"] not in ("public", "private"):
        faults.append(("enum", "visibility", 'visibility must be one of the following: "public", "private"'))
    if body["hardware"] not in [sku for sku, _ in HARDWARE]:
        faults.append(("enum", "hardware", "hardware must be one of those that /v1/hardware lists"))
    if not isinstance(body["name"], str) or not _NAME.fullmatch(body["name"]):
        faults.append(("pattern", "name", "Does not match pattern of lowercase letters, digits and dashes"))
    if faults:
        raise invalid_input(faults)
    if body["owner"] != call.world.username:
        raise invalid_request("You do not have permission to create a model for this owner.", 403)
    links = {name: body.get(name) for name in _LINKS}
    about, now = body.get("description"), call.world.clock.now()
    model = Model(body["owner"], body["name"], body["visibility"], about, now, links=links)
    call.world.shelf.add(model)
    return Answer(model.write(), 201)


async def get_model(call: Call) -> Answer:
    """GET /v1/models/{owner}/{name}."""
    return Answer(_find(call).write())


async def delete_model(call: Call) -> Answer:
    """DELETE /v1/models/{owner}/{name}: private, the account's own, and without versions."""
    shelf = call.world.shelf
    shelf.remove(shelf.get_own(call.get("owner"), call.get("name")))
    return Answer(status=204)


async def list_versions(call: Call) -> Answer:
    """GET /v1/models/{owner}/{name}/versions."""
    return write_page(call, _find(call).versions, Version.write)


async def get_version(call: Call) -> Answer:
    """GET /v1/models/{owner}/{name}/versions/{version}."""
    return Answer(_find(call).find_version(call.get("version")).write())


async def delete_version(call: Call) -> Answer:
    """DELETE /v1/models/{owner}/{name}/versions/{version}, with all its predictions and files."""
    model = call.world.shelf.get_own(call.get("owner"), call.get("name"))
    version = model.find_version(call.get("version"))
    model.versions.remove(version)
    call.world.forget_version(version.id)
    return Answer(status=202)


def _find(call: Call) -> Model:
    return call.world.shelf.get(call.get("owner"), call.get("name"))


PLACES = (
    Place("GET", "/v1/models", list_models),
    Place("POST", "/v1/models", create_model),
    Place("GET", "/v1/models/{owner}/{name}", get_model),
    Place("DELETE", "/v1/models/{owner}/{name}", delete_model),
    Place("GET", "/v1/models/{owner}/{name}/versions", list_versions),
    Place("GET", "/v1/models/{owner}/{name}/versions/{version}", get_version),
    Place("DELETE", "/v1/models/{owner}/{name}/versions/{version}", delete_version),
)
