"""How the stand-in says no, as Slack does to the app."""

from typing import Any

JsonObject = dict[str, Any]


class SlackError(Exception):
    """A refusal of the Web API: its code in Slack's own words, and what else the body holds."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def write(self) -> JsonObject:
        """Render the body, which goes out with HTTP 200 as all of Slack's refusals do."""
        return {"ok": False, "error": self.error, **self.more}


class InvalidArgumentsError(SlackError):
    """Slack's refusal of malformed parameters, with one sentence per fault."""

    def __init__(self, messages: list[str], error: str = "invalid_arguments", **more: Any) -> None:
        marked = [f"[ERROR] {message}" for message in messages]
        super().__init__(error, response_metadata={"messages": marked}, **more)
