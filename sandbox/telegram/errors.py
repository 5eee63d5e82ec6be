"""How the stand-in says no, as Telegram does to the bot."""

from typing import Any

JsonObject = dict[str, Any]


class BotApiError(Exception):
    """A refusal of the Bot API: HTTP status, description in Telegram's own words, optional parameters."""

    def __init__(self, status: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def write(self) -> JsonObject:
        """Render the body that Telegram answers with."""
        body: JsonObject = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


class BadRequestError(BotApiError):
    """A 400 of the Bot API; the reason follows Telegram's fixed prefix."""

    def __init__(self, reason: str) -> None:
        super().__init__(400, f"Bad Request: {reason}")
