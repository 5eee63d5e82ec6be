"""The durable work of chats: turns of a conversation in order, and the judging of selfies."""

from functools import partial
from typing import Any, Final

import structlog
from dbos import DBOS
from sqlalchemy import Row

from core.domain.photos import PhotoProblem
from core.domain.refusals import PhotoRefused
from core.photos.selfie import PhotoPrint
from core.services.arrivals import CONVERSE
from core.services.selfies import JUDGE, accept_selfie, list_prints, name_selfie_file, refuse_selfie
from core.store import chat
from core.store import generations as rows
from core.store.engine import Tx
from core.workflows.house import House
from core.workflows.steps import BUGS, run_step

log = structlog.get_logger()

BATCH: Final = 50


def register_inbox(house: House) -> None:
    """Make the engine know the workflows `converse` and `judge`."""

    @DBOS.workflow(name=CONVERSE, max_recovery_attempts=1000)
    async def converse(conversation_id: str) -> None:
        """Work what arrived, then send what is owed; one turn at a time for each conversation."""
        await run_step("work_arrivals", partial(work_arrivals, house, conversation_id))
        await run_step("send_owed", partial(house.desk.send_owed, conversation_id))

    @DBOS.workflow(name=JUDGE, max_recovery_attempts=1000)
    async def judge(selfie_id: str) -> None:
        """Fetch, check and keep one photo, or say what is wrong with it."""
        try:
            await run_step("judge_selfie", partial(judge_selfie, house, selfie_id), tries=6)
        except BUGS:
            raise
        except Exception:  # noqa: BLE001 - logged at each try; the member must hear of it, or waits for ever
            await run_step("give_up", partial(give_up, house, selfie_id))


async def work_arrivals(house: House, conversation_id: str) -> None:
    """Answer every arrival in its order; a second run skips what was answered."""
    await house.store.change(partial(chat.begin_turn, conversation_id=conversation_id))
    while waiting := await house.store.read(
        partial(chat.list_arrivals, conversation_id=conversation_id, limit=BATCH)
    ):
        for arrival in waiting:
            await _answer(house, arrival)


async def _answer(house: House, arrival: Row[Any]) -> None:
    """One arrival is one transaction; what breaks it is logged, apologised for and left behind."""
    try:
        await house.store.change(lambda tx: _answer_once(tx, house, arrival, is_broken=False))
    except Exception as error:
        log.exception("arrival broke", arrival=arrival.id, error=type(error).__name__)
        await house.store.change(lambda tx: _answer_once(tx, house, arrival, is_broken=True))


def _answer_once(tx: Tx, house: House, arrival: Row[Any], *, is_broken: bool) -> None:
    conversation = chat.find_conversation(tx, arrival.conversation_id)
    if conversation is None or not chat.settle_arrival(tx, arrival.id):
        return
    if is_broken:
        house.desk.apologise(tx, conversation)
    else:
        house.desk.answer(tx, conversation, arrival)


async def give_up(house: House, selfie_id: str) -> None:
    """The photo could not be fetched or opened for a reason that is not the member's."""
    await house.store.change(lambda tx: refuse_selfie(tx, selfie_id, PhotoProblem.NOT_CHECKED))


async def judge_selfie(house: House, selfie_id: str) -> None:
    """Safe to run again: the file's key follows from the selfie, and only a received selfie is settled."""
    selfie = await house.store.read(partial(rows.find_selfie, selfie_id=selfie_id))
    if selfie is None or selfie.state != "received":
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
    key = name_selfie_file(selfie.team_id, selfie.member_id, selfie_id)
    await house.store.run(house.files.put, key, checked.jpeg)
    if not await house.store.change(lambda tx: accept_selfie(tx, selfie_id, key, checked.facts.to_json())):
        await house.store.run(house.files.delete, key)
