"""What a provider is asked for while a generation is made, and how far each asking is."""

from enum import StrEnum
from typing import Final


class AttemptKind(StrEnum):
    """`file` is an upload, `training` makes a version of a model, `prediction` makes pictures."""

    FILE = "file"
    TRAINING = "training"
    PREDICTION = "prediction"


class AttemptState(StrEnum):
    """`sending` is written before the call, so that an answer that was lost is looked for and not paid twice.

    A `made` file or version is still at the provider, `gone` is what was removed there; `done` is a prediction whose
    pictures are ours.
    """

    SENDING = "sending"
    RUNNING = "running"
    MADE = "made"
    DONE = "done"
    FAILED = "failed"
    CANCELED = "canceled"
    GONE = "gone"


# What is still at the provider, or may be.
LEFT: Final = (AttemptState.SENDING, AttemptState.RUNNING, AttemptState.MADE)
