"""Getting headshots in the chat, step by step, as a member does."""

from collections.abc import Sequence

from sandbox.telegram.person import Person, SeenChat, SeenFile, SeenMessage

JUDGING_SECONDS, MAKING_SECONDS = 60.0, 90.0
PICTURES = 4


async def send_selfies(person: Person, selfies: Sequence[bytes]) -> None:
    """Send photos as albums and wait until every one is taken."""
    await person.send_album(selfies)
    await person.wait_for(f"{len(selfies)} of 6-14 photos ready.", JUDGING_SECONDS)


async def order_headshots(person: Person, selfies: Sequence[bytes], style: str = "Professional") -> None:
    """Send selfies, pick a style and confirm."""
    await send_selfies(person, selfies)
    await person.press(style)
    await person.press("Generate")


async def receive_headshots(person: Person) -> list[SeenFile]:
    """Wait for the originals and the last words; the originals, oldest first."""
    await person.wait_for(lambda chat: len(list_originals(chat)) >= PICTURES, MAKING_SECONDS)
    await person.wait_for("left.", MAKING_SECONDS, since=0)
    return list_originals(await person.read_chat())


def list_originals(chat: SeenChat) -> list[SeenFile]:
    """The files that the bot sent."""
    return [message.document for message in chat.find_from_bot() if message.document]


def list_album(chat: SeenChat) -> list[SeenMessage]:
    """The bot's messages that show a photo in an album."""
    return [message for message in chat.find_from_bot() if message.photo and message.album]
