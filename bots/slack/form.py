"""The form that takes photos in a window, the second door beside dropping them into the chat."""

from typing import Any, Final

from bots.languages import say
from bots.slack import words

PHOTOS: Final = "photos"
FILES: Final = "files"
UPLOAD: Final = "upload"  # the button that opens the form
MAX_FILES: Final = 10  # Block Kit, file_input
FILE_TYPES: Final = ("jpg", "jpeg", "png", "webp", "heic", "heif")

Json = dict[str, Any]


def write_form() -> Json:
    """The view for views.open, in the language spoken now."""
    files = {
        "type": "file_input",
        "action_id": FILES,
        "filetypes": list(FILE_TYPES),
        "max_files": MAX_FILES,
    }
    block = {
        "type": "input",
        "block_id": PHOTOS,
        "label": _plain(words.upload_label()),
        "hint": _plain(words.UPLOAD_HINT),
        "element": files,
    }
    return {
        "type": "modal",
        "callback_id": PHOTOS,
        "title": _plain(words.UPLOAD),
        "submit": _plain(words.SEND),
        "close": _plain(words.CLOSE),
        "blocks": [block],
    }


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": say(text)}
