"""How the stand-in says no: problem documents in Replicate's own words."""

from collections.abc import Sequence
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
# (kind, field, sentence) of each field that is wrong.
Wrong: TypeAlias = tuple[str, str, str]


class ReplicateRefusal(Exception):  # noqa: N818 - the house calls an expected no a refusal
    """An expected no: HTTP status, title and detail of the problem document."""

    def __init__(self, status: int, title: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self._body = {"title": title, "detail": detail, "status": status, **more}

    def write(self) -> Json:
        """Render the problem document (RFC 7807)."""
        return dict(self._body)


def wrong_token() -> ReplicateRefusal:
    """401, for no token or a wrong one."""
    return ReplicateRefusal(401, "Unauthenticated", "You did not pass a valid authentication token")


def not_found() -> ReplicateRefusal:
    """404, for whatever is not there or belongs to somebody else."""
    return ReplicateRefusal(404, "Not found", "The requested resource could not be found.")


def unknown_version() -> ReplicateRefusal:
    """422, for a version that nobody may run."""
    return ReplicateRefusal(
        422,
        "Invalid version or not permitted",
        "The specified version does not exist (or perhaps you don't have permission to use it?)",
    )


def invalid_input(faults: Sequence[Wrong]) -> ReplicateRefusal:
    """422, naming each field that is wrong; the sentences are those of the checker that Replicate uses."""
    fields = [{"type": kind, "field": field, "description": text} for kind, field, text in faults]
    detail = "".join(f"- {field}: {text}\n" for _, field, text in faults)
    return ReplicateRefusal(422, "Input validation failed", detail, invalid_fields=fields)


def too_many_requests(seconds: int) -> ReplicateRefusal:
    """429; like Replicate's it says only in words when the limit ends."""
    detail = f"Request was throttled. Your rate limit resets in ~{seconds}s."
    return ReplicateRefusal(429, "Too many requests", detail)


def server_error() -> ReplicateRefusal:
    """500, Replicate's own fault."""
    return ReplicateRefusal(500, "Internal Server Error", "An unexpected error occurred.")


def too_large(what: str, most: int) -> ReplicateRefusal:
    """413, for a body or a file above `most` bytes."""
    return ReplicateRefusal(413, "Payload too large", f"The {what} is larger than {most} bytes.")


def invalid_request(detail: str, status: int = 400) -> ReplicateRefusal:
    """A request that makes no sense, with one sentence about why."""
    return ReplicateRefusal(status, "Invalid request", detail)
