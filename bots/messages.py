"""The JSON form of everything the conversation receives, sends and keeps, for the database.

A message is one flat object: its class name under `kind`, which no message has as a field of its own, beside
its fields.
"""

from typing import Any, Final, get_args

from pydantic import TypeAdapter

from bots.inbound import Inbound
from bots.outbound import Outbound
from bots.state import VERSION, State

Json = dict[str, Any]

_INBOUND: Final = {kind.__name__: TypeAdapter[Inbound](kind) for kind in get_args(Inbound)}
_OUTBOUND: Final = {kind.__name__: TypeAdapter[Outbound](kind) for kind in get_args(Outbound)}
_STATE: Final = TypeAdapter(State)


def write_inbound(message: Inbound) -> Json:
    """`message` as plain JSON values, its class name under `kind`."""
    kind = type(message).__name__
    return {"kind": kind, **_INBOUND[kind].dump_python(message, mode="json")}


def read_inbound(data: Json) -> Inbound:
    """What `write_inbound` wrote; KeyError or pydantic's ValidationError when it is something else."""
    fields = dict(data)
    return _INBOUND[fields.pop("kind")].validate_python(fields)


def write_outbound(message: Outbound) -> Json:
    """`message` as plain JSON values, its class name under `kind`."""
    kind = type(message).__name__
    return {"kind": kind, **_OUTBOUND[kind].dump_python(message, mode="json")}


def read_outbound(data: Json) -> Outbound:
    """What `write_outbound` wrote; KeyError or pydantic's ValidationError when it is something else."""
    fields = dict(data)
    return _OUTBOUND[fields.pop("kind")].validate_python(fields)


def write_state(state: State) -> Json:
    """`state` as plain JSON values."""
    return dict(_STATE.dump_python(state, mode="json"))


def read_state(data: Json) -> State:
    """What `write_state` wrote; nothing, or another version's, is a fresh start."""
    if data.get("version") != VERSION:
        return State()
    return _STATE.validate_python(data)
