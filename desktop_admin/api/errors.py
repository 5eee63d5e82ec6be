"""Why a call failed: a small closed set, each with one plain sentence and what to do about it."""

# ruff: noqa: N818 - each is what the caller is told, named as the cause is called

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, Field, ValidationError
from PySide6.QtCore import QCoreApplication

from core.schemas.errors import Problem
from desktop_admin.api.refusals import write_refusal


class ApiError(Exception):
    """A call that did not do what was asked; `code` is the server's, `sentence` and `mend` are for people."""

    def __init__(self, sentence: str, mend: str = "", code: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.mend, self.code = sentence, mend, code

    @property
    def text(self) -> str:
        """The sentence and its mend."""
        return f"{self.sentence} {self.mend}".rstrip()

    @property
    def may_repeat(self) -> bool:
        """Whether the same call could go through later."""
        return isinstance(self, Offline | Timeout | Server | RateLimited)


class Offline(ApiError):
    """The server cannot be reached."""


class Timeout(ApiError):
    """No answer came in time; what was asked for may have happened, so repeat it with the same key."""


class Unauthorized(ApiError):
    """The key is unknown, expired or revoked."""


class Forbidden(ApiError):
    """Not this team, or not this role."""


class NotFound(ApiError):
    """What was asked for is not there any more."""


class Conflict(ApiError):
    """It contradicts what is already so; also too few credits (`not_enough_credits`)."""


class Invalid(ApiError):
    """What was sent cannot be taken; `fields` says what is wrong with which."""

    def __init__(
        self, sentence: str, mend: str = "", code: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence, mend, code)
        self.fields: Mapping[str, str] = dict(fields or {})


class RateLimited(ApiError):
    """Too many calls; `retry_after` in seconds."""

    def __init__(self, sentence: str, mend: str = "", code: str = "", retry_after: int = 1) -> None:
        super().__init__(sentence, mend, code)
        self.retry_after = retry_after


class Server(ApiError):
    """A fault of the server, or an answer that is not Closeup's."""


_KINDS: Final[dict[int, type[ApiError]]] = {
    401: Unauthorized,
    402: Conflict,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
}
_CALLER_ERRORS: Final = range(400, 500)
_TOO_MANY: Final = 429


class _FieldProblem(BaseModel):
    field: str = ""
    detail: str = ""


class _ProblemWithFields(Problem):
    errors: list[_FieldProblem] = Field(default_factory=list)


def read_problem(status: int, body: bytes, retry_after: int | None) -> ApiError:
    """The error of an answer with `status` of 400 or more; whatever the body is."""
    try:
        problem = _ProblemWithFields.model_validate_json(body)
    except ValidationError:
        return Server(
            QCoreApplication.translate("ApiError", "The server gave an answer that Closeup does not know."),
            QCoreApplication.translate("ApiError", "Check the server's address, or try again."),
        )
    words = (*write_refusal(problem), problem.code)
    if status == _TOO_MANY:
        return RateLimited(*words, retry_after=retry_after or 1)
    kind = _KINDS.get(status, Invalid if status in _CALLER_ERRORS else Server)
    if kind is Invalid:
        return Invalid(*words, fields={found.field: found.detail for found in problem.errors if found.field})
    return kind(*words)


def make_offline() -> Offline:
    """The server does not answer at all."""
    return Offline(
        QCoreApplication.translate("ApiError", "The server cannot be reached."),
        QCoreApplication.translate("ApiError", "Check your connection; nothing was lost."),
    )


def make_untrusted() -> Offline:
    """The connection is not safe, so nothing was sent."""
    return Offline(
        QCoreApplication.translate(
            "ApiError", "The server's certificate is not trusted, so nothing was sent."
        ),
        QCoreApplication.translate("ApiError", "Ask who looks after the server."),
    )


def make_timeout() -> Timeout:
    """No answer within the limit."""
    return Timeout(
        QCoreApplication.translate("ApiError", "The server took too long to answer."),
        QCoreApplication.translate("ApiError", "Try again; it will not be done twice."),
    )


def make_redirected() -> Server:
    """The server sends us elsewhere, and the key must not follow."""
    return Server(
        QCoreApplication.translate("ApiError", "This address sends the console to another one."),
        QCoreApplication.translate("ApiError", "Sign in with the address it really has."),
    )


def make_unreadable() -> Server:
    """An answer of another shape, as from a much newer or older server."""
    return Server(
        QCoreApplication.translate("ApiError", "The server's answer could not be read."),
        QCoreApplication.translate("ApiError", "The console and the server may be of different versions."),
    )
