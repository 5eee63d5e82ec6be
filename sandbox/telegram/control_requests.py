"""Reads what every request of the control API has in common: the world and the person."""

from starlette.requests import Request

from sandbox.telegram.chats import Account
from sandbox.telegram.world import World


def get_world(request: Request) -> World:
    """Give the state of the stand-in that answers this request."""
    world: World = request.app.state.world
    return world


def find_person(request: Request) -> Account:
    """Find the person named in the path; raises ControlError 404."""
    return get_world(request).find_person(request.path_params["person_id"])
