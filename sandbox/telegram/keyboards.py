"""Checks the keyboards that the bot puts under its messages."""

from typing import Any

from sandbox.telegram.errors import BadRequestError, JsonObject

# Bot API 10.1: callback_data 1-64 bytes. Rows and total: what Telegram's own clients show.
MAX_DATA_BYTES = 64
MAX_ROW = 8
MAX_BUTTONS = 100
_ACTIONS = ("callback_data", "url", "copy_text", "switch_inline_query", "switch_inline_query_current_chat")
_LABELS = ("text", "style", "icon_custom_emoji_id")
_STYLES = ("danger", "success", "primary")
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")


def read_keyboard(markup: Any) -> list[list[JsonObject]] | None:
    """Read a reply_markup into its rows of inline buttons; None when it holds no inline keyboard.

    Raises BotApiError for what Telegram would refuse. Reply keyboards are accepted and not modelled.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise BadRequestError("object expected as reply markup")
    if "inline_keyboard" not in markup:
        _refuse_unless_known(markup)
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BadRequestError("can't parse inline keyboard: array of arrays expected")
    if max(map(len, rows), default=0) > MAX_ROW or sum(map(len, rows)) > MAX_BUTTONS:
        raise BadRequestError("reply markup is too long")
    checked = [[_check_button(button) for button in row] for row in rows if row]
    return checked or None


def _refuse_unless_known(markup: JsonObject) -> None:
    if markup and not any(kind in markup for kind in _OTHER_KINDS):
        raise BadRequestError("can't parse reply markup: unknown kind of keyboard")


def _check_button(button: Any) -> JsonObject:
    where = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise BadRequestError(f"{where}: object expected")
    label = button.get("text")
    if not isinstance(label, str) or not label:
        raise BadRequestError(f'{where}: field "text" must be a non-empty string')
    actions = [name for name in button if name not in _LABELS]
    if any(name not in _ACTIONS for name in actions):
        raise BadRequestError(f"{where}: the stand-in does not know {actions}")
    if len(actions) != 1:
        raise BadRequestError(f"{where}: Text buttons are unallowed in the inline keyboard")
    if button.get("style", "primary") not in _STYLES:
        raise BadRequestError(f"{where}: unknown style")
    _check_data(button.get("callback_data"))
    return button


def _check_data(data: Any) -> None:
    if data is None:
        return
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise BadRequestError("BUTTON_DATA_INVALID")
