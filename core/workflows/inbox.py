"""The durable work of chats: turns of a conversation in order, and the judging of selfies."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

import structlog
from dbos import DBOS
from sqlalchemy import Row

from core.domain.photos import PhotoProblem
from core.domain.refusals import PhotoRefused
from core.photos.selfie import PhotoPrint
from core.services.arrivals import CONVERSE
from core.services.erasing import erase_files
from core.services.selfies import JUDGE, accept_selfie, list_prints, name_selfie_file, refuse_selfie
from core.store import chat
from core.store import generations as rows
from core.store.engine import Tx
from core.workflows.drowsing import Drowsing
from core.workflows.house import House
from core.workflows.patience import ask_patiently
from core.workflows.steps import insist

log = structlog.get_logger()

BATCH: Final = 50
MANY_TURNS: Final = 5
LONGEST_RUSH: Final = 2.0  # seconds
SIDE_BY_SIDE: Final = (
    2  # of one album: as many as the lab has processes, so that one is fetched while one is judged
)


class Rush:
    """Many turns at once, all of somebody who waits for an answer: judging, which takes longer, lets them go first."""

    def __init__(self) -> None:
        self._turns = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One turn is taken."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        self._turns += more
        if self._turns < MANY_TURNS:
            self._calm.set()
        else:
            self._calm.clear()

    async def wait_for_calm(self) -> None:
        """Wait until few turns are taken, but not for long: judging must end too."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_RUSH):
                await self._calm.wait()


def register_inbox(house: House, drowsing: Drowsing) -> None:
    """Make the engine know the workflows `converse` and `judge`."""
    rush = Rush()

    @DBOS.workflow(name=CONVERSE, max_recovery_attempts=1000)
    async def converse(conversation_id: str) -> None:
        """Work what arrived, then send what is owed; one turn at a time for each conversation."""
        drowsing.rouse()
        with rush.turn():
            await insist("take_turn", partial(take_turn, house, conversation_id))

    @DBOS.workflow(name=JUDGE, max_recovery_attempts=1000)
    async def judge(selfie_ids: list[str]) -> None:
        """Fetch, check and keep photos that came together, or say what is wrong with each."""
        await rush.wait_for_calm()
        await judge_album(house, selfie_ids)


async def take_turn(house: House, conversation_id: str) -> None:
    """Work what arrived, then send what is owed; each half finds for itself what is left to do."""
    await house.desk.wait_for_intake()
    await house.desk.send_owed(conversation_id, await work_arrivals(house, conversation_id))


async def work_arrivals(house: House, conversation_id: str) -> Any:
    """Answer every arrival in its order; a second run skips what was answered. What is owed then, if it was seen.

    What arrives from here on asks for a turn of its own.
    """
    await house.store.change(partial(chat.begin_turn, conversation_id=conversation_id))
    answer = partial(_answer_waiting, house=house, conversation_id=conversation_id)
    while True:
        try:
            worked, owed = await house.store.change(answer)
        except Exception as error:  # noqa: BLE001 - told below, where one alone is to blame
            log.warning("sitting broke", conversation=conversation_id, error=type(error).__name__)
            worked, owed = await _answer_singly(house, conversation_id), None
        if worked < BATCH:
            return owed


def _answer_waiting(tx: Tx, house: House, conversation_id: str) -> tuple[int, Any]:
    """Answer what waits, in one transaction; how many looked for an answer, and what is owed then."""
    # Locked: a worker that was taken for dead may wake in the middle of this very conversation.
    conversation = chat.lock_conversation(tx, conversation_id)
    claimed = chat.claim_arrivals(tx, conversation_id, BATCH)
    if claimed and conversation is not None:
        conversation = house.desk.answer(tx, conversation, claimed)
    return len(claimed), house.desk.find_owed(tx, conversation)


async def _answer_singly(house: House, conversation_id: str) -> int:
    """Each arrival is one transaction; what breaks it is logged, apologised for and left behind."""
    list_waiting = partial(chat.list_arrivals, conversation_id=conversation_id, limit=BATCH)
    waiting = await house.store.read(list_waiting)
    for arrival in waiting:
        try:
            await house.store.change(partial(_answer_once, house=house, arrival=arrival))
        except Exception as error:
            log.exception("arrival broke", arrival=arrival.id, error=type(error).__name__)
            await house.store.change(partial(_apologise_once, house=house, arrival=arrival))
    return len(waiting)


def _answer_once(tx: Tx, house: House, arrival: Row[Any]) -> None:
    conversation = chat.lock_conversation(tx, arrival.conversation_id)
    if conversation is not None and chat.settle_arrivals(tx, [arrival.id]):
        house.desk.answer(tx, conversation, [arrival])


def _apologise_once(tx: Tx, house: House, arrival: Row[Any]) -> None:
    conversation = chat.lock_conversation(tx, arrival.conversation_id)
    if conversation is not None and chat.settle_arrivals(tx, [arrival.id]):
        house.desk.apologise(tx, conversation)


async def judge_album(house: House, selfie_ids: Sequence[str]) -> None:
    """Judge photos, a few side by side; one that cannot be judged holds up no other."""
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def judge(selfie_id: str) -> None:
        async with places:
            try:
                await insist("judge_selfie", partial(judge_selfie, house, selfie_id), tries=6)
            except Exception as error:
                log.warning("photo given up", selfie=selfie_id, error=type(error).__name__, exc_info=True)
                await insist("give_up", partial(give_up, house, selfie_id))

    await asyncio.gather(*(judge(selfie_id) for selfie_id in selfie_ids))


async def give_up(house: House, selfie_id: str) -> None:
    """The photo could not be fetched or opened for a reason that is not the member's."""
    await house.store.change(lambda tx: refuse_selfie(tx, selfie_id, PhotoProblem.NOT_CHECKED))


async def judge_selfie(house: House, selfie_id: str) -> None:
    """Safe to run again: the file's key follows from the selfie, and only a received selfie is settled."""
    selfie = await house.store.read(partial(rows.find_selfie, selfie_id=selfie_id))
    if selfie is None:
        return
    key = name_selfie_file(selfie.team_id, selfie.member_id, selfie_id)
    if selfie.state != "received":
        if selfie.file_key is None:  # a run that was killed may have stored it before the person took it back
            await house.store.change(lambda tx: erase_files(tx, [key]))
        return
    try:
        data = await house.desk.fetch(dict(selfie.source))
    except PhotoRefused as refused:
        problem = PhotoProblem(refused.code)
        await house.store.change(lambda tx: refuse_selfie(tx, selfie_id, problem))
        return
    seen = await house.store.read(lambda tx: list_prints(tx, selfie.draft_id))
    checked = await house.lab.check(data, [PhotoPrint(facts["sha256"], facts["dhash"]) for facts in seen])
    if isinstance(checked, PhotoProblem):
        await house.store.change(lambda tx: refuse_selfie(tx, selfie_id, checked))
        return
    await ask_patiently(lambda: house.store.run(house.files.put, key, checked.jpeg))
    await house.store.change(lambda tx: _settle_selfie(tx, selfie_id, key, checked.facts.to_json()))


def _settle_selfie(tx: Tx, selfie_id: str, key: str, facts: dict[str, Any]) -> None:
    """Keep it, or have its file removed by work that does not forget it: a storage may be in trouble just then."""
    if not accept_selfie(tx, selfie_id, key, facts):
        erase_files(tx, [key])
