"""Which methods of the Bot API the stand-in knows, and which parameters each one takes.

After Bot API 10.1. Kinds: `chat` (whole number or @name), `whole`, `text`, `flag`, `json` (a JSON text),
`file` (an uploaded part, an attach:// name, or the id of a stored file). A star marks what is required.
"""

_QUIET = {"disable_notification": "flag", "protect_content": "flag"}
_REPLY = {"reply_parameters": "json", "reply_markup": "json"}
_CAPTION = {"caption": "text", "parse_mode": "text", "caption_entities": "json"}
_EDITED = {"chat_id": "chat*", "message_id": "whole*", "reply_markup": "json"}
_SCOPE = {"scope": "json", "language_code": "text"}

SIGNATURES: dict[str, dict[str, str]] = {
    "getMe": {},
    "getUpdates": {"offset": "whole", "limit": "whole", "timeout": "whole", "allowed_updates": "json"},
    "setWebhook": {
        "url": "text*",
        "ip_address": "text",
        "max_connections": "whole",
        "allowed_updates": "json",
        "drop_pending_updates": "flag",
        "secret_token": "text",
    },
    "deleteWebhook": {"drop_pending_updates": "flag"},
    "getWebhookInfo": {},
    "sendMessage": {
        "chat_id": "chat*",
        "text": "text*",
        "parse_mode": "text",
        "entities": "json",
        "link_preview_options": "json",
        **_QUIET,
        **_REPLY,
    },
    "sendPhoto": {
        "chat_id": "chat*",
        "photo": "file*",
        "has_spoiler": "flag",
        **_CAPTION,
        **_QUIET,
        **_REPLY,
    },
    "sendDocument": {
        "chat_id": "chat*",
        "document": "file*",
        "thumbnail": "file",
        "disable_content_type_detection": "flag",
        **_CAPTION,
        **_QUIET,
        **_REPLY,
    },
    "sendMediaGroup": {"chat_id": "chat*", "media": "json*", "reply_parameters": "json", **_QUIET},
    "sendChatAction": {"chat_id": "chat*", "action": "text*"},
    "editMessageText": {
        "text": "text*",
        "parse_mode": "text",
        "entities": "json",
        "link_preview_options": "json",
        **_EDITED,
    },
    "editMessageCaption": {**_CAPTION, **_EDITED},
    "editMessageMedia": {"media": "json*", **_EDITED},
    "editMessageReplyMarkup": {**_EDITED},
    "deleteMessage": {"chat_id": "chat*", "message_id": "whole*"},
    "deleteMessages": {"chat_id": "chat*", "message_ids": "json*"},
    "getFile": {"file_id": "text*"},
    "answerCallbackQuery": {
        "callback_query_id": "text*",
        "text": "text",
        "show_alert": "flag",
        "url": "text",
        "cache_time": "whole",
    },
    "setMyCommands": {"commands": "json*", **_SCOPE},
    "getMyCommands": {**_SCOPE},
    "deleteMyCommands": {**_SCOPE},
    "setMyName": {"name": "text", "language_code": "text"},
    "setMyDescription": {"description": "text", "language_code": "text"},
    "setMyShortDescription": {"short_description": "text", "language_code": "text"},
    "setChatMenuButton": {"chat_id": "whole", "menu_button": "json"},
    "getChat": {"chat_id": "chat*"},
}
