"""Has a provider forget a person: what runs is stopped, uploaded photos and trained versions are deleted there."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import structlog
from dbos import DBOS
from sqlalchemy import Row

from core.domain.attempts import LEFT, AttemptKind, AttemptState
from core.gateways.replicate.api import ReplicateGateway
from core.gateways.replicate.refusals import UnknownToReplicate
from core.services.providers import FORGET
from core.store import attempts
from core.store.engine import Tx
from core.store.threads import ThreadedStore
from core.workflows.asking import CLOCKS_APART
from core.workflows.steps import run_step

log = structlog.get_logger()
_LEFT: Final = {state.value for state in LEFT}


@dataclass(frozen=True)
class Forgetting:
    """`gateway` opens Replicate, or refuses when no token is set."""

    store: ThreadedStore
    gateway: Callable[[], ReplicateGateway]

    async def forget(self, generation_id: str) -> None:
        """Remove everything of a generation; a second run does what is left. Raises while the provider is away."""
        tried = await self.store.read(partial(attempts.list_attempts, generation_id=generation_id))
        # Files come last: by their addresses a job is known whose answer was lost.
        for row in sorted(tried, key=lambda row: row.kind == AttemptKind.FILE.value):
            if row.state in _LEFT:
                state = await _REMOVALS[AttemptKind(row.kind)](self, row, tried)
                await self.store.change(partial(_note, row=row, state=state))

    async def remove_file(self, row: Row[Any], _tried: Sequence[Row[Any]]) -> AttemptState:
        """Delete an upload, also one whose answer was lost."""
        file_id = row.provider_id
        if file_id is None:
            found = await self.gateway().find_file(row.id, row.created_at - CLOCKS_APART)
            file_id = found.id if found else None
        if file_id is not None:
            await self.gateway().delete_file(file_id)
        return AttemptState.GONE

    async def stop_prediction(self, row: Row[Any], tried: Sequence[Row[Any]]) -> AttemptState:
        """Cancel it: what comes of it is removed by Replicate itself within the hour."""
        await self._cancel(row, tried)
        return AttemptState.CANCELED

    async def remove_version(self, row: Row[Any], tried: Sequence[Row[Any]]) -> AttemptState:
        """Stop a training and delete the version that came of it."""
        version = row.result
        if version is None:
            version = await self._read_version(await self._cancel(row, tried))
        if version is not None:
            await self.gateway().delete_version(version)
        return AttemptState.GONE

    async def _cancel(self, row: Row[Any], tried: Sequence[Row[Any]]) -> str | None:
        """Stop what runs; its id at the provider, if it was ever there."""
        kind, job_id = AttemptKind(row.kind), row.provider_id
        if job_id is None:
            found = await self.gateway().find_job(
                kind, row.created_at - CLOCKS_APART, _list_known(tried), partial(_names_any, tried)
            )
            job_id = found.id if found else None
        if job_id is None:
            return None
        try:
            await self.gateway().cancel_job(kind, job_id)
        except UnknownToReplicate:
            return None
        return str(job_id)

    async def _read_version(self, training_id: str | None) -> str | None:
        """A training may have ended just before it was stopped."""
        if training_id is None:
            return None
        return (await self.gateway().read_job(AttemptKind.TRAINING, training_id)).version


def _list_known(tried: Sequence[Row[Any]]) -> set[str]:
    return {row.provider_id for row in tried if row.provider_id}


def _names_any(tried: Sequence[Row[Any]], given: Mapping[str, Any]) -> bool:
    """Whether an input names a file of this generation."""
    addresses = {row.result for row in tried if row.kind == AttemptKind.FILE.value and row.result}
    named = [value if isinstance(value, list) else [value] for value in given.values()]
    return any(isinstance(each, str) and each in addresses for values in named for each in values)


_REMOVALS: Final[
    dict[AttemptKind, Callable[[Forgetting, Row[Any], Sequence[Row[Any]]], Awaitable[AttemptState]]]
] = {
    AttemptKind.FILE: Forgetting.remove_file,
    AttemptKind.PREDICTION: Forgetting.stop_prediction,
    AttemptKind.TRAINING: Forgetting.remove_version,
}


def register_forgetting(forgetting: Forgetting) -> None:
    """Make the engine know the workflow `forget`."""

    @DBOS.workflow(name=FORGET, max_recovery_attempts=1000)
    async def forget(generation_id: str) -> None:
        """Tried for about 45 minutes; what is left then is tried again each hour."""
        await run_step("forget_at_provider", partial(forgetting.forget, generation_id))


def _note(tx: Tx, row: Row[Any], state: AttemptState) -> None:
    attempts.update_attempt(tx, row.id, state, result=None)
