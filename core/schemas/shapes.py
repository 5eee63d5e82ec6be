"""What every shape of the HTTP API shares: strict requests, whole numbers, ids and pages; client-safe."""

from typing import Annotated, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.domain.credits import MAX_CREDITS

T = TypeVar("T")

PAGE: Final = 50
LONGEST_PAGE: Final = 200

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Credits = Annotated[int, Field(strict=True, ge=1, le=MAX_CREDITS, description="A whole number of credits")]


class Ask(BaseModel):
    """A request: what it does not name is refused, so that a misspelt field never passes for an absent one."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)


class Answer(BaseModel):
    """An answer: a client ignores what it does not know, so that a newer server can say more."""

    # Built when it is first read: the console would build every one of them before its first paint.
    model_config = ConfigDict(frozen=True, defer_build=True)


class Page(Answer, Generic[T]):
    """A part of a list; `next_cursor` fetches the next part, null at the end."""

    items: list[T]
    next_cursor: str | None = None
