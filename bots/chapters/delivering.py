"""From the held credit to the pictures: one progress message, then album, originals and balance."""

from dataclasses import replace

from bots import phrases
from bots.chapters.choosing import refuse_old_button
from bots.inbound import (
    FavouriteChosen,
    GenerationCanceled,
    GenerationCompleted,
    GenerationFailed,
    GenerationProgressed,
    GenerationRefused,
    GenerationStarted,
    Pressed,
)
from bots.outbound import Album, Button, Documents, Outbound, Picture, Replace, Rows, Say, Typing
from bots.requests import CancelGeneration, ChooseFavourite
from bots.state import State, Work
from bots.turn import Running, Turn, View
from core.domain.reasons import Reason
from core.domain.styles import Style


def hear_started(state: State, inbound: GenerationStarted, view: View) -> Turn:
    """The set is on its way; the confirm message becomes the progress message."""
    draft = state.draft
    if draft is None or draft.style is None:
        return Turn(state)
    work = Work(inbound.generation_id, draft.style, draft.selfie_ids, draft.choice_slot, draft.nonce)
    in_use = Replace(draft.status_slot, phrases.in_use(len(draft.selfie_ids), draft.style))
    queued = phrases.queued(draft.style, inbound.balance, view.estimate)
    messages = ((in_use,) if draft.has_status else ()) + (Replace(work.slot, queued, _list_stop(work.id)),)
    return Turn(replace(state, draft=None, work=work, undone=None), messages)


def hear_refused(state: State, inbound: GenerationRefused, view: View) -> Turn:
    """Nothing was charged; the reason stands where the confirm question stood."""
    del view
    draft = state.draft
    text = phrases.refusal(inbound.sentence, inbound.mend)
    if draft is None or draft.style is None:
        return Turn(state, (Say(text),))
    check = Button(phrases.CHECK_AGAIN, "style", draft.style.value, draft.id)
    cancel = Button(phrases.CANCEL, "cancel", token=draft.id)
    return Turn(state, (Replace(draft.choice_slot, text, ((check, cancel),)),))


def hear_progress(state: State, inbound: GenerationProgressed, view: View) -> Turn:
    """The bar grows and never shrinks, whatever order the news comes in."""
    del view
    work = state.work
    if work is None or work.id != inbound.generation_id or inbound.done <= work.done:
        return Turn(state)
    message = Replace(work.slot, phrases.progress(inbound.done, inbound.total), _list_stop(work.id))
    return Turn(replace(state, work=replace(work, done=inbound.done)), (message,))


def hear_completed(state: State, inbound: GenerationCompleted, view: View) -> Turn:
    """The pictures, also of a generation that was begun elsewhere for this member."""
    del view
    slot = _find_slot(state, inbound.generation_id)
    messages: tuple[Outbound, ...] = (
        Replace(slot, phrases.done(inbound.style, len(inbound.pictures))),
        Typing(),
        *write_pictures(inbound.style, inbound.pictures, phrases.caption(inbound.style)),
        _write_after(inbound.generation_id, inbound.balance, len(inbound.pictures)),
    )
    return Turn(_end_work(state, inbound.generation_id), messages)


def _write_after(generation_id: str, balance: int, pictures: int, favourite: int | None = None) -> Say:
    """The message under the pictures: what is left, a star for each, once more, and the next set."""
    stars = tuple(
        Button(
            phrases.star(n, is_chosen=n == favourite),
            "favourite",
            "0" if n == favourite else str(n),
            generation_id,
        )
        for n in range(1, pictures + 1)
    )
    redo = Button(phrases.REDO, "redo", token=generation_id)
    text = phrases.left_over(balance, favourite)
    return Say(text, f"after:{generation_id}", (stars, (redo,), *offer_new()))


def press_favourite(state: State, inbound: Pressed, view: View) -> Turn:
    """A star: that picture is the favourite; the same star again takes it back."""
    if view.member is None or not (inbound.value.isascii() and inbound.value.isdigit() and inbound.token):
        return refuse_old_button(state, inbound)
    return Turn(state, requests=(ChooseFavourite(inbound.token, int(inbound.value) or None),))


def hear_favourite(state: State, inbound: FavouriteChosen, view: View) -> Turn:
    """The star that counts is full."""
    after = _write_after(inbound.generation_id, view.balance, inbound.pictures, inbound.n)
    return Turn(state, (Replace(after.slot, after.text, after.buttons),))


def write_pictures(style: Style, keys: tuple[str, ...], caption: str) -> tuple[Album, Documents]:
    """The album to look at and the same as files, named for people."""
    pictures = tuple(
        Picture(key, f"headshot-{style.value}-{n}.{key.rpartition('.')[2]}") for n, key in enumerate(keys, 1)
    )
    return Album(pictures, caption), Documents(pictures, phrases.FULL_QUALITY)


def hear_failed(state: State, inbound: GenerationFailed, view: View) -> Turn:
    """Why, that the credit is back, and a second try with the same photos."""
    del view
    # Only what ended before reasons had codes is said as it was noted.
    reason = Reason.read(inbound.code).sentence if inbound.code else inbound.reason
    text = phrases.failed(reason, inbound.balance)
    return _hear_nothing_made(state, inbound.generation_id, text)


def hear_canceled(state: State, inbound: GenerationCanceled, view: View) -> Turn:
    """Stopped, and the credit is back."""
    del view
    return _hear_nothing_made(state, inbound.generation_id, phrases.canceled(inbound.balance))


def _hear_nothing_made(state: State, generation_id: str, text: str) -> Turn:
    slot = _find_slot(state, generation_id)
    if state.work is None or state.work.id != generation_id:
        return Turn(state, (Replace(slot, text, offer_new()),))
    again = Button(phrases.TRY_AGAIN, "again", token=generation_id)
    ended = replace(_end_work(state, generation_id), undone=state.work)
    return Turn(ended, (Replace(slot, text, ((again,), *offer_new())),))


def press_stop(state: State, inbound: Pressed, view: View) -> Turn:
    """Cancel under the progress message."""
    if view.running is None or view.running.id != inbound.token:
        return refuse_old_button(state, inbound)
    return stop_running(state, view.running.id)


def show_running(state: State, running: Running) -> Say:
    """The progress message anew at the bottom of the chat; from now on it grows there."""
    text = phrases.progress(running.done, running.total)
    return Say(text, _find_slot(state, running.id), _list_stop(running.id))


def stop_running(state: State, generation_id: str) -> Turn:
    """Ask the house to stop it; the answer says that the credit is back."""
    slot = _find_slot(state, generation_id)
    return Turn(state, (Replace(slot, phrases.STOPPING),), (CancelGeneration(generation_id),))


def offer_new() -> Rows:
    """The way to the next set."""
    return ((Button(phrases.NEW_HEADSHOTS, "new"),),)


def _find_slot(state: State, generation_id: str) -> str:
    if state.work and state.work.id == generation_id:
        return state.work.slot
    return f"generation:{generation_id}"


def _end_work(state: State, generation_id: str) -> State:
    ours = state.work is not None and state.work.id == generation_id
    return replace(state, work=None) if ours else state


def _list_stop(generation_id: str) -> Rows:
    return ((Button(phrases.CANCEL, "stop", token=generation_id),),)
