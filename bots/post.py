"""The post: messages owed are stored with the change they tell of, and sent until they are sent."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, Final, Protocol

import structlog
from sqlalchemy import Row

from bots.errand import Errand
from bots.failures import Gone, Refused, SendFailure, Unreachable, WaitFor
from bots.messages import read_outbound, write_outbound
from bots.outbound import (
    HOME_SLOT,
    SAMPLE,
    Album,
    Documents,
    Forget,
    Home,
    Outbound,
    Replace,
    Say,
    Toast,
    Typing,
)
from bots.pacing import Pacer
from bots.taking_back import take_back
from core.clock import Clock
from core.domain.refusals import NotFound
from core.domain.styles import Style
from core.failpoints import reach
from core.gateways.files import Files
from core.services.arrivals import ask_later_turn
from core.store import chat
from core.store.engine import Tx
from core.store.threads import ThreadedStore

log = structlog.get_logger()

WORTH_SENDING: Final = timedelta(hours=24)
WORTH_A_SIGN: Final = timedelta(seconds=15)  # a late toast or typing sign tells nobody anything
EDIT_PAUSE: Final = timedelta(seconds=1.5)  # Telegram allows about one message a second in a chat
UPLOADS: Final = "uploads"  # beside an album that is owed: what a face took of it before it was cut off
FIRST: Final = "first"  # beside an edit that is owed: the id of the first one whose place it took
SAMPLES: Final = Path(__file__).parent / "samples"
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 60.0
LONGEST_WAIT: Final = 3600.0  # reports tell of 222 s; no platform may put a message to sleep for good
LONGEST_SLEEP: Final = 2.0  # a turn that sleeps keeps what the person says next waiting
ABSENT_PAUSE: Final = 600.0  # between two looks whether the platform is set up here after all
LATER_STEP: Final = 0.25  # later turns that fall into the same quarter of a second are one
LEAST_LATER: Final = 2 * LATER_STEP


@dataclass(frozen=True, slots=True)
class Owed:
    """A conversation, or None if there is none, and the notices that it is owed, in their order.

    `at` is when that was seen: what was put on record before, an earlier turn may have tried to send.
    """

    conversation: Row[Any] | None
    notices: list[Row[Any]]
    at: datetime


class Face(Protocol):
    """What the post needs of a platform: whether it shows a home, and how long it lets us delete what we said."""

    has_home: bool
    deletable: timedelta | None

    async def send(
        self, chat: str, outbound: Outbound, message_ref: str | None, errand: Errand
    ) -> str | None:
        """Send one thing; where it stands now, several references with spaces between. Raises `SendFailure`."""

    async def forget(self, chat: str, refs: Sequence[str]) -> None:
        """Delete what `send` gave these references for, as far as it is there. Raises `SendFailure`."""

    async def fetch(self, ref: dict[str, str]) -> bytes:
        """The bytes of a photo that was sent to the bot."""


class Post:
    """Sends what conversations are owed through the faces of their platforms, as fast as these allow."""

    def __init__(
        self, store: ThreadedStore, files: Files, faces: Mapping[str, Face], clock: Clock, pacer: Pacer
    ) -> None:
        self._store, self._files, self._faces = store, files, faces
        self._clock, self._pacer = clock, pacer

    async def send_owed(self, conversation_id: str, seen: Owed | None = None) -> None:
        """Send every owed notice in its order, but leave a quick run of edits to the newest one, a moment later.

        `seen` is what was owed a moment ago, if somebody has just looked.
        """
        if seen is None:
            seen = await self._store.read(
                lambda tx: find_owed(tx, chat.find_conversation(tx, conversation_id))
            )
        conversation, owed = seen.conversation, seen.notices
        if conversation is None:
            return None
        if conversation.gone_at is not None:
            return await self._store.change(lambda tx: chat.drop_owed(tx, conversation_id))
        after_tap = False
        while owed:
            notice = owed[0]
            # Who has just tapped a button looks at that very message: its answer does not wait for newer ones.
            after_tap = after_tap or notice.rank == 0
            may_wait = all(one.slot for one in owed) and not after_tap
            wait = self._find_wait(conversation, notice, may_wait=may_wait)
            if not wait:
                errand = self._open_errand(notice, seen.at)
                wait, owed = await self._send(conversation, notice, errand, may_wait=may_wait)
            if wait:
                return await self._ask_later(notice, wait)
        return None

    def _find_wait(self, conversation: Row[Any], notice: Row[Any], *, may_wait: bool) -> float:
        """Seconds to wait: for what the platform asked, and an edit also for newer ones and for its pace."""
        if not may_wait:
            return self._pacer.find_hold(conversation.platform, conversation.chat) if notice.rank else 0.0
        if notice.edited_at is None:
            return 0.0
        rest: float = (notice.edited_at + EDIT_PAUSE - self._clock()).total_seconds()
        return max(0.0, rest, self._pacer.find_wait(conversation.platform, conversation.chat, is_edit=True))

    async def _ask_later(self, notice: Row[Any], wait: float) -> None:
        """A turn for a notice that waits; one for each time that it is to go out.

        That turn may have to wait again. It must not take itself for the next one, so no wait is as short as a step.
        """
        wait = max(wait, LEAST_LATER)
        key = f"{notice.id}:{ceil((self._clock().timestamp() + wait) / LATER_STEP)}"
        await self._store.change(lambda tx: ask_later_turn(tx, notice.conversation_id, key, wait))

    def _open_errand(self, notice: Row[Any], seen_at: datetime) -> Errand:
        first = notice.body.get(FIRST, notice.id)
        return Errand(
            self._read_file,
            notice.body.get(UPLOADS, ()),
            partial(self._keep_uploads, notice),
            key=f"{notice.conversation_id}.{first}",
            is_doubted=first != notice.id or notice.created_at < seen_at,
        )

    async def _send(
        self, conversation: Row[Any], notice: Row[Any], errand: Errand, *, may_wait: bool
    ) -> tuple[float, list[Row[Any]]]:
        """Send one notice, or let go of it: no wait, and what is owed then.

        Or the seconds until it is to be tried again, in a turn of its own.
        """
        outbound = read_outbound(notice.body)
        face = self._faces.get(conversation.platform)
        pause = FIRST_PAUSE
        while (age := self._clock() - notice.created_at) < _worth(outbound):
            if face is None:
                return ABSENT_PAUSE, []
            try:
                return 0, await self._send_once(face, conversation, notice, outbound, errand)
            except WaitFor as asked:
                wait = min(asked.seconds, LONGEST_WAIT)
                outbound = await self._keep_rest(notice, outbound, asked)
                if may_wait or wait > LONGEST_SLEEP:
                    self._pacer.hold(conversation.platform, conversation.chat, wait)
                    return wait, []
                await asyncio.sleep(wait)
            except Unreachable as failure:
                outbound = await self._keep_rest(notice, outbound, failure)
                errand.is_doubted = errand.is_doubted or failure.maybe_sent
                if pause > LONGEST_SLEEP:
                    return max(pause, min(float(age.total_seconds()) / 2, LONGEST_PAUSE)), []
                await asyncio.sleep(pause)
                pause *= 2
            except Gone:
                await self._store.change(lambda tx: note_gone(tx, conversation.id))
                return 0, []
            except (Refused, NotFound) as refused:
                log.warning("notice refused", notice=notice.id, reason=type(refused).__name__)
                break
        return 0, await self._store.change(lambda tx: _drop(tx, notice))

    async def _keep_rest(self, notice: Row[Any], outbound: Outbound, failure: SendFailure) -> Outbound:
        """What is left to send of an album, put on record so that no other life sends the first ones again."""
        if not failure.done or not isinstance(outbound, Album | Documents):
            return outbound
        rest = replace(outbound, pictures=outbound.pictures[failure.done :], caption="")
        await self._store.change(lambda tx: _note_part(tx, notice, rest, failure.refs))
        return rest

    async def _send_once(
        self, face: Face, conversation: Row[Any], notice: Row[Any], outbound: Outbound, errand: Errand
    ) -> list[Row[Any]]:
        if isinstance(outbound, Forget):
            await take_back(self._store, face, conversation, outbound.but, self._clock())
        slot = outbound.slot if isinstance(outbound, Say | Replace | Home) else ""
        if not isinstance(outbound, Toast | Typing | Home | Forget):
            is_edit = isinstance(outbound, Replace) and notice.message is not None
            await self._pacer.take_turn(conversation.platform, conversation.chat, is_edit=is_edit)
        ref = await face.send(conversation.chat, outbound, notice.message, errand)
        reach(f"notice.sent.{notice.body['kind']}")
        return await self._store.change(lambda tx: _note_sent(tx, notice, slot, ref))

    async def _keep_uploads(self, notice: Row[Any], uploads: Sequence[str]) -> None:
        await self._store.change(lambda tx: _note_uploads(tx, notice, uploads))

    async def _read_file(self, key: str) -> bytes:
        if key.startswith(SAMPLE):
            return await self._store.run(read_sample, Style(key.removeprefix(SAMPLE)))
        return await self._store.run(self._files.get, key)


def find_owed(tx: Tx, conversation: Row[Any] | None) -> Owed:
    """What a conversation is owed now."""
    return Owed(conversation, [] if conversation is None else chat.list_owed(tx, conversation.id), tx.now)


def read_sample(style: Style) -> bytes:
    """The picture that shows a style; a drawn face, made by the studio."""
    return (SAMPLES / f"{style.value}.jpg").read_bytes()


def owe_notice(tx: Tx, conversation_id: str, outbound: Outbound) -> None:
    """Store what is owed; an edit takes the place of an older edit of the same message that did not go out yet."""
    slot = outbound.slot if isinstance(outbound, Replace | Home) else None
    older = chat.drop_superseded(tx, conversation_id, slot) if slot is not None else []
    # What said it first may have been cut off after it was said: the message in the chat has that one's name.
    beside = {FIRST: older[0].body.get(FIRST, older[0].id)} if older else {}
    # A finger waits for the answer to its tap; everything else can wait for that.
    rank = 0 if isinstance(outbound, Toast) else 1
    chat.add_notice(tx, conversation_id, write_outbound(outbound) | beside, slot, rank)


def note_gone(tx: Tx, conversation_id: str) -> None:
    """The person cannot be reached: what was owed is let go, and so is what comes until they are back."""
    chat.update_conversation(tx, conversation_id, gone_at=tx.now)
    chat.drop_owed(tx, conversation_id)


def _note_sent(tx: Tx, notice: Row[Any], slot: str, ref: str | None) -> list[Row[Any]]:
    chat.update_notice(tx, notice.id, state="sent", settled_at=tx.now)
    if slot and ref:
        chat.put_slot(tx, notice.conversation_id, slot, ref)
    if ref and slot != HOME_SLOT:
        chat.add_posts(tx, notice.conversation_id, ref.split())
    reach(f"notice.noted.{notice.body['kind']}")
    return chat.list_owed(tx, notice.conversation_id)


def _drop(tx: Tx, notice: Row[Any]) -> list[Row[Any]]:
    chat.update_notice(tx, notice.id, state="dropped", settled_at=tx.now)
    return chat.list_owed(tx, notice.conversation_id)


def _note_part(tx: Tx, notice: Row[Any], rest: Outbound, refs: Sequence[str]) -> None:
    chat.update_notice(tx, notice.id, body=write_outbound(rest))
    chat.add_posts(tx, notice.conversation_id, refs)


def _note_uploads(tx: Tx, notice: Row[Any], uploads: Sequence[str]) -> None:
    """Beside the notice for its next try, and among the posts, so that they go when the person deletes their data."""
    chat.update_notice(tx, notice.id, body=notice.body | {UPLOADS: list(uploads)})
    chat.add_posts(tx, notice.conversation_id, uploads)


def _worth(outbound: Outbound) -> timedelta:
    return WORTH_A_SIGN if isinstance(outbound, Toast | Typing) else WORTH_SENDING
