"""Turns the markup of a bot's text into plain text with entities, and finds commands in what people write."""

import re
from html.parser import HTMLParser

from sandbox.telegram.errors import BadRequestError, JsonObject

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "tg-spoiler": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
_COMMAND = re.compile(r"(?<![^\s])/[A-Za-z0-9_]{1,32}(?:@\w+)?")


def count_units(text: str) -> int:
    """Count UTF-16 code units, the unit of every offset and length in the Bot API."""
    return len(text.encode("utf-16-le")) // 2


def find_commands(text: str) -> list[JsonObject]:
    """Find the bot commands in a person's text, as entities."""
    return [
        {
            "type": "bot_command",
            "offset": count_units(text[: match.start()]),
            "length": count_units(match.group()),
        }
        for match in _COMMAND.finditer(text)
    ]


def read_marked_text(text: str, parse_mode: str | None) -> tuple[str, list[JsonObject]]:
    """Read a bot's text in the given parse mode (none or HTML) into plain text and entities.

    Raises BotApiError for broken markup, and for the two Markdown modes, which the stand-in does not model.
    """
    if not parse_mode:
        return text.strip(), []
    if parse_mode.lower() != "html":
        raise BadRequestError("unsupported parse_mode")
    reader = _HtmlReader()
    reader.feed(text.strip())
    reader.close()
    return reader.finish()


class _HtmlReader(HTMLParser):
    """Collects plain text and entities; anything that Telegram would not parse is refused."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._plain = ""
        self._open: list[tuple[str, int, JsonObject]] = []
        self._entities: list[JsonObject] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KINDS:
            raise BadRequestError(f'can\'t parse entities: Unsupported start tag "{tag}"')
        entity: JsonObject = {"type": _KINDS[tag]}
        if tag == "a":
            entity["url"] = dict(attrs).get("href") or ""
        self._open.append((tag, count_units(self._plain), entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise BadRequestError(f'can\'t parse entities: Unexpected end tag "{tag}"')
        _, start, entity = self._open.pop()
        length = count_units(self._plain) - start
        if length:
            self._entities.append({**entity, "offset": start, "length": length})

    def handle_data(self, data: str) -> None:
        self._plain += data

    def finish(self) -> tuple[str, list[JsonObject]]:
        if self._open:
            raise BadRequestError(f"can't parse entities: Can't find end tag for \"{self._open[-1][0]}\"")
        return self._plain, sorted(self._entities, key=lambda entity: (entity["offset"], -entity["length"]))
