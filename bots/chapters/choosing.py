"""Style, confirm and Generate: one message that changes; nothing is charged before the last tap."""

from dataclasses import replace

from bots import phrases
from bots.inbound import BalanceChanged, PhotosFound, Pressed
from bots.outbound import SAMPLE, Album, Button, Picture, Replace, Rows, Say, Toast
from bots.requests import FindPhotos, Generate
from bots.state import Draft, Photo, State, Verdict
from bots.turn import Turn, View
from core.domain.styles import Style


def press_continue(state: State, inbound: Pressed, view: View) -> Turn:
    """Open the style message, new at the bottom of the chat."""
    draft = find_draft(state, inbound)
    if draft is None:
        return refuse_old_button(state, inbound)
    if draft.missing:
        return Turn(state, (Toast(inbound.interaction, phrases.too_few(draft.missing)),))
    chosen = replace(draft, choosing=True, style=None, nonce="")
    shown = show_choice(chosen, view)
    samples = () if draft.choosing else (Album(list_samples(), phrases.SAMPLES),)
    return Turn(replace(state, draft=chosen), (*samples, Say(shown.text, shown.slot, shown.buttons)))


def press_style(state: State, inbound: Pressed, view: View) -> Turn:
    """Ask for the go: cost, and the balance before and after."""
    draft = find_draft(state, inbound)
    if draft is None or inbound.value not in set(Style):
        return refuse_old_button(state, inbound)
    if draft.missing:
        return Turn(state, (Toast(inbound.interaction, phrases.too_few(draft.missing)),))
    chosen = replace(draft, choosing=True, style=Style(inbound.value), nonce=view.fresh_id)
    return Turn(replace(state, draft=chosen), (show_choice(chosen, view),))


def press_restyle(state: State, inbound: Pressed, view: View) -> Turn:
    """Back to the four styles."""
    draft = find_draft(state, inbound)
    if draft is None:
        return refuse_old_button(state, inbound)
    chosen = replace(draft, choosing=True, style=None, nonce="")
    return Turn(replace(state, draft=chosen), (show_choice(chosen, view),))


def press_generate(state: State, inbound: Pressed, view: View) -> Turn:
    """Spend the credit, once for each nonce; anything else about the tap gets one short toast."""
    no = _object_to_generate(state, inbound, view)
    draft = state.draft
    if no or draft is None or draft.style is None:
        return Turn(state, (Toast(inbound.interaction, no),))
    return Turn(state, requests=(Generate(draft.id, draft.selfie_ids, draft.style, draft.nonce),))


def _object_to_generate(state: State, inbound: Pressed, view: View) -> str:
    if state.work and state.work.nonce == inbound.value:
        return phrases.ALREADY_ON_IT
    draft = find_draft(state, inbound)
    if draft is None or draft.style is None or draft.nonce != inbound.value:
        return phrases.OLD_BUTTON
    if draft.is_checking:
        return phrases.still_checking(len(draft.pick_by(Verdict.PENDING)))
    if draft.missing:
        return phrases.too_few(draft.missing)
    return phrases.ONE_AT_A_TIME if view.running else ""


def hear_balance(state: State, inbound: BalanceChanged, view: View) -> Turn:
    """The open question says what it costs and leaves; where there is none, nothing need be said."""
    del inbound
    draft = state.draft
    return Turn(state, (show_choice(draft, view),) if draft is not None and draft.style is not None else ())


def press_again(state: State, inbound: Pressed, view: View) -> Turn:
    """The photos and style of a try that gave nothing, back at the confirm question."""
    undone = state.undone
    if undone is None or undone.id != inbound.token or state.draft is not None:
        return refuse_old_button(state, inbound)
    draft = _take_again(undone.selfie_ids, undone.style, view)
    return Turn(replace(state, draft=draft, undone=None), (show_choice(draft, view),))


def press_redo(state: State, inbound: Pressed, view: View) -> Turn:
    """The photos of a finished set once more; a set in hand comes first."""
    if view.member is None or not inbound.token:
        return refuse_old_button(state, inbound)
    if state.draft is not None:
        return Turn(state, (Toast(inbound.interaction, phrases.FINISH_FIRST),))
    return Turn(state, requests=(FindPhotos(inbound.token),))


def hear_photos(state: State, inbound: PhotosFound, view: View) -> Turn:
    """The confirm question in the same style; another one is a tap away. Nothing is charged before the go."""
    if state.draft is not None:
        return Turn(state)
    draft = _take_again(inbound.selfie_ids, inbound.style, view)
    shown = show_choice(draft, view)
    return Turn(replace(state, draft=draft), (Say(shown.text, shown.slot, shown.buttons),))


def _take_again(selfie_ids: tuple[str, ...], style: Style, view: View) -> Draft:
    photos = tuple(Photo(selfie_id, n, Verdict.TAKEN) for n, selfie_id in enumerate(selfie_ids, 1))
    id_ = view.fresh_id
    return Draft(id_, photos, len(photos), has_status=False, choosing=True, style=style, nonce=id_)


def find_draft(state: State, inbound: Pressed) -> Draft | None:
    """The draft in hand if the button belongs to it."""
    return state.draft if state.draft and state.draft.id == inbound.token else None


def refuse_old_button(state: State, inbound: Pressed) -> Turn:
    """One short toast and nothing else."""
    return Turn(state, (Toast(inbound.interaction, phrases.OLD_BUTTON),))


def show_choice(draft: Draft, view: View) -> Replace:
    """The message under the status: styles, the confirm question, or why there is none."""
    if draft.style is None:
        return Replace(draft.choice_slot, phrases.ASK_STYLE, list_style_rows(draft))
    checking = len(draft.pick_by(Verdict.PENDING))
    if checking:
        return Replace(draft.choice_slot, phrases.still_checking(checking), (_list_exits(draft),))
    if view.balance < view.cost:
        check = Button(phrases.CHECK_AGAIN, "style", draft.style.value, draft.id)
        text = phrases.not_enough(view.cost, view.balance)
        return Replace(draft.choice_slot, text, ((check,), _list_exits(draft)))
    text = phrases.confirm(draft.style, len(draft.selfie_ids), view.cost, view.balance, view.estimate)
    generate = Button(phrases.name_generate(view.cost), "generate", draft.nonce, draft.id)
    return Replace(draft.choice_slot, text, ((generate,), _list_exits(draft)))


def list_samples() -> tuple[Picture, ...]:
    """One picture of each style, in the order of their buttons."""
    return tuple(Picture(f"{SAMPLE}{style.value}", f"{style.value}.jpg") for style in Style)


def list_style_rows(draft: Draft) -> Rows:
    """The four styles, two in a row."""
    buttons = [Button(phrases.STYLES[style], "style", style.value, draft.id) for style in Style]
    return (tuple(buttons[:2]), tuple(buttons[2:]))


def _list_exits(draft: Draft) -> tuple[Button, ...]:
    restyle = Button(phrases.CHANGE_STYLE, "restyle", token=draft.id)
    return (restyle, Button(phrases.CANCEL, "cancel", token=draft.id))
