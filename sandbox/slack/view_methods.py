"""The methods about modals and App Home."""

from sandbox.slack.accounts import Account
from sandbox.slack.asking import Ask, require
from sandbox.slack.block_checks import check_view
from sandbox.slack.block_reading import complete_texts, name_blocks
from sandbox.slack.errors import InvalidArgumentsError, JsonObject, SlackError
from sandbox.slack.interactions import View
from sandbox.slack.pictures_in_blocks import check_pictures
from sandbox.slack.world import World


async def open_view(ask: Ask) -> JsonObject:
    """Answer views.open: a first modal for the person whose trigger it is."""
    person = _use_trigger(ask)
    body = _read_view(ask, "modal")
    ask.world.interactions.stacks[person.id] = []
    return {"view": push_view(ask.world, person, body).write()}


async def push(ask: Ask) -> JsonObject:
    """Answer views.push: a modal on top of the open one."""
    person = _use_trigger(ask)
    body = _read_view(ask, "modal")
    return {"view": push_view(ask.world, person, body).write()}


async def update(ask: Ask) -> JsonObject:
    """Answer views.update by view_id or external_id; a hash that is not the newest is a conflict."""
    view = ask.world.interactions.find_view(ask.get("view_id"), ask.get("external_id"))
    if view.team is not ask.team:
        raise SlackError("not_found")
    _check_hash(ask, view)
    change_view(ask.world, view, _read_view(ask, view.body["type"]))
    return {"view": view.write()}


async def publish(ask: Ask) -> JsonObject:
    """Answer views.publish: the App Home of one person."""
    require(ask, "user_id")
    person = ask.team.members.get(ask.text("user_id"))
    if person is None:
        raise SlackError("user_not_found")
    body = _read_view(ask, "home")
    home = ask.world.interactions.homes.get(person.id)
    if home is None:
        home = _make_view(ask.world, person, body)
        ask.world.interactions.homes[person.id] = home
        home.changed = ask.world.mark_person(person)
    else:
        _check_hash(ask, home)
        change_view(ask.world, home, body)
    return {"view": home.write()}


def push_view(world: World, person: Account, body: JsonObject) -> View:
    """Put a modal on top of what a person sees."""
    below = world.interactions.find_modal(person.id)
    view = _make_view(world, person, body)
    if below:
        view.root, view.previous = below.root, below.id
    world.interactions.push(view)
    view.changed = world.mark_person(person)
    return view


def change_view(world: World, view: View, body: JsonObject) -> None:
    """Replace what a modal or home shows; what was entered stays where its block does."""
    view.body = _complete(body)
    blocks = {block["block_id"] for block in view.body["blocks"]}
    view.values = {name: chosen for name, chosen in view.values.items() if name in blocks}
    view.hash, view.errors = _make_hash(world), {}
    view.changed = world.mark_person(view.person)


def check_view_body(world: World, person: Account, body: object) -> JsonObject:
    """Check a modal or home; raises SlackError as Slack does."""
    faults = list(check_view(body))
    if not faults and isinstance(body, dict):
        faults = list(check_pictures(world, world.teams[person.team_id], body["blocks"], "/view/blocks"))
    if faults or not isinstance(body, dict):
        raise InvalidArgumentsError(faults)
    return body


def _use_trigger(ask: Ask) -> Account:
    require(ask, "trigger_id", "view")
    world = ask.world
    return world.interactions.use_trigger(ask.get("trigger_id"), world.clock(), world.pace.trigger_seconds)


def _read_view(ask: Ask, kind: str) -> JsonObject:
    require(ask, "view")
    view = ask.json("view")
    faults = list(check_view(view))
    if not faults and view["type"] != kind:
        faults = [f"must be a {kind} [json-pointer:/view/type]"]
    faults = faults or list(check_pictures(ask.world, ask.team, view["blocks"], "/view/blocks"))
    if faults:
        raise InvalidArgumentsError(faults)
    found: JsonObject = view
    return found


def _make_view(world: World, person: Account, body: JsonObject) -> View:
    view_id = world.next_id("V")
    return View(view_id, world.teams[person.team_id], person, _complete(body), _make_hash(world), view_id)


def _complete(body: JsonObject) -> JsonObject:
    return {**complete_texts(body), "blocks": name_blocks(body["blocks"])}


def _make_hash(world: World) -> str:
    return f"{int(world.clock())}.{world.make_secret()[:8]}"


def _check_hash(ask: Ask, view: View) -> None:
    if ask.get("hash") not in (None, "", view.hash):
        raise SlackError("hash_conflict")
