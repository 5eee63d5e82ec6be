"""The part of Block Kit that the stand-in knows: which fields, of which kind, how long. From docs.slack.dev."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What one field must be: `kind`, the longest text or list allowed, whether it must be there."""

    kind: str
    most: int = 0
    required: bool = False


_ID = Rule("string", 255)
_BLOCK = {"block_id": _ID}
_PLAIN_150 = Rule("plain", 150)
_FLAG = Rule("flag")
_CHOICE = {"action_id": _ID, "placeholder": _PLAIN_150, "confirm": Rule("object"), "focus_on_load": _FLAG}
_OPTION_LIST = Rule("options", 10, required=True)
_TYPED = {
    "action_id": _ID,
    "placeholder": _PLAIN_150,
    "initial_value": Rule("string", 3000),
    "dispatch_action_config": Rule("object"),
    "focus_on_load": _FLAG,
}

BLOCKS: dict[str, dict[str, Rule]] = {
    "section": {
        **_BLOCK,
        "text": Rule("text", 3000),
        "fields": Rule("texts", 10),
        "accessory": Rule("element:accessory"),
        "expand": _FLAG,
    },
    "header": {**_BLOCK, "text": Rule("plain", 150, required=True)},
    "divider": _BLOCK,
    "image": {
        **_BLOCK,
        "image_url": Rule("string", 3000),
        "slack_file": Rule("slack_file"),
        "alt_text": Rule("string", 2000, required=True),
        "title": Rule("plain", 2000),
    },
    "actions": {**_BLOCK, "elements": Rule("elements:actions", 25, required=True)},
    "context": {**_BLOCK, "elements": Rule("elements:context", 10, required=True)},
    "input": {
        **_BLOCK,
        "label": Rule("plain", 2000, required=True),
        "element": Rule("element:input", required=True),
        "hint": Rule("plain", 2000),
        "optional": _FLAG,
        "dispatch_action": _FLAG,
    },
    "markdown": {**_BLOCK, "text": Rule("string", 12_000, required=True)},
    "rich_text": {**_BLOCK, "elements": Rule("list", required=True)},
}

ELEMENTS: dict[str, dict[str, Rule]] = {
    "button": {
        "action_id": _ID,
        "text": Rule("plain", 75, required=True),
        "value": Rule("string", 2000),
        "url": Rule("string", 3000),
        "style": Rule("style"),
        "confirm": Rule("object"),
        "accessibility_label": Rule("string", 75),
    },
    "static_select": {
        **_CHOICE,
        "options": Rule("options", 100, required=True),
        "initial_option": Rule("object"),
    },
    "multi_static_select": {
        **_CHOICE,
        "options": Rule("options", 100, required=True),
        "initial_options": Rule("list"),
        "max_selected_items": Rule("number"),
    },
    "radio_buttons": {**_CHOICE, "options": _OPTION_LIST, "initial_option": Rule("object")},
    "checkboxes": {**_CHOICE, "options": _OPTION_LIST, "initial_options": Rule("list")},
    "overflow": {"action_id": _ID, "options": Rule("options", 5, required=True), "confirm": Rule("object")},
    "plain_text_input": {
        **_TYPED,
        "multiline": _FLAG,
        "min_length": Rule("number"),
        "max_length": Rule("number"),
    },
    "email_text_input": _TYPED,
    "number_input": {
        **_TYPED,
        "is_decimal_allowed": Rule("flag", required=True),
        "min_value": Rule("string"),
        "max_value": Rule("string"),
    },
    "file_input": {"action_id": _ID, "filetypes": Rule("list"), "max_files": Rule("file_count", 10)},
    "image": {
        "image_url": Rule("string", 3000),
        "slack_file": Rule("slack_file"),
        "alt_text": Rule("string", 2000, required=True),
    },
}

_CHOICES = {"static_select", "multi_static_select", "radio_buttons", "checkboxes"}
GROUPS: dict[str, set[str]] = {
    "actions": {"button", "overflow", *_CHOICES},
    "accessory": {"button", "image", "overflow", *_CHOICES},
    "context": {"image", "plain_text", "mrkdwn"},
    "input": {"plain_text_input", "email_text_input", "number_input", "file_input", *_CHOICES},
}

OPTION: dict[str, Rule] = {
    "text": Rule("text", 75, required=True),
    "value": Rule("string", 150),
    "description": Rule("text", 75),
    "url": Rule("string", 3000),
}

VIEW: dict[str, Rule] = {
    "title": Rule("plain", 24),
    "submit": Rule("plain", 24),
    "close": Rule("plain", 24),
    "private_metadata": Rule("string", 3000),
    "callback_id": _ID,
    "external_id": _ID,
    "clear_on_close": _FLAG,
    "notify_on_close": _FLAG,
    "submit_disabled": _FLAG,
}
MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_FIELD = 2000
