"""Webhook endpoints: where events go, which of them, and the secrets they are signed with."""

from typing import Any

from sandbox.stripe.account import StripeAccount
from sandbox.stripe.objects.events import write_endpoint
from sandbox.stripe.refusals import missing_param
from sandbox.stripe.tables import StripeObject


def create_endpoint(account: StripeAccount, given: dict[str, Any], secret: str | None = None) -> StripeObject:
    """Register an endpoint; only this answer shows its secret, chosen here unless given."""
    for name in ("url", "enabled_events"):
        if not given.get(name):
            raise missing_param(name)
    endpoint = account.tables.endpoints.add(
        write_endpoint(account.new_id("we"), given, created=account.clock.now(), livemode=account.livemode)
    )
    secret = secret or account.new_id("whsec", 32)
    account.private[endpoint["id"]] = {"secrets": [secret]}
    return show_endpoint(endpoint) | {"secret": secret}


def show_endpoint(endpoint: StripeObject) -> StripeObject:
    """The endpoint as answers show it."""
    return dict(endpoint)


def update_endpoint(account: StripeAccount, id_: str, given: dict[str, Any]) -> StripeObject:
    """Change its URL, events or description, or switch it off and on."""
    endpoint = account.tables.endpoints.get(id_)
    kept = {name: value for name, value in given.items() if name in ("url", "enabled_events", "description")}
    if "disabled" in given:
        kept["status"] = "disabled" if given["disabled"] else "enabled"
    account.change(endpoint, **kept)
    return show_endpoint(endpoint)


def delete_endpoint(account: StripeAccount, id_: str) -> StripeObject:
    """Remove it for good."""
    account.tables.endpoints.get(id_)
    account.tables.endpoints.remove(id_)
    return {"id": id_, "object": "webhook_endpoint", "deleted": True}


def roll_secret(account: StripeAccount, id_: str, secret: str | None = None) -> str:
    """A new secret; the old one keeps signing beside it, as Stripe lets it for up to 24 hours."""
    account.tables.endpoints.get(id_)
    secrets: list[str] = account.private[id_]["secrets"]
    secrets.insert(0, secret or account.new_id("whsec", 32))
    del secrets[2:]
    return secrets[0]


def list_subscribers(account: StripeAccount, type_: str) -> list[StripeObject]:
    """The enabled endpoints that asked for events of this type."""
    return [
        row
        for row in account.tables.endpoints
        if row["status"] == "enabled" and ("*" in row["enabled_events"] or type_ in row["enabled_events"])
    ]
