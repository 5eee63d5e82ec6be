"""Signing in with a one-time code, and giving the key back."""

from core.schemas.teams import Exchange, ExchangeAsk
from desktop_admin.api.call import Call
from desktop_admin.api.client import ApiClient


class SessionApi:
    """The way in and out."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def exchange(self, server: str, code: str) -> Call[Exchange]:
        """A key for a one-time code; `server` is an address that `read_server` gave."""
        return self._client.ask_server(server, "/api/auth/exchange", Exchange, ExchangeAsk(code=code))

    def revoke(self) -> Call[None]:
        """Make the key in use open nothing any more."""
        return self._client.call("POST", "/api/auth/sign-out", None)
