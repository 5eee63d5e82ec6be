"""Which function answers which method of the Web API, with which kind of token and which scope."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.slack import chat_methods, file_methods, people_methods, view_methods
from sandbox.slack.asking import Ask
from sandbox.slack.errors import JsonObject


@dataclass(frozen=True)
class Method:
    """How to answer a method; `token` is `bot`, `app` or empty for none."""

    answer: Callable[[Ask], Awaitable[JsonObject]]
    scope: str = ""
    token: str = "bot"  # noqa: S105 - a kind of token


METHODS: dict[str, Method] = {
    "auth.test": Method(people_methods.test_auth),
    "auth.revoke": Method(people_methods.revoke_auth),
    "apps.connections.open": Method(people_methods.open_connection, "connections:write", "app"),
    "apps.uninstall": Method(people_methods.uninstall_app),
    "oauth.v2.access": Method(people_methods.exchange_code, token=""),
    "users.info": Method(people_methods.show_user, "users:read"),
    "bots.info": Method(people_methods.show_bot, "users:read"),
    "team.info": Method(people_methods.show_team, "team:read"),
    "conversations.open": Method(chat_methods.open_conversation, "im:write"),
    "conversations.info": Method(chat_methods.show_conversation, "im:read"),
    "conversations.history": Method(chat_methods.list_history, "im:history"),
    "chat.postMessage": Method(chat_methods.post_message, "chat:write"),
    "chat.postEphemeral": Method(chat_methods.post_ephemeral, "chat:write"),
    "chat.update": Method(chat_methods.update, "chat:write"),
    "chat.delete": Method(chat_methods.delete, "chat:write"),
    "views.open": Method(view_methods.open_view),
    "views.push": Method(view_methods.push),
    "views.update": Method(view_methods.update),
    "views.publish": Method(view_methods.publish),
    "files.getUploadURLExternal": Method(file_methods.get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(file_methods.complete_upload, "files:write"),
    "files.info": Method(file_methods.show_file, "files:read"),
    "files.list": Method(file_methods.list_files, "files:read"),
    "files.delete": Method(file_methods.delete_file, "files:write"),
}
