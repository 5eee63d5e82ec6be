"""The chat desk: puts arrivals on record, has them worked in sittings, and fetches photos."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from bots import phrases
from bots.arrival import Arrival
from bots.languages import ENGLISH, speak
from bots.messages import write_inbound
from bots.outbound import Say
from bots.pacing import Pacer
from bots.post import Face, Owed, Post, find_owed, owe_notice
from bots.register import Register
from bots.sitting import Sitting
from bots.translating import put_into_words
from core.clock import Clock, read_system_clock
from core.domain.refusals import Unavailable
from core.gateways.files import Files
from core.services.arrivals import Delivery
from core.store.engine import Tx
from core.store.threads import ThreadedStore


class Desk:
    """One for each process; `faces` are the platforms by name."""

    def __init__(
        self,
        store: ThreadedStore,
        files: Files,
        faces: Mapping[str, Face],
        retention_days: int,
        clock: Clock = read_system_clock,
        pacer: Pacer | None = None,
    ) -> None:
        self._faces, self._retention_days = faces, retention_days
        self._register = Register(store)
        self._post = Post(store, files, faces, clock, pacer or Pacer())

    async def record(self, arrival: Arrival) -> bool:
        """Put an arrival on record; once this returns, the platform may forget it. False when it was known."""
        body = {"inbound": write_inbound(arrival.inbound), "name": arrival.name, "language": arrival.language}
        return await self._register.record(Delivery(arrival.platform, arrival.chat, arrival.dedupe_key, body))

    async def wait_for_intake(self) -> None:
        """Wait a moment for what is coming in just now: it is acknowledged first, and an album answered as one."""
        await self._register.wait_for_intake()

    def answer(self, tx: Tx, conversation: Row[Any], arrivals: Sequence[Row[Any]]) -> Row[Any] | None:
        """Work arrivals in their order: the conversation's turns, the requests they make, the notices they owe.

        The conversation's row as it stands then.
        """
        face = self._faces.get(conversation.platform)
        sitting = Sitting(tx, conversation, self._retention_days, has_home=bool(face and face.has_home))
        for arrival in arrivals:
            sitting.answer(arrival)
        return sitting.close()

    def apologise(self, tx: Tx, conversation: Row[Any]) -> None:
        """Owe a plain sentence when an arrival could not be worked on."""
        with speak(conversation.language or ENGLISH):
            owe_notice(tx, conversation.id, put_into_words(Say(phrases.SORRY)))

    def find_owed(self, tx: Tx, conversation: Row[Any] | None) -> Owed:
        """What is owed to a conversation, for `send_owed`."""
        return find_owed(tx, conversation)

    async def send_owed(self, conversation_id: str, seen: Owed | None = None) -> None:
        """Send what is owed to a conversation, however long the platform makes us wait."""
        await self._post.send_owed(conversation_id, seen)

    async def fetch(self, source: dict[str, Any]) -> bytes:
        """The bytes of a photo a platform holds."""
        ref = dict(source)
        face = self._faces.get(ref.pop("platform"))
        if face is None:
            raise Unavailable("This platform is not set up here.")
        return await face.fetch(ref)
