"""What can be done to headshots: cancel, do again, delete, choose a favourite; each asked and told exactly."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from core.schemas.generations import Headshot, HeadshotChange
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError, NotFound
from desktop_admin.context import Context
from desktop_admin.pages.generations.redo import RedoDialog
from desktop_admin.pages.generations.states import Members, write_name
from desktop_admin.shell import Notice
from desktop_admin.stores.batch import Batch, CallStep, Step
from desktop_admin.widgets.confirm import ConfirmDialog, confirm
from desktop_admin.words import embed


class Verbs(QObject):
    """Asks first where something cannot be taken back; every wish has its intent for all of its tries."""

    def __init__(self, context: Context, owner: QWidget, members: Callable[[], Members]) -> None:
        super().__init__(owner)
        self._context, self._owner, self._members = context, owner, members
        self._batches: set[Batch] = set()

    def cancel(self, shots: Sequence[Headshot]) -> ConfirmDialog | None:
        """Stop open ones: the held credits come back."""
        chosen = [shot for shot in shots if shot.status.is_open]
        if not chosen:
            return None
        effect = self.tr(
            "%n set(s) of headshots will stop. %n held credit(s) will come back; pictures made so far are not kept.",
            "",
            len(chosen),
        )
        if len(chosen) == 1:
            effect = self.tr(
                "The work for {name} stops at its next step. The held credit comes back to {name}; "
                "pictures made so far are not kept."
            ).format(name=embed(self._name(chosen[0])))
        ask = HeadshotChange(status="canceled")
        return self._confirm(
            self.tr("Cancel this?"),
            effect,
            self.tr("Cancel it"),
            lambda: self._run(
                [
                    self._plan(shot, partial(self._context.api.generations.change, shot.headshot_id, ask))
                    for shot in chosen
                ],
                self._tell_canceled,
            ),
        )

    def delete(self, shots: Sequence[Headshot]) -> ConfirmDialog | None:
        """Delete ended ones with their pictures: the books stay as they are."""
        chosen = [shot for shot in shots if not shot.status.is_open]
        if not chosen:
            return None
        pictures = sum(shot.done for shot in chosen if shot.status is GenerationStatus.COMPLETED)
        sets = self.tr("%n set(s) of headshots", "", len(chosen))
        effect = self.tr("{sets} with %n picture(s) will be deleted from storage for good.", "", pictures)
        used = sum(shot.status is GenerationStatus.COMPLETED for shot in chosen)
        rest = self.tr("%n credit(s) stay used, and the books do not change.", "", used)
        if not used:
            rest = self.tr("No credit was used, and the books do not change.")
        return self._confirm(
            self.tr("Delete these headshots?"),
            f"{effect.format(sets=sets)} {rest}",
            self.tr("Delete"),
            lambda: self._run(
                [
                    self._plan(shot, partial(self._context.api.generations.delete, shot.headshot_id))
                    for shot in chosen
                ],
                self._tell_deleted,
            ),
        )

    def redo(self, shot: Headshot) -> RedoDialog | None:
        """Make it again from the same photos, for one more credit."""
        if shot.status.is_open:
            return None
        member = self._members().get(shot.member_id)
        left = member.allocated if member else None
        intent = self._context.api.client.make_intent()
        dialog = RedoDialog(self._context, self._name(shot), shot.style, left, self._owner)
        dialog.chosen.connect(lambda style: self._redo(shot, style, intent))
        dialog.open()
        return dialog

    def favour(self, shot: Headshot, n: int | None, done: Callable[[Headshot], object]) -> None:
        """Choose picture `n` as the favourite, or none."""
        intent = self._context.api.client.make_intent()
        call = self._context.api.generations.change(shot.headshot_id, HeadshotChange(favourite=n), intent)
        call.then(done, lambda error: self._refuse(error, lambda: self.favour(shot, n, done)))

    def _redo(self, shot: Headshot, style: Style, intent: str) -> None:
        wanted = None if style is shot.style else style
        call = self._context.api.generations.redo(shot.headshot_id, wanted, intent)
        call.then(
            lambda _made: self._context.shell.say(
                self.tr("New headshots for {name} are on their way.").format(name=embed(self._name(shot)))
            ),
            lambda error: self._refuse(error, lambda: self._redo(shot, style, intent)),
        )

    def _confirm(self, title: str, effect: str, verb: str, run: Callable[[], object]) -> ConfirmDialog:
        return confirm(self._context.theme, self._owner, title, effect, verb, run)

    def _plan(self, shot: Headshot, ask: Callable[..., Call[Any]]) -> Step:
        del shot
        intent = self._context.api.client.make_intent()
        return CallStep(lambda: ask(intent=intent))

    def _run(self, steps: list[Step], tell: Callable[[int], object]) -> None:
        batch = Batch(steps, self)
        self._batches.add(batch)
        batch.finished.connect(lambda: self._end(batch, tell))
        batch.run()

    def _end(self, batch: Batch, tell: Callable[[int], object]) -> None:
        # What is gone already is what was wanted.
        done = [step for step in batch.steps if step.is_done or isinstance(step.error, NotFound)]
        if done:
            tell(len(done))
        left = [step for step in batch.left if not isinstance(step.error, NotFound)]
        error = next((step.error for step in left if step.error), None)
        if error is not None:
            self._refuse(error, batch.run)
        if not left:
            self._batches.discard(batch)
            batch.deleteLater()

    def _refuse(self, error: ApiError, again: Callable[[], object]) -> None:
        action = (self.tr("Try again"), again) if error.may_repeat else None
        tone = "warn" if error.may_repeat else "bad"
        self._context.shell.notify(Notice(tone, error.sentence, error.mend, action))

    def _tell_canceled(self, count: int) -> None:
        self._context.shell.say(self.tr("%n set(s) canceled; the credit comes back.", "", count))

    def _tell_deleted(self, count: int) -> None:
        self._context.shell.say(self.tr("%n set(s) of headshots deleted.", "", count))

    def _name(self, shot: Headshot) -> str:
        return write_name(shot, self._members())
