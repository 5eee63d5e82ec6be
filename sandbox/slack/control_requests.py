"""Reads what every request of the control API has in common: the world and the person."""

from starlette.requests import Request

from sandbox.slack.accounts import Account
from sandbox.slack.channels import Channel
from sandbox.slack.world import World


def get_world(request: Request) -> World:
    """Give the state of the stand-in that answers this request."""
    world: World = request.app.state.world
    # The first request of all may be a person's; events and files name this address.
    world.base_url = world.base_url or str(request.base_url).rstrip("/")
    return world


def find_person(request: Request) -> Account:
    """Find the person named in the path; raises ControlError 404."""
    return get_world(request).find_person(request.path_params["person_id"])


def find_place(world: World, person: Account, room: str) -> Channel:
    """Give the person's direct messages with the app, or the channel of that name."""
    return world.open_room(world.teams[person.team_id], room) if room else world.open_im(person)
