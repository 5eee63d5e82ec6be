"""The shape of every refusal of the HTTP API: a problem document (RFC 9457)."""

from pydantic import Field

from core.schemas.shapes import Answer


class Problem(Answer):
    """`code` is stable for programs; `detail` is one plain sentence for people and `mend` what to do about it."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    mend: str = ""
    fault_id: str | None = Field(
        default=None, description="Names the line of the server's log, on our own faults"
    )
