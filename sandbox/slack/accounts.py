"""Who is there: workspaces with the app in them, the people, and the tokens that open the Web API."""

from dataclasses import dataclass, field

from sandbox.slack.errors import JsonObject

APP_ID = "A0CLOSEUP1"
APP_NAME = "Closeup"
VERIFICATION_TOKEN = "closeup-sandbox-verification"  # noqa: S105 - Slack's deprecated field, opens nothing
# The bot scopes of the app's manifest; facts/chat.md 3.13.
BOT_SCOPES = ("chat:write", "commands", "files:read", "files:write", "im:history", "im:write", "users:read")


@dataclass
class Account:
    """A person in a workspace; `locale` such as `en-US`."""

    id: str
    team_id: str
    name: str
    real_name: str
    locale: str = "en-US"
    deleted: bool = False

    def write_user(self) -> JsonObject:
        """Render as the Web API's user."""
        flags = ("is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_bot")
        profile = {"real_name": self.real_name, "display_name": self.name, "team": self.team_id}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "locale": self.locale,
            "tz": "Europe/Berlin",
            "tz_label": "Central European Time",
            "tz_offset": 3600,
            "profile": profile,
            **dict.fromkeys(flags, False),
            "is_app_user": False,
            "updated": 1_700_000_000,
        }


@dataclass
class Team:
    """A workspace and the app's place in it."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    members: dict[str, Account] = field(default_factory=dict)

    def write_bot(self) -> JsonObject:
        """Render the fields by which a message or answer names the bot."""
        return {"user": self.bot_user, "bot_id": self.bot_id, "app_id": APP_ID, "team": self.id}

    def write_bot_user(self) -> JsonObject:
        """Render the bot as the Web API's user."""
        bot = Account(self.bot_user, self.id, "closeup", APP_NAME).write_user()
        return {**bot, "is_bot": True, "profile": {**bot["profile"], "api_app_id": APP_ID}}


@dataclass
class Grant:
    """What a token opens: `kind` is `bot` or `app`; `refusal` is Slack's code once it opens nothing more."""

    token: str
    kind: str
    team: Team
    scopes: tuple[str, ...]
    refusal: str = ""


def make_team(number: int, name: str) -> Team:
    """Make workspace number `number` (from 1), with ids as Slack's look."""
    domain = "-".join(name.casefold().split())
    return Team(f"T0TEAM{number:03}", name, domain, f"U0BOT{number:04}", f"B0BOT{number:04}")
