"""Signed links to pictures: good for 15 minutes, for whoever holds one."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from itsdangerous import BadData, URLSafeSerializer

from core.domain.refusals import NotFound
from core.store.engine import Store
from core.store.secrets import keep_secret

LINK_LIFE: Final = timedelta(minutes=15)
SALT: Final = "closeup picture"
LINKS: Final = "links"


class Links:
    """Writes and reads the tokens of links with one secret."""

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._signer = URLSafeSerializer(secret, salt=SALT)
        self._clock = clock

    def write(self, generation_id: str, n: int) -> str:
        """The token of one picture of a generation."""
        expires = self._clock() + LINK_LIFE
        return str(self._signer.dumps([generation_id, n, int(expires.timestamp())]))

    def read(self, token: str) -> tuple[str, int]:
        """The generation and picture of a token; `NotFound` when it is forged or too old."""
        try:
            generation_id, n, expires = self._signer.loads(token)
        except BadData as error:
            raise _expired() from error
        if expires < self._clock().timestamp():
            raise _expired()
        return generation_id, n


def _expired() -> NotFound:
    return NotFound("This link is not valid, or no longer.", "Open the headshot again for a new one.")


def open_links(store: Store, clock: Callable[[], datetime]) -> Links:
    """Links signed with the installation's own secret: one machine reads what another wrote."""
    fresh = secrets.token_hex(32)
    return Links(store.change(lambda tx: keep_secret(tx, LINKS, fresh)), clock)
