"""The control API under /control/: be a person in the chat, watch, order trouble. JSON over HTTP.

`mark` in an answer is the change count before the deed: whatever the bot does in reply is counted above it.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.controls import ControlError
from sandbox.telegram import control_people, control_watch

ROUTES = [*control_people.ROUTES, *control_watch.ROUTES]


def write_refusal(_request: Request, refusal: Exception) -> Response:
    """Render a ControlError as JSON."""
    if not isinstance(refusal, ControlError):
        raise refusal
    return JSONResponse({"detail": refusal.sentence}, refusal.status)
