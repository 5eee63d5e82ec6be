"""The methods by which the bot describes itself: who it is, its commands, name and descriptions."""

import json
import re
from typing import Any

from sandbox.telegram.errors import BadRequestError, JsonObject
from sandbox.telegram.parameters import Parameters
from sandbox.telegram.world import World

# Bot API 10.1: setMyCommands, BotCommand, setMyName, setMyDescription, setMyShortDescription.
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_LENGTHS = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_me(world: World, _given: Parameters) -> JsonObject:
    """Answer getMe."""
    abilities = ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business",
                 "has_main_web_app")  # fmt: skip
    return {**world.bot, "can_join_groups": True, **dict.fromkeys(abilities, False)}


async def get_chat(world: World, given: Parameters) -> JsonObject:
    """Answer getChat."""
    chat = world.reach_chat(given.get("chat_id"))
    gifts = dict.fromkeys(_GIFTS, False)
    return {**chat.write(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


async def set_commands(world: World, given: Parameters) -> bool:
    """Answer setMyCommands."""
    commands = given.get("commands")
    if not isinstance(commands, list) or len(commands) > MAX_COMMANDS:
        raise BadRequestError("can't parse commands: array of at most 100 expected")
    world.settings[_name_scope(given)] = [_check_command(command) for command in commands]
    return True


async def get_commands(world: World, given: Parameters) -> list[JsonObject]:
    """Answer getMyCommands."""
    commands: list[JsonObject] = world.settings.get(_name_scope(given), [])
    return commands


async def delete_commands(world: World, given: Parameters) -> bool:
    """Answer deleteMyCommands."""
    world.settings.pop(_name_scope(given), None)
    return True


async def set_texts(world: World, given: Parameters) -> bool:
    """Answer setMyName, setMyDescription and setMyShortDescription."""
    language = given.get("language_code", "")
    for name, value in given.values.items():
        if name in MAX_LENGTHS:
            if len(value) > MAX_LENGTHS[name]:
                raise BadRequestError(f"{name} is too long")
            world.settings[f"{name}:{language}" if language else name] = value
    return True


async def set_menu_button(world: World, given: Parameters) -> bool:
    """Answer setChatMenuButton."""
    world.settings["menu_button"] = given.get("menu_button", {"type": "default"})
    return True


def _name_scope(given: Parameters) -> str:
    scope = given.get("scope") or {"type": "default"}
    return f"commands:{json.dumps(scope, sort_keys=True)}:{given.get('language_code', '')}"


def _check_command(command: Any) -> JsonObject:
    if not isinstance(command, dict) or not _COMMAND.fullmatch(str(command.get("command", ""))):
        raise BadRequestError("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command.get("description", ""))) <= MAX_COMMAND_DESCRIPTION:
        raise BadRequestError("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command["command"], "description": command["description"]}
