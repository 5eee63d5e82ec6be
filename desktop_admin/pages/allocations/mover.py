"""Moves credits: to a member, back, between two, or many at once; each says what it did and how to undo it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from core.schemas.credits import MadeMove, MemberCredits
from desktop_admin.api.call import Call
from desktop_admin.api.errors import ApiError
from desktop_admin.context import Context
from desktop_admin.pages.allocations.wish import Wish
from desktop_admin.shell import Notice
from desktop_admin.stores.batch import Batch, CallStep
from desktop_admin.words import embed

Part = tuple[MemberCredits, int]  # a member and how many credits


class Mover(QObject):
    """What a move needs besides: an intent for each wish, a toast with Undo, and a calm sentence when refused."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._api = context.shell, context.api
        self._wish = Wish(context.api.client.make_intent)
        self.batch: Batch | None = None

    # ---- one member: the call as well, for whoever wants to say more about its outcome

    def give(self, member: MemberCredits, credits_: int) -> Call[MadeMove]:
        """Pool to member."""
        said = self.tr("Gave {credits} to {name}").format(
            credits=self.count(credits_), name=embed(member.name)
        )
        words = ("give", member.member_id, credits_)
        call = self._api.credits.allocate(member.member_id, credits_, self._wish.find_intent(*words))
        return self._settle(call, words, said, partial(self.take_back, [(member, credits_)]))

    def take(self, member: MemberCredits, credits_: int) -> Call[MadeMove]:
        """Member to pool: exactly so many, as was said before."""
        said = self.tr("Reclaimed {credits} from {name}").format(
            credits=self.count(credits_), name=embed(member.name)
        )
        words = ("take", member.member_id, credits_)
        call = self._api.credits.reclaim(member.member_id, credits_, self._wish.find_intent(*words))
        return self._settle(call, words, said, partial(self._give_back, [(member, credits_)]))

    def move(self, giver: MemberCredits, taker: MemberCredits, credits_: int) -> Call[MadeMove]:
        """Member to member."""
        said = self.tr("Moved {credits} from {giver} to {taker}").format(
            credits=self.count(credits_), giver=embed(giver.name), taker=embed(taker.name)
        )
        words = ("move", giver.member_id, taker.member_id, credits_)
        intent = self._wish.find_intent(*words)
        call = self._api.credits.reassign(giver.member_id, taker.member_id, credits_, intent)
        return self._settle(call, words, said, partial(self._move_back, giver, taker, credits_))

    # ---- many at once

    def give_each(self, members: Sequence[MemberCredits], credits_: int) -> Batch:
        """So many to each of them."""
        parts = [(member, credits_) for member in members]
        return self._run(self._plan_giving(parts), parts, self._say_given)

    def take_all(self, members: Sequence[MemberCredits]) -> Batch:
        """All that is unspent back from each of them: exactly what was said before."""
        parts = [(member, member.allocated) for member in members if member.allocated]
        return self._run(self._plan_taking(parts), parts, self._say_taken)

    def take_back(self, parts: Sequence[Part]) -> Batch:
        """Undo giving."""
        return self._run(self._plan_taking(parts), parts, self._say_undone)

    def count(self, credits_: int) -> str:
        """So many credits."""
        return self.tr("%n credit(s)", "", credits_)

    def people(self, count: int) -> str:
        """So many members."""
        return self.tr("%n member(s)", "", count)

    # ---- its own

    def _give_back(self, parts: Sequence[Part]) -> Batch:
        return self._run(self._plan_giving(parts), parts, self._say_undone)

    def _move_back(self, giver: MemberCredits, taker: MemberCredits, credits_: int) -> Batch:
        ask, intent = self._api.credits.reassign, self._api.client.make_intent()
        step = CallStep(partial(ask, taker.member_id, giver.member_id, credits_, intent))
        return self._run([step], [(taker, credits_)], self._say_undone)

    def _plan_giving(self, parts: Sequence[Part]) -> list[CallStep]:
        ask, make = self._api.credits.allocate, self._api.client.make_intent
        return [CallStep(partial(ask, member.member_id, credits_, make())) for member, credits_ in parts]

    def _plan_taking(self, parts: Sequence[Part]) -> list[CallStep]:
        ask, make = self._api.credits.reclaim, self._api.client.make_intent
        return [CallStep(partial(ask, member.member_id, credits_, make())) for member, credits_ in parts]

    def _run(
        self, steps: list[CallStep], parts: Sequence[Part], say: Callable[[list[Part]], object]
    ) -> Batch:
        batch = self.batch = Batch(steps, self)
        told: set[int] = set()  # what a toast has offered to undo is not offered again after another try
        batch.finished.connect(lambda: self._finish(batch, parts, say, told))
        batch.run()
        return batch

    def _finish(
        self, batch: Batch, parts: Sequence[Part], say: Callable[[list[Part]], object], told: set[int]
    ) -> None:
        new = [place for place, step in enumerate(batch.steps) if step.is_done and place not in told]
        told.update(new)
        if new:
            say([parts[place] for place in new])
        left = [part for step, part in zip(batch.steps, parts, strict=True) if not step.is_done]
        if left and batch.error is not None:
            self._tell_left(left, batch.error, batch.run)

    def _tell_left(self, left: Sequence[Part], error: ApiError, again: Callable[[], object]) -> None:
        strong = self.tr("Nothing was moved for {members}.").format(members=_name(left, self.people))
        self._shell.notify(Notice("warn", strong, error.text, (self.tr("Try again"), again)))

    def _say_given(self, parts: list[Part]) -> None:
        text = self.tr("Gave {credits} to {members}").format(
            credits=self.count(_sum(parts)), members=self.people(len(parts))
        )
        self._shell.say(text, partial(self.take_back, parts))

    def _say_taken(self, parts: list[Part]) -> None:
        text = self.tr("Reclaimed {credits} from {members}").format(
            credits=self.count(_sum(parts)), members=self.people(len(parts))
        )
        self._shell.say(text, partial(self._give_back, parts))

    def _say_undone(self, parts: list[Part]) -> None:
        self._shell.say(self.tr("Undone: {credits} are back").format(credits=self.count(_sum(parts))))

    def _settle(
        self, call: Call[MadeMove], words: tuple[object, ...], said: str, undo: Callable[[], object]
    ) -> Call[MadeMove]:
        def finish(_made: MadeMove) -> None:
            self._wish.fulfil(*words)
            self._shell.say(said, undo)

        return call.cancel_with(self).then(finish)


def _sum(parts: Sequence[Part]) -> int:
    return sum(credits_ for _, credits_ in parts)


def _name(parts: Sequence[Part], count: Callable[[int], str]) -> str:
    return embed(parts[0][0].name) if len(parts) == 1 else count(len(parts))
