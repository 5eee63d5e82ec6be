"""Invites the people of a file one after another and gives each their credits; trying again doubles nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from core.domain.credits import MoveKind
from core.schemas.credits import MadeMove
from core.schemas.teams import InvitedMember, Member, MemberAsk
from desktop_admin.api.api import Api
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.pages.members.reading import Entry
from desktop_admin.stores.batch import Batch, Step
from desktop_admin.stores.members import MembersStore

TELL_MS: Final = 400  # the list of members is told of new ones together


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A line of the file and how far it has come: ready, flagged, refused, invited, done or failed."""

    entry: Entry
    state: str
    reason: str = ""


class PersonStep(Step):
    """One person: invited first, then given credits; each under an intent of its own."""

    def __init__(self, api: Api, entry: Entry) -> None:
        super().__init__()
        self._api, self.entry = api, entry
        self.member: Member | None = None
        self._invite_intent, self._gift_intent = api.client.make_intent(), api.client.make_intent()

    def start(self) -> Call[Any]:
        """What is missing still."""
        if self.member is None:
            ask = MemberAsk(name=self.entry.name, role=self.entry.role)
            return self._api.members.invite(ask, self._invite_intent)
        return self._api.credits.allocate(self.member.member_id, self.entry.credits, self._gift_intent)

    def take(self, answer: InvitedMember | MadeMove) -> None:
        """Invited, or given credits."""
        if isinstance(answer, InvitedMember):
            self.member = answer.member
            self.is_done = self.entry.credits == 0
        else:
            self.is_done = answer.kind is MoveKind.ALLOCATE


class Importer(QObject):
    """`changed(lines)` as lines come further, `finished` when nothing more is tried."""

    changed = Signal(object)
    finished = Signal()

    def __init__(self, api: Api, store: MembersStore, parent: QObject) -> None:
        super().__init__(parent)
        self._api, self._store = api, store
        self.batch = Batch([], self)
        self._telling = QTimer(self, singleShot=True, interval=TELL_MS)
        self._telling.timeout.connect(self._tell_store)
        self._known: set[str] = set()

    def begin(self, entries: Sequence[Entry]) -> None:
        """Invite these."""
        steps = [PersonStep(self._api, entry) for entry in entries]
        self.batch = Batch(steps, self)
        self.batch.progressed.connect(self._note_progress)
        self.batch.finished.connect(self._finish)
        self._known.clear()
        self.batch.run()

    @property
    def steps(self) -> list[PersonStep]:
        """One for each person."""
        return [step for step in self.batch.steps if isinstance(step, PersonStep)]

    @property
    def error(self) -> ApiError | None:
        """Why some are left."""
        return self.batch.error

    def list_lines(self) -> list[ImportLine]:
        """How far each has come."""
        return [write_line(step) for step in self.steps]

    def _note_progress(self) -> None:
        if not self._telling.isActive():
            self._telling.start()

    def _tell_store(self) -> None:
        fresh = [step.member for step in self.steps if step.member is not None]
        self._store.put([member for member in fresh if member.member_id not in self._known])
        self._known |= {member.member_id for member in fresh}
        self.changed.emit(self.list_lines())

    def _finish(self) -> None:
        self._telling.stop()
        self._tell_store()
        self.finished.emit()


def write_line(step: PersonStep) -> ImportLine:
    """How far a person has come."""
    if step.is_done:
        return ImportLine(step.entry, "done")
    reason = step.error.text if step.error else ""
    if step.member is not None:
        return ImportLine(step.entry, "invited", reason)
    return ImportLine(step.entry, "failed" if reason else "ready", reason)


def write_state(line: ImportLine) -> str:
    """What a line says about itself."""
    words = {
        "ready": QCoreApplication.translate("Importer", "Ready"),
        "done": QCoreApplication.translate("Importer", "Invited"),
        "failed": QCoreApplication.translate("Importer", "Not invited"),
        "invited": QCoreApplication.translate("Importer", "Invited, without credits yet"),
        "flagged": QCoreApplication.translate("Importer", "Look first"),
        "refused": QCoreApplication.translate("Importer", "Cannot be taken"),
    }
    return words[line.state]
