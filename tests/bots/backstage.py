"""What goes on behind every stage: a desk on a real database with its house, whatever platform people chat from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, select

from bots.desk import Desk
from core.domain.credits import AccountKind
from core.domain.generations import GenerationStatus
from core.domain.photos import PhotoProblem
from core.services import generations as generation_services
from core.services import selfies as selfie_services
from core.store import generations as rows
from core.store import tables
from core.store.credits import read_balance
from core.store.engine import Store
from core.workflows.house import House
from core.workflows.inbox import work_arrivals
from tests.bots.telegram.conftest import draw_photo
from tests.core.office import HeldClock, Office

CREDITS: Final = 10
RETENTION_DAYS: Final = 30


@dataclass
class Backstage:
    """`turn_chat` works what arrived in one chat and sends what is owed; the methods play the rest of the house."""

    store: Store
    clock: HeldClock
    office: Office
    desk: Desk
    house: House
    invite: str

    async def turn_chat(self, chat: str) -> None:
        """One turn of a conversation, as the workflow `converse` takes it."""
        conversation = self.find_chat(chat)
        await work_arrivals(self.house, conversation.id)
        await self.desk.send_owed(conversation.id)

    # what the house does meanwhile

    def judge_all(self, *problems: PhotoProblem) -> None:
        """Judge what waits: a problem for each of the first ones, the others pass."""
        query = select(tables.selfies.c.id).where(tables.selfies.c.state == "received")
        order = query.order_by(tables.selfies.c.created_at, tables.selfies.c.id)
        self.judge(self.office.read(lambda tx: list(tx.conn.scalars(order))), *problems)

    def judge(self, selfie_ids: Sequence[str], *problems: PhotoProblem) -> None:
        """Judge these in their order: a problem for each of the first ones, the others pass."""
        for n, selfie_id in enumerate(selfie_ids):
            if n < len(problems):
                self.office.change(selfie_services.refuse_selfie, selfie_id, problems[n])
            else:
                self.accept(selfie_id)

    def accept(self, selfie_id: str) -> None:
        """Keep one photo, as the judge does."""
        key = f"selfies/{selfie_id}.jpg"
        self.house.files.put(key, b"selfie")
        digest = hashlib.sha256(selfie_id.encode()).hexdigest()
        facts = {"sha256": digest, "dhash": digest}
        self.office.change(selfie_services.accept_selfie, selfie_id, key, facts)

    def complete(
        self, numbers: Sequence[int] = range(1, 5), distances: Mapping[int, float] | None = None
    ) -> str:
        """Make pictures for the open generation, perhaps with their distances, and end it well; its id."""
        generation = self.find_generation(GenerationStatus.QUEUED)
        self.office.change(generation_services.begin_work, generation.id)
        for n in numbers:
            key = f"headshots/{generation.id}-{n}.jpg"
            self.house.files.put(key, draw_photo(40 * n))
            self.office.change(generation_services.record_picture, generation.id, n, key, 1000)
        self.office.change(rows.measure_headshots, generation.id, distances or {})
        self.clock.go_on(seconds=20)
        self.end(generation.id, GenerationStatus.COMPLETED)
        return str(generation.id)

    def end(self, generation_id: str, status: GenerationStatus, reason: str = "") -> None:
        """End a generation."""
        self.office.change(generation_services.end_generation, generation_id, status, reason)

    # what can be looked up

    def find_generation(self, status: GenerationStatus) -> Row[Any]:
        """The newest generation in that state."""
        query = select(tables.generations).where(tables.generations.c.status == status.value)
        order = query.order_by(tables.generations.c.created_at.desc())
        row: Row[Any] = self.office.read(lambda tx: tx.conn.execute(order).first())
        return row

    def find_chat(self, chat: str) -> Row[Any]:
        """The conversation of a chat."""
        query = select(tables.conversations).where(tables.conversations.c.chat == chat)
        row: Row[Any] = self.office.read(lambda tx: tx.conn.execute(query).one())
        return row

    def read_balance(self, member_id: str) -> int:
        """A member's unspent credits."""
        return self.office.read(read_balance, AccountKind.MEMBER, member_id)


def make_invite(office: Office) -> str:
    """The code of the team's invite for everybody."""
    query = select(tables.invites.c.code).where(
        tables.invites.c.team_id == office.team_id, tables.invites.c.role == "member"
    )
    return str(office.read(lambda tx: tx.conn.scalar(query)))
