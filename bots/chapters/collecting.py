"""Collecting selfies: one status message for each set, edited as photos come and are judged."""

from dataclasses import replace

from bots import phrases
from bots.chapters.choosing import find_draft, list_style_rows, refuse_old_button, show_choice
from bots.chapters.joining import answer_album_once, stop_at_gate, stop_files_at_gate
from bots.inbound import OtherSent, PhotoSent, PhotoTaken, PhotoTurnedDown, Pressed
from bots.languages import say
from bots.outbound import Button, Outbound, Replace, Rows, Say
from bots.requests import DropSelfies, JudgePhoto
from bots.state import Draft, State, Verdict
from bots.turn import Turn, View
from core.domain.photos import MAX_PHOTO_BYTES, PhotoProblem

OFFERED_REMOVALS = 4  # buttons that fit beside each other on a phone


def start_set(state: State, view: View) -> Turn:
    """/new and its buttons: the set in hand is put aside, photos are asked for."""
    stopped = stop_at_gate(state, view)
    if stopped:
        return stopped
    return put_aside(state).before(Turn(replace(state, draft=None), (Say(phrases.ask_photos()),)))


def put_aside(state: State) -> Turn:
    """Let go of the draft: its buttons go, its selfies are dropped."""
    draft = state.draft
    if draft is None:
        return Turn(state)
    messages: list[Outbound] = []
    if draft.has_status:
        messages.append(Replace(draft.status_slot, phrases.SET_ASIDE))
    if draft.choosing:
        messages.append(Replace(draft.choice_slot, phrases.SET_ASIDE))
    kept = tuple(photo.id for photo in draft.photos if photo.verdict is not Verdict.REFUSED)
    return Turn(replace(state, draft=None), tuple(messages), (DropSelfies(kept),) if kept else ())


def receive_photo(state: State, inbound: PhotoSent, view: View) -> Turn:
    """One more photo for the set in hand, or the first of a new one."""
    stopped = stop_files_at_gate(state, inbound, view)
    if stopped:
        return stopped
    draft = state.draft or Draft(id=view.fresh_id)
    if not draft.room:
        return _leave_out(state, draft, view)
    draft = draft.add_photo(view.fresh_id)
    if inbound.size is not None and inbound.size > MAX_PHOTO_BYTES:
        judged = draft.judge_photo(view.fresh_id, Verdict.REFUSED, PhotoProblem.TOO_LARGE)
        return _show(state, judged or draft, view)
    ask = JudgePhoto(view.fresh_id, draft.id, inbound.ref, inbound.name, inbound.mime, inbound.size)
    told = (Say(phrases.WAITS_FOR_NEXT),) if view.running and state.draft is None else ()
    return Turn(state, told, (ask,)).before(_show(state, draft, view))


def _leave_out(state: State, draft: Draft, view: View) -> Turn:
    first = draft.left_out == 0
    shown = _show(state, draft.leave_out(), view)
    return Turn(state, (Say(phrases.SET_FULL),)).before(shown) if first else shown


def receive_other(state: State, inbound: OtherSent, view: View) -> Turn:
    """A sticker, voice, video or a file that is no photo: one plain answer."""
    stopped = stop_files_at_gate(state, inbound, view)
    return stopped or answer_album_once(Turn(state, (Say(phrases.OTHER_THINGS),)), inbound.group)


def hear_taken(state: State, inbound: PhotoTaken, view: View) -> Turn:
    """A photo passed; one that nobody waits for any more is dropped."""
    judged = state.draft and state.draft.judge_photo(inbound.selfie_id, Verdict.TAKEN)
    if judged is None:
        unwanted = view.member is not None and not _is_in_use(state, inbound.selfie_id)
        return Turn(state, requests=(DropSelfies((inbound.selfie_id,)),) if unwanted else ())
    return _show(state, replace(judged, hint=inbound.hint), view)


def _is_in_use(state: State, selfie_id: str) -> bool:
    holders = (state.draft, state.work, state.undone)
    return any(holder is not None and selfie_id in holder.selfie_ids for holder in holders)


def remove_photo(state: State, number: int, view: View) -> Turn:
    """That photo goes, whatever became of it."""
    draft = state.draft
    left = draft and draft.remove_photo(number)
    if draft is None or left is None:
        return Turn(state, (Say(phrases.no_such_photo(number)),))
    gone = tuple(photo.id for photo in draft.photos if photo.number == number)
    return Turn(state, requests=(DropSelfies(gone),)).before(_show(state, left, view))


def press_remove(state: State, inbound: Pressed, view: View) -> Turn:
    """The button of a refused photo."""
    draft = find_draft(state, inbound)
    if draft is None or not inbound.value.isascii() or not inbound.value.isdigit():
        return refuse_old_button(state, inbound)
    if draft.remove_photo(int(inbound.value)) is None:
        return refuse_old_button(state, inbound)
    return remove_photo(state, int(inbound.value), view)


def hear_turned_down(state: State, inbound: PhotoTurnedDown, view: View) -> Turn:
    """A photo did not pass; the status message says why."""
    judged = state.draft and state.draft.judge_photo(inbound.selfie_id, Verdict.REFUSED, inbound.problem)
    return Turn(state) if judged is None else _show(state, judged, view)


def _show(state: State, draft: Draft, view: View) -> Turn:
    messages: list[Outbound] = [write_status(draft)]
    if draft.choosing:
        messages.append(show_choice(draft, view))
    return Turn(replace(state, draft=replace(draft, has_status=True)), tuple(messages))


def write_status(draft: Draft) -> Replace:
    """The one status message of the set, with the way on as soon as there is one."""
    refused = [(photo.number, photo.problem) for photo in draft.photos if photo.problem is not None]
    checking = len(draft.pick_by(Verdict.PENDING))
    lines = [phrases.status(len(draft.selfie_ids), checking, refused), *phrases.list_refused(refused)]
    if draft.left_out and not draft.room:
        lines.append(phrases.left_out(draft.left_out))
    if draft.hint:
        lines.append(say(draft.hint))
    if not checking:
        lines.append(phrases.next_step(draft.missing, draft.room))
    return Replace(draft.status_slot, "\n".join(lines), _list_ways_on(draft))


def _list_ways_on(draft: Draft) -> Rows:
    refused = draft.pick_by(Verdict.REFUSED)[-OFFERED_REMOVALS:]
    removals = tuple(
        Button(phrases.remove(photo.number), "remove", str(photo.number), draft.id) for photo in refused
    )
    rows = (removals,) if removals and not draft.is_checking else ()
    if draft.missing or draft.is_checking:
        return rows
    return ((Button(phrases.CONTINUE, "continue", token=draft.id),), *list_style_rows(draft), *rows)
