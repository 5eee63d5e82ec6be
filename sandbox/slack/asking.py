"""Reads one call of the Web API: who asks, and for what, in every form that Slack takes."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from sandbox.slack.accounts import Grant, Team
from sandbox.slack.errors import InvalidArgumentsError, JsonObject, SlackError
from sandbox.slack.world import World

# oauth.v2.access names the app by HTTP Basic; the reader keeps it under this name.
BASIC = "_basic"
MAX_BODY_BYTES = 4 * 1024 * 1024


@dataclass
class Ask:
    """One call: the state it meets, its parameters by name, and the token it came with, if any."""

    world: World
    values: JsonObject
    token: str = ""
    grant: Grant | None = None

    @property
    def team(self) -> Team:
        """The workspace whose token this is; raises SlackError without one."""
        if self.grant is None:
            raise SlackError("not_authed")
        return self.grant.team

    def get(self, name: str, default: Any = None) -> Any:
        """Give a parameter, or the default when the app did not send it."""
        return self.values.get(name, default)

    def text(self, name: str) -> str:
        """Give a parameter as text, empty when absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Give a parameter as yes or no."""
        return self.text(name).lower() in ("true", "1")

    def json(self, name: str) -> Any:
        """Give a nested parameter, which a form carries as JSON text; raises SlackError."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as problem:
            raise InvalidArgumentsError([f"{name} must be valid JSON"]) from problem


async def read_ask(request: Request, world: World) -> Ask:
    """Read query, form or JSON body and the token; raises SlackError as Slack does."""
    if int(request.headers.get("content-length", "0")) > MAX_BODY_BYTES:
        raise SlackError("request_too_large")
    values: JsonObject = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        values |= _read_json(await request.body())
    elif kind:
        async with request.form(max_files=1, max_fields=200, max_part_size=MAX_BODY_BYTES) as form:
            values |= {name: value for name, value in form.multi_items() if isinstance(value, str)}
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        values[BASIC] = bearer
    token = bearer if scheme.lower() == "bearer" else str(values.pop("token", ""))
    return Ask(world, values, token)


def authorise(ask: Ask, kind: str, scope: str) -> None:
    """Check the token and its scope; raises SlackError as Slack does."""
    if not kind:
        return
    if not ask.token:
        raise SlackError("not_authed")
    grant = ask.world.grants.get(ask.token)
    if grant is None:
        raise SlackError("invalid_auth")
    if grant.refusal:
        raise SlackError(grant.refusal)
    if grant.kind != kind:
        raise SlackError("not_allowed_token_type")
    ask.grant = grant
    if scope and scope not in grant.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(grant.scopes))


def require(ask: Ask, *names: str) -> None:
    """Refuse a call without one of these parameters, as Slack does."""
    missing = [f"missing required field: {name}" for name in names if ask.get(name) in (None, "")]
    if missing:
        raise InvalidArgumentsError(missing)


def _read_json(body: bytes) -> JsonObject:
    try:
        found = json.loads(body or b"{}")
    except ValueError as problem:
        raise SlackError("invalid_json") from problem
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found
