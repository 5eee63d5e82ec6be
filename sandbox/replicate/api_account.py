"""The rest of the API: the account, the hardware there is, and the secret that webhooks are signed with."""

from sandbox.replicate.calls import Answer, Call, Place
from sandbox.replicate.shelf import HARDWARE


async def get_account(call: Call) -> Answer:
    """GET /v1/account."""
    name = call.world.username
    return Answer({"type": "organization", "username": name, "name": name.title()})


async def list_hardware(_call: Call) -> Answer:
    """GET /v1/hardware."""
    return Answer([{"sku": sku, "name": name} for sku, name in HARDWARE])


async def get_secret(call: Call) -> Answer:
    """GET /v1/webhooks/default/secret: the newest, while an older one may still sign beside it."""
    return Answer({"key": call.world.courier.secrets[0]})


PLACES = (
    Place("GET", "/v1/account", get_account),
    Place("GET", "/v1/hardware", list_hardware),
    Place("GET", "/v1/webhooks/default/secret", get_secret),
)
