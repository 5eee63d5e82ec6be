"""What is to become of predictions and trainings: outcomes and timing, asked for in advance."""

from dataclasses import dataclass, replace

from sandbox.replicate.painting import FLAWS

OUTCOMES = (
    "succeeded",
    "failed",
    "canceled",  # as if somebody had cancelled it at Replicate
    "aborted",  # ended before it began to run
    "stuck",  # runs for ever; not even its deadline ends it, only a cancel
)
HOLDS = ("", "starting", "processing")


@dataclass(frozen=True)
class Plan:
    """The fate of the next `times` jobs of `model` (`owner/name`; None: any); instant success by default.

    It waits `start_seconds` before it runs and `seconds` while it runs; `hold` keeps it in that status until
    released. `flaw` spoils every picture: see painting.FLAWS. `outputs` is how many come instead of all.
    """

    outcome: str = "succeeded"
    model: str | None = None
    times: int = 1
    seconds: float = 0.0
    start_seconds: float = 0.0
    hold: str = ""
    error: str = "Prediction failed."
    flaw: str = ""
    outputs: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for an outcome, hold or flaw that nobody knows."""
        for found, known in ((self.outcome, OUTCOMES), (self.hold, HOLDS), (self.flaw, ("", *FLAWS))):
            if found not in known:
                raise ValueError(f"{found!r} is none of {', '.join(filter(None, known))}.")


class Plans:
    """The plans still to be used, oldest first, and the usual one for when there are none."""

    def __init__(self) -> None:
        self.usual = Plan()
        self._waiting: list[Plan] = []

    def add(self, plan: Plan) -> None:
        """Plan the next jobs, after those planned before."""
        self._waiting.append(plan)

    def clear(self) -> None:
        """Everything succeeds at once again."""
        self._waiting.clear()
        self.usual = Plan()

    def take(self, model: str) -> Plan:
        """The plan for a new job of this model."""
        for number, plan in enumerate(self._waiting):
            if plan.model in (None, model):
                left = [replace(plan, times=plan.times - 1)] if plan.times > 1 else []
                self._waiting[number : number + 1] = left
                return plan
        return self.usual if self.usual.model in (None, model) else Plan()
