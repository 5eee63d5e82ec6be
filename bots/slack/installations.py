"""The workspaces that installed the app through its install page; their tokens are stored encrypted."""

import json
import time
from collections import OrderedDict
from dataclasses import asdict
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from bots.slack.workspaces import OneWorkspace, Workspace
from core.domain.refusals import NotFound
from core.gateways.files import Files
from core.store.secrets import keep_secret
from core.store.threads import ThreadedStore

CACHE_SECONDS: Final = 60.0  # how long another process may not notice that the app was taken out
CACHED: Final = 1000
SLACK: Final = "slack"


class Installations:
    """One encrypted file for each workspace, where selfies and headshots are: so every machine finds it.

    `alone` is the single bot token of the settings, if one is set; it speaks where nobody installed the app.
    """

    def __init__(
        self, store: ThreadedStore, files: Files, key: Fernet, alone: OneWorkspace | None = None
    ) -> None:
        self._store, self._files, self._key, self.alone = store, files, key, alone
        self._cache: OrderedDict[str, tuple[float, Workspace | None]] = OrderedDict()

    async def find(self, workspace: str) -> Workspace | None:
        """The installation in a workspace, else the single token's, else None."""
        at, found = self._cache.get(workspace, (0.0, None))
        if time.monotonic() - at > CACHE_SECONDS:
            found = await self._store.run(self._read, workspace)
            self._remember(workspace, found)
        return found or (await self.alone.find(workspace) if self.alone else None)

    async def save(self, workspace: str, installed: Workspace) -> None:
        """Keep a new installation, or the new token of an old one."""
        sealed = self._key.encrypt(json.dumps(asdict(installed)).encode())
        await self._store.run(self._files.put, _name(workspace), sealed)
        self._remember(workspace, installed)

    async def forget(self, workspace: str) -> None:
        """The app was taken out of it: the token goes."""
        await self._store.run(self._files.delete, _name(workspace))
        self._cache.pop(workspace, None)

    def _read(self, workspace: str) -> Workspace | None:
        try:
            return Workspace(**json.loads(self._key.decrypt(self._files.get(_name(workspace)))))
        except (NotFound, InvalidToken, ValueError, TypeError):
            return (
                None  # never installed, or sealed with a key that is not here any more: to be installed again
            )

    def _remember(self, workspace: str, found: Workspace | None) -> None:
        self._cache[workspace] = (time.monotonic(), found)
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)


def _name(workspace: str) -> str:
    return f"slack/installations/{workspace}"


async def open_key(store: ThreadedStore) -> Fernet:
    """The key that seals tokens, drawn at first use; it is in the database, what it seals is not."""
    fresh = Fernet.generate_key().decode()
    return Fernet(await store.change(lambda tx: keep_secret(tx, SLACK, fresh)))
