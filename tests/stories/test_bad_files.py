"""Bad files in the chat: one plain sentence each, nothing kept of them, memory bounded."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from core.domain.photos import MAX_SELFIES, SENTENCES, PhotoProblem
from tests.stories.bad_files import BadFile, draw_bad_files, write_png_bomb
from tests.stories.headshots import JUDGING_SECONDS
from tests.stories.memory import watch_memory
from tests.stories.pictures import draw_selfies, read_picture
from tests.stories.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")

LISTED: Final = 5  # so many refused photos the status message names at most
MEGABYTE: Final = 1_000_000
MOST_MEMORY: Final = 700 * MEGABYTE  # the service and its photo workers; one decoded bomb alone is 1,200
# What the readme of the sample photos expects.
UNREADABLE: Final = ["bomb*", "text*", "html*", "svg*", "empty*", "truncated*", "anim*"]
UNUSABLE: Final = [
    "blurry*",
    "motion*",
    "too-dark*",
    "overexposed*",
    "two-faces*",
    "tiny*",
    "no-face*",
    "partial*",
]
GOOD_FORMATS: Final = ["exif*", "ok*", "cmyk*", "grey*", "rgba*", "palette*", "webp-named*"]


@pytest.fixture(scope="module")
def bad_files() -> list[BadFile]:
    return draw_bad_files()


async def test_every_bad_file_gets_its_sentence(scene: Scene, bad_files: list[BadFile]) -> None:
    assert scene.running is not None
    before = set(scene.list_files())
    batches = [bad_files[start : start + LISTED] for start in range(0, len(bad_files), LISTED)]
    async with watch_memory(scene.running.process.pid) as peak:
        said = await asyncio.gather(*(_show(scene, [(f.name, f.data) for f in batch]) for batch in batches))
    expected = [[_write(n, file.problem) for n, file in enumerate(batch, 1)] for batch in batches]
    assert said == expected
    await scene.wait_for_files(lambda: set(scene.list_files()) <= before)
    if sys.platform == "linux":
        assert 50 * MEGABYTE < peak.bytes < MOST_MEMORY


async def test_bombs_at_once_do_not_add_up(scene: Scene) -> None:
    assert scene.running is not None
    bombs = [("bomb.png", write_png_bomb())] * LISTED
    async with watch_memory(scene.running.process.pid) as peak:
        said = await _show(scene, bombs)
    assert said == [_write(number, PhotoProblem.TOO_MANY_PIXELS) for number in range(1, LISTED + 1)]
    assert peak.bytes < MOST_MEMORY


async def test_the_same_photo_twice_counts_once(scene: Scene, selfies: Sequence[bytes]) -> None:
    before = set(scene.list_files())
    async with scene.bring("Dan", 0) as (dan, _):
        await dan.send_album([selfies[0], selfies[1], selfies[0]])
        seen = await dan.wait_for("2 of 6-14 photos ready, 1 to replace:", JUDGING_SECONDS)
        # Judged at once, either copy may come first; the other is the duplicate.
        reason, mend = SENTENCES[PhotoProblem.DUPLICATE]
        assert seen.text.splitlines()[1] in {f"#1 {reason}. {mend}", f"#3 {reason}. {mend}"}
        assert "Send 4 more." in seen.text
        # The duplicate's file goes by work of its own, after the message.
        await scene.wait_for_files(lambda: len(set(scene.list_files()) - before) == 2)


async def test_five_are_too_few_and_fifteen_too_many(scene: Scene) -> None:
    before = set(scene.list_files())
    async with scene.bring("Pia", 1) as (pia, member_id):
        photos = draw_selfies(MAX_SELFIES + 1)
        await pia.send_album(photos[:5])
        few = await pia.wait_for("5 of 6-14 photos ready.", JUDGING_SECONDS)
        assert few.text.splitlines()[1] == "Send 1 more."
        assert few.button_texts == []

        await pia.send_album(photos[5:])
        await pia.wait_for("14 photos are the most I can use.", JUDGING_SECONDS)
        full = await pia.wait_for("14 of 6-14 photos ready.", JUDGING_SECONDS)
        assert "1 photo left out" in full.text
        assert "Casual" in full.button_texts
        await scene.wait_for_files(lambda: len(set(scene.list_files()) - before) == MAX_SELFIES)
        assert (await scene.console.read_member(member_id))["held"] == 0


async def test_photos_of_strangers_are_not_kept(scene: Scene, selfies: Sequence[bytes]) -> None:
    before = set(scene.list_files())
    async with scene.meet("Sly") as sly:
        await sly.send_album(selfies[:3])
        await sly.wait_for("open the invite link")
        await sly.say("/help")
        await sly.wait_for("open the invite link")
        assert len((await sly.read_chat()).find_from_bot()) == 2, "one answer for a whole album"
    assert set(scene.list_files()) <= before


async def test_sample_photos_that_are_no_good(scene: Scene, shared_folder: Path) -> None:
    found = list(_find_samples(shared_folder, [*UNREADABLE, *UNUSABLE]))
    assert len(found) >= len(UNREADABLE) + len(UNUSABLE)
    before = set(scene.list_files())
    batches = [found[start : start + LISTED] for start in range(0, len(found), LISTED)]
    said = await asyncio.gather(*(_show(scene, _read(batch)) for batch in batches))
    sentences = {_write(number, problem) for number in range(1, LISTED + 1) for problem in PhotoProblem}
    for batch, lines in zip(batches, said, strict=True):
        assert len(lines) == len(batch)
        assert set(lines) <= sentences
    await scene.wait_for_files(lambda: set(scene.list_files()) <= before)


async def test_sample_photos_of_every_good_format(scene: Scene, shared_folder: Path) -> None:
    async def show(path: Path) -> None:
        before = set(scene.list_files())
        async with scene.bring("Gia", 0) as (gia, member_id):
            await gia.send_file(path.read_bytes(), path.name)
            await gia.wait_for("1 of 6-14 photos ready.", JUDGING_SECONDS)
        (key,) = (key for key in set(scene.list_files()) - before if member_id in key)
        picture = read_picture((scene.files / key).read_bytes())
        assert not picture.getexif(), f"{path.name} kept its metadata"
        assert picture.height > picture.width, f"{path.name} does not stand upright"

    await asyncio.gather(*(show(path) for path in _find_samples(shared_folder, GOOD_FORMATS)))


async def _show(scene: Scene, files: Sequence[tuple[str, bytes]]) -> list[str]:
    """Send bad files as a new member; what the bot says about each."""
    async with scene.bring("Bea", 0) as (bea, _):
        for name, data in files:
            await bea.send_file(data, name)
        seen = await bea.wait_for(f"0 of 6-14 photos ready, {len(files)} to replace:", JUDGING_SECONDS)
    return [line for line in seen.text.splitlines() if line.startswith("#")]


def _write(number: int, problem: PhotoProblem) -> str:
    reason, mend = SENTENCES[problem]
    return f"#{number} {reason}. {mend}"


def _read(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in paths]


def _find_samples(shared: Path, kinds: Sequence[str]) -> Iterator[Path]:
    for folder in ("formats", "negative"):
        for kind in kinds:
            yield from sorted((shared / "selfies" / folder).glob(kind))
