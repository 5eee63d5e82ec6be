"""One sitting with a conversation: what waits is worked in a row in one transaction, and written down at the end."""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Row

from bots.conversation import respond
from bots.house import perform_request
from bots.inbound import (
    AccountLinked,
    BalanceChanged,
    DataDeleted,
    GenerationCanceled,
    GenerationCompleted,
    GenerationFailed,
    GenerationStarted,
    Inbound,
    Joined,
    LanguageChosen,
    Left,
    TeamChosen,
)
from bots.languages import choose_language
from bots.messages import read_inbound, read_state, write_state
from bots.outbound import Home, Outbound, Replace
from bots.post import note_gone, owe_notice
from bots.requests import JudgePhoto, Request
from bots.turn import View
from bots.visitor import Visitor, find_style, read_view
from core.services.selfies import Sent, receive_selfies
from core.store import chat
from core.store.engine import Tx

# What the page beside the chat shows: whose it is, the balance, the sets, and all that in a language.
CHANGES_HOME: Final = (
    Joined,
    TeamChosen,
    AccountLinked,
    LanguageChosen,
    DataDeleted,
    BalanceChanged,
    GenerationStarted,
    GenerationCompleted,
    GenerationFailed,
    GenerationCanceled,
)


class Sitting:
    """`answer` each arrival in its order, then `close`: an album costs little more than a photo."""

    def __init__(self, tx: Tx, conversation: Row[Any], retention_days: int, *, has_home: bool) -> None:
        self._tx, self._retention_days, self._has_home = tx, retention_days, has_home
        self._is_gone = conversation.gone_at is not None
        self._language: str | None = conversation.language
        self._state = read_state(conversation.state)
        self._visitor = Visitor(
            conversation.id, conversation.platform, conversation.chat, "", conversation.member_id
        )
        self._view: View | None = None
        self._owed: list[Outbound] = []
        self._photos: list[Sent] = []

    def answer(self, arrival: Row[Any]) -> None:
        """The conversation's turns for one arrival, and the requests they make."""
        from_house = arrival.source == "closeup"
        self._visitor.name = "" if from_house else arrival.body.get("name", "")
        self._visitor.language = self._find_language(None if from_house else arrival.body.get("language"))
        first = read_inbound(arrival.body if from_house else arrival.body["inbound"])
        self._note_presence(first, from_house=from_house)
        waiting: list[Inbound] = [first]
        while waiting:
            inbound = waiting.pop(0)
            turn = respond(self._state, inbound, self._look(inbound))
            self._state = turn.state
            for outbound in turn.outgoing:
                self._owe(outbound)
            if self._has_home and isinstance(inbound, CHANGES_HOME):
                self._owe(Home())
            for request in turn.requests:
                waiting += self._perform(request)

    def close(self) -> Row[Any] | None:
        """Write down what came of it; the conversation's row as it stands then."""
        self._hand_in_photos()
        for outbound in self._owed:
            owe_notice(self._tx, self._visitor.conversation_id, outbound)
        state = write_state(self._state)
        return chat.update_conversation(self._tx, self._visitor.conversation_id, state=state)

    def _find_language(self, tag: str | None) -> str:
        """The chosen one, else what the platform first said, kept for when our own house speaks first."""
        if self._language is None and tag:
            self._language = choose_language(tag)
            chat.update_conversation(self._tx, self._visitor.conversation_id, language=self._language)
        return self._language or choose_language(tag)

    def _note_presence(self, first: Inbound, *, from_house: bool) -> None:
        if isinstance(first, Left):
            self._owed.clear()
            note_gone(self._tx, self._visitor.conversation_id)
            self._is_gone = True
        elif self._is_gone and not from_house:
            chat.update_conversation(self._tx, self._visitor.conversation_id, gone_at=None)
            self._is_gone = False

    def _look(self, inbound: Inbound) -> View:
        """What is true now: only requests change it, so the photos of an album share one look."""
        style = find_style(self._state, inbound)
        if self._view is not None and style is None and self._view.language == self._visitor.language:
            return replace(self._view, fresh_id=self._tx.new_id("x").removeprefix("x_"))
        view = read_view(self._tx, self._visitor, self._retention_days, style)
        self._view = view if style is None else None
        return view

    def _owe(self, outbound: Outbound) -> None:
        """As `owe_notice`: an edit takes the place of an older one."""
        if isinstance(outbound, Replace | Home):
            self._owed = [
                one for one in self._owed if not isinstance(one, type(outbound)) or one.slot != outbound.slot
            ]
        self._owed.append(outbound)

    def _perform(self, request: Request) -> list[Inbound]:
        member_id = self._visitor.member_id
        if isinstance(request, JudgePhoto) and member_id is not None:
            platform, ref = self._visitor.platform, dict(request.ref)
            self._photos.append(Sent(request.selfie_id, request.draft_id, platform, ref))
            return []
        self._hand_in_photos()
        self._view = None
        answers = perform_request(self._tx, self._visitor, request)
        conversation = chat.find_conversation(self._tx, self._visitor.conversation_id)
        if conversation is not None:
            self._language = conversation.language
        return answers

    def _hand_in_photos(self) -> None:
        if self._photos and self._visitor.member_id is not None:
            visitor = self._visitor
            receive_selfies(self._tx, self._visitor.member_id, visitor.conversation_id, self._photos)
        self._photos = []
