"""Opens the bot on Slack from the settings: its face, and the door through which its messages come in."""

from dataclasses import dataclass

from pydantic import SecretStr

from bots.slack.door import Door, open_door
from bots.slack.face import SlackFace, open_slack
from bots.slack.home import Home, read_home
from bots.slack.installations import Installations, open_key
from bots.slack.installer import Installer
from bots.slack.intake import Record
from bots.slack.workspaces import OneWorkspace
from core.app import Core
from core.settings import Settings


@dataclass(frozen=True)
class SlackBot:
    """The opened bot; end its `face` with `close`."""

    core: Core
    face: SlackFace
    installer: Installer | None = None

    def open_door(self, record: Record) -> Door:
        """The door as the settings want it; `record` puts an arrival on record, False when it was known."""
        settings = self.core.settings
        tokens = _reveal(settings.slack_app_token), _reveal(settings.slack_signing_secret)
        return open_door(self.face, record, self.face.read_home, *tokens)


def is_slack_wanted(settings: Settings) -> bool:
    """Whether there is a token for one workspace, or an app that several may install."""
    has_app = bool(settings.slack_client_id and _reveal(settings.slack_client_secret))
    return bool(_reveal(settings.slack_bot_token)) or has_app


async def open_slack_bot(core: Core) -> SlackBot:
    """The bot of one workspace, or of all that install it. Reaches nothing yet."""
    settings = core.settings
    client_id, secret = settings.slack_client_id, _reveal(settings.slack_client_secret)
    token = _reveal(settings.slack_bot_token)
    alone = OneWorkspace(token) if token else None

    async def show_home(chat: str) -> Home:
        return await core.store.read(lambda tx: read_home(tx, chat))

    if alone and not (client_id and secret):
        return SlackBot(core, await open_slack(settings.slack_api_base, alone, show_home))
    key = await open_key(core.store)
    installations = Installations(core.store, core.files, key, alone)
    face = await open_slack(settings.slack_api_base, installations, show_home)
    return SlackBot(core, face, Installer(face.line, installations, key, client_id or "", secret))


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
