"""Trainings over HTTP: create into a model of the account, get, list, cancel."""

from sandbox.replicate.calls import Answer, Call, Place, write_page
from sandbox.replicate.jobs import DEFAULT_EVENTS, Job
from sandbox.replicate.refusals import ReplicateRefusal, invalid_request
from sandbox.replicate.shelf import Model
from sandbox.replicate.validation import check_input, check_request


async def create_training(call: Call) -> Answer:
    """POST /v1/models/{owner}/{name}/versions/{version}/trainings."""
    world = call.world
    body = check_request(call.body, ("destination", "input"), None)
    model = world.shelf.get(call.get("owner"), call.get("name"))
    version = model.find_version(call.get("version"))
    if not version.entry.training:
        raise invalid_request("This model version cannot be trained.", 422)
    destination = _find_destination(call, body["destination"])
    check_input(version.openapi, "TrainingInput", body["input"])
    job = Job(
        id=world.new_id(),
        model=model,
        version=version,
        shown_version=version.id,
        given=body["input"],
        base=call.base,
        created=world.clock.now(),
        plan=world.plans.take(f"{model.owner}/{model.name}"),
        webhook=body.get("webhook"),
        events=tuple(body.get("webhook_events_filter", DEFAULT_EVENTS)),
        destination=destination,
    )
    world.begin(job)
    return Answer(job.write(), 201)


async def get_training(call: Call) -> Answer:
    """GET /v1/trainings/{id}."""
    return Answer(call.world.find_job("trainings", call.get("id")).write())


async def list_trainings(call: Call) -> Answer:
    """GET /v1/trainings, newest first."""
    return write_page(call, call.world.list_jobs("trainings"), Job.write)


async def cancel_training(call: Call) -> Answer:
    """POST /v1/trainings/{id}/cancel; one that has ended stays as it is."""
    job = call.world.find_job("trainings", call.get("id"))
    call.world.works.cancel(job)
    return Answer(job.write())


def _find_destination(call: Call, name: object) -> Model:
    owner, _, short = name.partition("/") if isinstance(name, str) else ("", "", "")
    try:
        return call.world.shelf.get_own(owner, short)
    except ReplicateRefusal as refusal:
        raise invalid_request("The specified training destination does not exist", 404) from refusal


PLACES = (
    Place("POST", "/v1/models/{owner}/{name}/versions/{version}/trainings", create_training, create=True),
    Place("GET", "/v1/trainings", list_trainings),
    Place("GET", "/v1/trainings/{id}", get_training),
    Place("POST", "/v1/trainings/{id}/cancel", cancel_training),
)
