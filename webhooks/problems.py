"""Every refusal as a problem document: a stable code, one plain sentence and a mend; never a traceback or a secret."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from core.domain.refusals import Malformed, NotFound, Refusal, TooLarge, TooManyRequests
from core.schemas.errors import Problem

PROBLEM_TYPE: Final = "application/problem+json"
WORDS: Final[dict[str, str]] = {
    "missing": "{field} is missing.",
    "extra_forbidden": "{field} is not known here.",
    "int_type": "{field} must be a whole number.",
    "int_parsing": "{field} must be a whole number.",
    "int_from_float": "{field} must be a whole number.",
    "bool_type": "{field} must be true or false.",
    "bool_parsing": "{field} must be true or false.",
    "string_type": "{field} must be a text.",
    "string_too_long": "{field} is too long.",
    "string_too_short": "{field} is empty.",
    "greater_than_equal": "{field} must be at least {ge}.",
    "less_than_equal": "{field} must be at most {le}.",
    "enum": "{field} must be {expected}.",
    "literal_error": "{field} must be {expected}.",
    "json_invalid": "The body is not valid JSON.",
    "model_attributes_type": "The body must be a JSON object, sent as application/json.",
    "timezone_aware": "{field} must be an RFC 3339 time with its zone.",
}
REFUSED: Final = {"content": {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}}
RETRY_AFTER: Final = {
    "description": "Seconds to wait",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
DOCUMENTED: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"description": "Refused: `detail` says why"} | REFUSED,
    "5XX": {"description": "Not possible now, or a fault of ours"} | REFUSED,
    422: {"description": "Malformed"} | REFUSED,
    429: {"description": "Too much at once", "headers": {"Retry-After": RETRY_AFTER}} | REFUSED,
}


def write_problem(
    status: int, code: str, detail: str, mend: str = "", fault_id: str | None = None, **headers: str
) -> Response:
    """A problem document; header names are written with underscores."""
    problem = Problem(
        type=f"urn:closeup:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        mend=mend,
        fault_id=fault_id,
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(problem.model_dump_json(exclude_none=True), status, named, PROBLEM_TYPE)


def answer_refusal(refusal: Refusal) -> Response:
    """The problem document of a refusal, with the headers its status asks for."""
    headers = {}
    if isinstance(refusal, TooManyRequests):
        headers["Retry_After"] = str(refusal.retry_after)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW_Authenticate"] = "Bearer"
    return write_problem(refusal.status, refusal.code, refusal.sentence, refusal.mend, **headers)


def install_problems(app: FastAPI) -> None:
    """Make `app` answer every expected failure with a problem document."""
    app.add_exception_handler(Refusal, _answer_refusal)
    app.add_exception_handler(RequestValidationError, _answer_malformed)
    app.add_exception_handler(HTTPException, _answer_status)


async def _answer_refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for this class
    return answer_refusal(error)


async def _answer_malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    return answer_refusal(Malformed(describe_error(error.errors()[0])))


async def _answer_status(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return answer_refusal(NotFound("There is nothing at this address."))
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return answer_refusal(TooLarge("That is more than this address takes."))
        case HTTPStatus.BAD_REQUEST:
            return answer_refusal(Malformed("The body cannot be read."))
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allow = dict(error.headers or {}).get("Allow", "")
            return write_problem(405, "method_not_allowed", "This address does not do that.", Allow=allow)
        case status:
            return write_problem(status, "refused", f"{HTTPStatus(status).phrase}.")


def describe_error(error: dict[str, Any]) -> str:
    """One sentence about one validation error; of what was sent it repeats the field's name at most."""
    field = "The body" if len(error["loc"]) <= 1 else f"`{_name_field(error['loc'])}`"
    return WORDS.get(error["type"], "{field} is not valid.").format(
        field=field, **_pick(error.get("ctx") or {})
    )


def _name_field(loc: tuple[int | str, ...]) -> str:
    return "".join(c for c in str(loc[-1])[:40] if c.isprintable() and c not in "`{}")


def _pick(ctx: dict[str, Any]) -> dict[str, Any]:
    """Only bounds and choices: they are ours, not the sender's."""
    return {key: ctx[key] for key in ("ge", "le", "expected") if key in ctx}
