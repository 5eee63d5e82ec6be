"""Routes that know who asks before they read a body: a stranger cannot make us read one."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from core.domain.refusals import NotSignedIn
from core.services.access import Actor, recognise
from webhooks.context import read_context, read_origin

# For the description only: the key was recognised before FastAPI reads anything.
NEEDS_KEY: Final = [Depends(HTTPBearer(auto_error=False, description="A key from /api/auth/exchange"))]

Answering = Callable[[Request], Coroutine[Any, Any, Response]]


class KeyedRoute(APIRoute):
    """Takes a key; another team's address is refused."""

    def get_route_handler(self) -> Answering:
        """The route's own work, after the key was recognised and the team compared."""
        work = super().get_route_handler()

        async def answer(request: Request) -> Response:
            actor = await find_actor(request)
            self.admit(actor, request.path_params.get("team_id"))
            read_context(request).requests.demand(actor.key_id)
            request.state.actor = actor
            return await work(request)

        return answer

    def admit(self, actor: Actor, team_id: str | None) -> None:
        """Refuse another team."""
        if team_id is not None:
            actor.demand_team(team_id)


class AdminRoute(KeyedRoute):
    """Takes the key of an owner or admin."""

    def admit(self, actor: Actor, team_id: str | None) -> None:
        """Refuse another team, and members who do not run this one."""
        actor.demand_admin(actor.team_id if team_id is None else team_id)


async def find_actor(request: Request) -> Actor:
    """Who the key in `Authorization: Bearer KEY` belongs to; `NotSignedIn` without a good one."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NotSignedIn
    origin = read_origin(request)
    return await read_context(request).core.store.read(lambda tx: recognise(tx, secret.strip(), origin))
