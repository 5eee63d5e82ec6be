"""Predictions over HTTP: create by version or by official model, get, list, cancel."""

import re

from sandbox.replicate.calls import Answer, Call, Place, write_page
from sandbox.replicate.clock import read_time, write_time
from sandbox.replicate.jobs import DEFAULT_EVENTS, HIDDEN, Job
from sandbox.replicate.refusals import Json, invalid_input, invalid_request, not_found
from sandbox.replicate.shelf import Model, Version
from sandbox.replicate.validation import check_input, check_request

_ENVELOPE = ("input", "stream", "webhook", "webhook_events_filter")
_PREFER = re.compile(r"wait(?:=([1-9]|[1-5][0-9]|60))?")
_LONGEST_WAIT = 60
_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s?)?")
_SHORTEST_LIFE = 5


async def create_prediction(call: Call) -> Answer:
    """POST /v1/predictions."""
    body = check_request(call.body, ("version", "input"), (*_ENVELOPE, "version"))
    if not isinstance(body["version"], str):
        raise invalid_input([("invalid_type", "version", "Invalid type. Expected: string")])
    model, version, official = call.world.shelf.find_runnable(body["version"])
    return await _begin(call, body, model, version, HIDDEN if official else version.id)


async def create_model_prediction(call: Call) -> Answer:
    """POST /v1/models/{owner}/{name}/predictions, for official models only."""
    body = check_request(call.body, ("input",), _ENVELOPE)
    model = call.world.shelf.get(call.get("owner"), call.get("name"))
    if not model.official:
        raise not_found()
    return await _begin(call, body, model, model.versions[0], HIDDEN)


async def get_prediction(call: Call) -> Answer:
    """GET /v1/predictions/{id}."""
    return Answer(call.world.find_job("predictions", call.get("id")).write())


async def list_predictions(call: Call) -> Answer:
    """GET /v1/predictions, newest first, by when they were created and where."""
    asked = call.request.query_params
    after, before = _read_bound(call, "created_after"), _read_bound(call, "created_before")
    if asked.get("source") not in (None, "web"):
        raise invalid_request("source must be web")
    rows = [] if asked.get("source") else call.world.list_jobs("predictions")
    found = [
        row
        for row in rows
        if (after is None or write_time(row.created) >= after)
        and (before is None or write_time(row.created) < before)
    ]
    return write_page(call, found, Job.write)


async def cancel_prediction(call: Call) -> Answer:
    """POST /v1/predictions/{id}/cancel; one that has ended stays as it is."""
    job = call.world.find_job("predictions", call.get("id"))
    call.world.works.cancel(job)
    return Answer(job.write())


async def _begin(call: Call, body: Json, model: Model, version: Version, shown: str) -> Answer:
    world, seconds = call.world, _read_prefer(call)
    check_input(version.openapi, "Input", body["input"])
    _check_together(version, body["input"])
    now = world.clock.now()
    life = _read_life(call.request.headers.get("cancel-after"))
    job = Job(
        id=world.new_id(),
        model=model,
        version=version,
        shown_version=shown,
        given=body["input"],
        base=call.base,
        created=now,
        plan=world.plans.take(f"{model.owner}/{model.name}"),
        webhook=body.get("webhook"),
        events=tuple(body.get("webhook_events_filter", DEFAULT_EVENTS)),
        deadline=None if life is None else now + life,
    )
    world.begin(job)
    if not seconds:
        return Answer(job.write(), 201)
    done = await world.bell.wait_for(lambda: True if job.ended else None, seconds)
    return Answer(job.write(), 201 if done else 202)


def _check_together(version: Version, given: Json) -> None:
    entry = version.entry
    references = given.get(entry.references) or []
    if entry.most_together and len(references) + given.get(entry.count, 1) > entry.most_together:
        sentence = f"{entry.references} and {entry.count} together must be at most {entry.most_together}"
        raise invalid_input([("condition_else", f"input.{entry.count}", sentence)])


def _read_prefer(call: Call) -> int:
    text = call.request.headers.get("prefer")
    if text is None:
        return 0
    found = _PREFER.fullmatch(text)
    if found is None:
        raise invalid_request("The Prefer header must be wait or wait=n with n from 1 to 60.")
    return int(found[1] or _LONGEST_WAIT)


def _read_life(text: str | None) -> float | None:
    if text is None:
        return None
    found = _DURATION.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    life = hours * 3600 + minutes * 60 + seconds
    if life < _SHORTEST_LIFE:
        raise invalid_request("The Cancel-After header must be a duration of at least 5 seconds, such as 5m.")
    return float(life)


def _read_bound(call: Call, name: str) -> str | None:
    text = call.request.query_params.get(name)
    try:
        return write_time(read_time(text)) if text else None
    except ValueError as problem:
        raise invalid_request(f"{name} must be a time such as 2026-01-31T12:00:00Z.") from problem


PLACES = (
    Place("POST", "/v1/predictions", create_prediction, create=True),
    Place("GET", "/v1/predictions", list_predictions),
    Place("GET", "/v1/predictions/{id}", get_prediction),
    Place("POST", "/v1/predictions/{id}/cancel", cancel_prediction),
    Place("POST", "/v1/models/{owner}/{name}/predictions", create_model_prediction, create=True),
)
