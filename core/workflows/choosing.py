"""Chooses who makes the pictures, as the settings say."""

from core.gateways.replicate.callbacks import find_hook
from core.gateways.replicate.models import read_models
from core.gateways.replicate.opening import ReplicateDoor
from core.settings import Settings
from core.workflows.generators import Generator
from core.workflows.house import House
from core.workflows.replicate import Replicate
from core.workflows.studio import Studio


def choose_generator(settings: Settings, house: House, door: ReplicateDoor) -> Generator:
    """The configured generator; `GeneratorOff` or `ModelTableWrong` when it cannot work as configured."""
    if settings.closeup_generator == "studio":
        return Studio(house)
    table = read_models(settings.closeup_data_dir)
    model = table.find(settings.closeup_replicate_model)
    return Replicate(house, door(), table, model, find_hook(settings))
