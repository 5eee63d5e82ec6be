"""Checks that the pictures which blocks name by file are really there, as Slack does."""

from collections.abc import Iterator

from sandbox.slack.accounts import Team
from sandbox.slack.block_reading import list_elements
from sandbox.slack.errors import JsonObject
from sandbox.slack.world import World


def check_pictures(world: World, team: Team, blocks: list[JsonObject], where: str) -> Iterator[str]:
    """Tell which blocks (already well-formed) show a file that is no picture of this workspace."""
    for number, block in enumerate(blocks):
        for holder in [block, *list_elements(block)]:
            shown = holder.get("slack_file")
            if shown and not _is_picture(world, team, shown):
                yield f"invalid slack file [json-pointer:{where}/{number}/slack_file]"


def _is_picture(world: World, team: Team, shown: JsonObject) -> bool:
    # A url_private ends with /T0TEAM001-F0000000012/name.
    named = str(shown.get("url", "")).rpartition("/")[0].rpartition("-")[2]
    file = world.files.get(str(shown.get("id") or named))
    return file is not None and file.team_id == team.id and bool(file.data) and file.sides is not None
