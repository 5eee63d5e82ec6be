"""Writes events and webhook endpoints."""

from typing import Any


def write_event(
    id_: str,
    type_: str,
    about: dict[str, Any],
    before: dict[str, Any] | None,
    *,
    created: int,
    api_version: str,
    livemode: bool,
    request: dict[str, Any],
) -> dict[str, Any]:
    """An `event` (snapshot); `.updated` events also say what the changed fields were."""
    data: dict[str, Any] = {"object": about}
    if before is not None:
        data["previous_attributes"] = before
    return {
        "id": id_,
        "object": "event",
        "api_version": api_version,
        "created": created,
        "data": data,
        "livemode": livemode,
        "pending_webhooks": 0,
        "request": request,
        "type": type_,
    }


def write_endpoint(id_: str, given: dict[str, Any], *, created: int, livemode: bool) -> dict[str, Any]:
    """A `webhook_endpoint` without its secret, which Stripe shows at creation only."""
    return {
        "id": id_,
        "object": "webhook_endpoint",
        "api_version": given.get("api_version"),
        "application": None,
        "created": created,
        "description": given.get("description"),
        "enabled_events": given["enabled_events"],
        "livemode": livemode,
        "metadata": given.get("metadata", {}),
        "status": "enabled",
        "url": given["url"],
    }
