"""Replicate: whether it takes the token, and each model of the table is still as the table says."""

from typing import Final

from core.gateways.replicate.api import ReplicateGateway
from core.gateways.replicate.models import read_models
from core.gateways.replicate.published import ModelCheck, check_models
from core.services.checks.finding import Check, tell_broken, tell_off, tell_well
from core.settings import Settings

NAME: Final = "replicate"
ANSWER_SECONDS: Final = 4.0
MEND: Final = "See docs/models.md: correct models.toml in the data folder, or choose another model."


async def check_generator(settings: Settings) -> list[Check]:
    """The token and the table of models; raises the gateway's refusals, or `ModelTableWrong`."""
    token = settings.replicate_api_token
    if settings.closeup_generator != "replicate" or token is None:
        return [tell_off(NAME)]
    table = read_models(settings.closeup_data_dir)
    table.find(settings.closeup_replicate_model)
    gateway = ReplicateGateway(token.get_secret_value(), settings.replicate_api_base, ANSWER_SECONDS)
    try:
        found = await check_models(gateway, table, settings.closeup_replicate_model)
    finally:
        await gateway.close()
    return [tell_well(NAME, "the token is good"), *map(_tell_model, found)]


def _tell_model(found: ModelCheck) -> Check:
    """Only the model that is used must be right."""
    name = f"{NAME}.{found.entry}"
    told = f"{found.model}, {found.generation_cents} cents a generation"
    if found.ok:
        return tell_well(name, f"{told}{', in use' if found.is_chosen else ''}")
    wrong = f"{found.model} {'; '.join(found.problems)}"
    return tell_broken(name, wrong, MEND) if found.is_chosen else tell_well(name, wrong, MEND)
