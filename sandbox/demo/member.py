"""The member's part of the story: join, agree, send selfies, choose, confirm, receive."""

import mimetypes
import re
from pathlib import Path

from rich.progress import Progress, TaskID

from sandbox.demo.pictures import DRAWN, draw_member, read_selfies
from sandbox.demo.product import ProductFailed
from sandbox.demo.stage import Stage
from sandbox.telegram.person import Person, SeenChat, SeenMessage

MEMBER, MEMBER_CHAT = "Max", 7001
PICTURES, FEWEST = 4, 6
JUDGING_SECONDS, MAKING_SECONDS = 120.0, 180.0


async def get_headshots(stage: Stage, invite: str, folder: Path | None, style: str) -> list[Path]:
    """Play it with the photos in `folder`, or with drawn ones; the files of the headshots that came back."""
    async with Person(stage.telegram, MEMBER_CHAT, MEMBER) as member:
        await member.start(invite)
        await member.press("I agree")
        await member.wait_for("photos")
        stage.tell(f"{MEMBER} opens his invite link in Telegram and agrees")
        await _send_selfies(stage, member, folder)
        await member.press(style, JUDGING_SECONDS)
        await member.press("Generate")
        stage.tell(f"He picks [b]{style}[/] and confirms: Generate (1 credit)")
        headshots = await _receive_headshots(stage, member)
        await member.say("/balance")
        stage.tell(f'The bot says: "{(await member.wait_for("credit")).text}"')
    return headshots


async def _send_selfies(stage: Stage, member: Person, folder: Path | None) -> None:
    with stage.open_progress() as progress:
        photos = read_selfies(folder) if folder else []
        drawing = progress.add_task("selfies", total=len(photos) or DRAWN, completed=len(photos))
        for shot in range(0 if folder else DRAWN):
            photos.append(draw_member(shot))
            progress.advance(drawing)
        for name, data in photos:
            (stage.output / name).write_bytes(data)
        checking = progress.add_task("checked", total=len(photos))
        await _send(member, photos, as_files=folder is not None)
        status = await _wait_until_checked(member, progress, checking, len(photos))
    stage.tell(f"He sends {len(photos)} selfies. The bot says: [i]{status.text}[/]")
    if _read_count(status, r"(\d+) of \d+-") < FEWEST:
        raise ProductFailed(f"At least {FEWEST} of the photos must be good to use.")


async def _send(member: Person, photos: list[tuple[str, bytes]], *, as_files: bool) -> None:
    if not as_files:
        await member.send_album([data for _, data in photos])
        return
    for name, data in photos:
        await member.send_file(data, name, mimetypes.guess_type(name)[0] or "application/octet-stream")


async def _wait_until_checked(member: Person, progress: Progress, task: TaskID, photos: int) -> SeenMessage:
    """The bot's status message once every photo is ready or has its reason."""

    def is_done(chat: SeenChat) -> bool:
        status = _find_status(chat)
        judged = _read_count(status, r"(\d+) of \d+-") + _read_count(status, r"(\d+) to replace")
        progress.update(task, completed=judged)
        return judged >= photos

    await member.wait_for(is_done, JUDGING_SECONDS, since=0)
    status = _find_status(await member.read_chat())
    if status is None:
        raise ProductFailed("The bot did not say how the photos are.")
    return status


def _find_status(chat: SeenChat) -> SeenMessage | None:
    return next((m for m in reversed(chat.find_from_bot()) if "photos ready" in m.text), None)


def _read_count(message: SeenMessage | None, pattern: str) -> int:
    found = re.search(pattern, message.text) if message else None
    return int(found[1]) if found else 0


async def _receive_headshots(stage: Stage, member: Person) -> list[Path]:
    """Show the bot's own progress until the originals are there, and save them."""
    with stage.open_progress() as progress:
        task = progress.add_task("headshots", total=PICTURES)

        def is_over(chat: SeenChat) -> bool:
            made = [int(n) for m in chat.find_from_bot() for n in re.findall(r"(\d) of 4", m.text)]
            progress.update(task, completed=max(made, default=0))
            return len(_find_originals(chat)) >= PICTURES or any(
                "credit is back" in m.text for m in chat.messages
            )

        await member.wait_for(is_over, MAKING_SECONDS, since=0)
        chat = await member.read_chat()
        if not _find_originals(chat):
            raise ProductFailed(next(m.text for m in chat.messages if "credit is back" in m.text))
        progress.update(task, completed=PICTURES)
    paths = []
    for number, message in enumerate(_find_originals(chat), 1):
        assert message.document is not None  # noqa: S101 - that is what was looked for
        path = stage.output / f"headshot-{number}.jpg"
        path.write_bytes(await member.download(message.document))
        paths.append(path)
    stage.tell(f"{len(paths)} headshots arrive as an album and as originals")
    return paths


def _find_originals(chat: SeenChat) -> list[SeenMessage]:
    return [message for message in chat.find_from_bot() if message.document]
