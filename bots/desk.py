"""The chat desk: puts arrivals on record, works each as one transaction, and fetches photos."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from bots import phrases
from bots.arrival import Arrival
from bots.conversation import respond
from bots.house import perform_request
from bots.inbound import Inbound, Left
from bots.languages import ENGLISH, choose_language, speak
from bots.messages import read_inbound, read_state, write_inbound, write_state
from bots.outbound import Say
from bots.pacing import Pacer
from bots.post import Face, Post, note_gone, owe_notice
from bots.register import Register
from bots.translating import put_into_words
from bots.visitor import Visitor, find_style, read_view
from core.clock import Clock, read_system_clock
from core.domain.refusals import Unavailable
from core.gateways.files import Files
from core.services.arrivals import Delivery
from core.store import chat
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

    def answer(self, tx: Tx, conversation: Row[Any], arrival: Row[Any]) -> None:
        """Work one arrival: the conversation's turns, the requests they make and the notices they owe."""
        from_house = arrival.source == "closeup"
        name = "" if from_house else arrival.body.get("name", "")
        language = self._find_language(tx, conversation, None if from_house else arrival.body.get("language"))
        visitor = Visitor(
            conversation.id,
            conversation.platform,
            conversation.chat,
            name,
            conversation.member_id,
            language,
        )
        state = read_state(conversation.state)
        first = read_inbound(arrival.body if from_house else arrival.body["inbound"])
        if isinstance(first, Left):
            note_gone(tx, conversation.id)
        elif conversation.gone_at is not None and not from_house:
            chat.update_conversation(tx, conversation.id, gone_at=None)
        waiting: list[Inbound] = [first]
        while waiting:
            inbound = waiting.pop(0)
            view = read_view(tx, visitor, self._retention_days, find_style(state, inbound))
            turn = respond(state, inbound, view)
            state = turn.state
            for outbound in turn.outgoing:
                owe_notice(tx, conversation.id, outbound)
            for request in turn.requests:
                waiting += perform_request(tx, visitor, request)
        chat.update_conversation(tx, conversation.id, state=write_state(state))

    @staticmethod
    def _find_language(tx: Tx, conversation: Row[Any], tag: str | None) -> str:
        """The chosen one, else what the platform first said, kept for when our own house speaks first."""
        if conversation.language is None and tag:
            chat.update_conversation(tx, conversation.id, language=choose_language(tag))
        return conversation.language or choose_language(tag)

    def apologise(self, tx: Tx, conversation: Row[Any]) -> None:
        """Owe a plain sentence when an arrival could not be worked on."""
        with speak(conversation.language or ENGLISH):
            owe_notice(tx, conversation.id, put_into_words(Say(phrases.SORRY)))

    async def send_owed(self, conversation_id: str) -> None:
        """Send what is owed to a conversation, however long the platform makes us wait."""
        await self._post.send_owed(conversation_id)

    async def fetch(self, source: dict[str, Any]) -> bytes:
        """The bytes of a photo a platform holds."""
        ref = dict(source)
        face = self._faces.get(ref.pop("platform"))
        if face is None:
            raise Unavailable("This platform is not set up here.")
        return await face.fetch(ref)
