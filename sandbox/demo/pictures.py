"""The pictures of the demo: selfies from a folder or drawn, and one contact sheet of everything."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from sandbox.faces import draw_selfie

DRAWN = 8
MOST = 14
PHOTOS = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif"}
SELFIE_TILE, HEADSHOT_TILE, GAP, LINE = (172, 229), (360, 450), 16, 40
PAPER, INK = "#f6f7f9", "#151a21"


def read_selfies(folder: Path) -> list[tuple[str, bytes]]:
    """Name and bytes of the photos in a folder, at most 14 of them, by name."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in PHOTOS)
    return [(path.name, path.read_bytes()) for path in found[:MOST]]


def draw_member(shot: int, person: int = 1) -> tuple[str, bytes]:
    """Name and bytes of one drawn selfie."""
    buffer = io.BytesIO()
    draw_selfie(person, shot).save(buffer, "JPEG", quality=92)
    return f"selfie-{shot + 1}.jpg", buffer.getvalue()


def write_sheet(path: Path, selfies: Sequence[Path], headshots: Sequence[Path], title: str) -> None:
    """Selfies in small above, headshots in large below, as one JPEG."""
    across = max(len(headshots) * (HEADSHOT_TILE[0] + GAP) + GAP, 4 * (HEADSHOT_TILE[0] + GAP) + GAP)
    in_row = (across - GAP) // (SELFIE_TILE[0] + GAP)
    rows = -(-len(selfies) // in_row)
    height = 3 * LINE + rows * (SELFIE_TILE[1] + GAP) + HEADSHOT_TILE[1] + 3 * GAP
    sheet = Image.new("RGB", (across, height), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(22)
    pen.text((GAP, GAP), "Sent", INK, font)
    for number, selfie in enumerate(selfies):
        row, column = divmod(number, in_row)
        place = (GAP + column * (SELFIE_TILE[0] + GAP), LINE + GAP + row * (SELFIE_TILE[1] + GAP))
        _paste(sheet, selfie, SELFIE_TILE, place)
    top = LINE + 2 * GAP + rows * (SELFIE_TILE[1] + GAP)
    pen.text((GAP, top), f"Received: {title}", INK, font)
    for number, headshot in enumerate(headshots):
        _paste(sheet, headshot, HEADSHOT_TILE, (GAP + number * (HEADSHOT_TILE[0] + GAP), top + LINE))
    sheet.save(path, quality=90)


def _paste(sheet: Image.Image, path: Path, size: tuple[int, int], place: tuple[int, int]) -> None:
    """A picture that this library cannot open (HEIC without its plug-in) leaves its tile empty."""
    try:
        with Image.open(path) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            sheet.paste(ImageOps.fit(upright, size), place)
    except OSError:
        return
