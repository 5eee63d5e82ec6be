"""Opens Replicate when it is first needed, and closes it where it was opened."""

from core.gateways.replicate.api import ReplicateGateway
from core.gateways.replicate.refusals import GeneratorOff
from core.settings import Settings


class ReplicateDoor:
    """Gives the one gateway of this process; called on one event loop only."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._gateway: ReplicateGateway | None = None

    def __call__(self) -> ReplicateGateway:
        """The gateway; `GeneratorOff` without a token."""
        if self._gateway is None:
            token = self._settings.replicate_api_token
            if token is None:
                raise GeneratorOff
            self._gateway = ReplicateGateway(token.get_secret_value(), self._settings.replicate_api_base)
        return self._gateway

    async def close(self) -> None:
        """Let its connections go."""
        if self._gateway is not None:
            await self._gateway.close()
            self._gateway = None
