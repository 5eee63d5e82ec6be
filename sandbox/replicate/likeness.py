"""Keeps of a reference picture what painting needs of it: small, upright, and once for equal bytes."""

import io
import zipfile
from dataclasses import dataclass

from PIL import Image, ImageOps

LONG_SIDE = 1024
MAX_PIXELS = 80_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_BROKEN = (OSError, SyntaxError, ValueError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# A training keeps this many pictures of its archive; the others only have to be pictures.
_KEPT_OF_ARCHIVE = 4
MOST_IN_ARCHIVE = 200
MOST_MEMBER_BYTES = 40 * 1024 * 1024


class UnusableInputError(Exception):
    """An input file that the model cannot work with; the message is what the prediction's error says."""


@dataclass(frozen=True)
class Likeness:
    """A reference picture as a JPEG of at most 1024 pixels, with the sides that it had upright."""

    data: bytes
    width: int
    height: int


def read_likeness(data: bytes) -> Likeness:
    """Read a picture in a format that the models take; raises UnusableInputError."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnusableInputError("The input image has too many pixels.")
            # Half of all cameras lie about up and down in the pixels and tell the truth in the metadata.
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            sides = image.size[::-1] if turned else image.size
            image.thumbnail((LONG_SIDE, LONG_SIDE), reducing_gap=2.0)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (*_BROKEN, *_BOMBS) as problem:
        raise UnusableInputError("cannot identify image file") from problem
    target = io.BytesIO()
    upright.save(target, "JPEG", quality=88)
    return Likeness(target.getvalue(), *sides)


def read_archive(data: bytes) -> list[Likeness]:
    """Read the pictures of a training's zip archive, the first few of them; raises UnusableInputError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if _is_picture(info)]
            if not members or len(members) > MOST_IN_ARCHIVE:
                raise UnusableInputError("The archive must hold between 1 and 200 images.")
            if any(info.file_size > MOST_MEMBER_BYTES for info in members):
                raise UnusableInputError("An image in the archive is too large.")
            return [read_likeness(archive.read(info)) for info in members[:_KEPT_OF_ARCHIVE]]
    except zipfile.BadZipFile as problem:
        raise UnusableInputError("input_images must be a zip file") from problem


def _is_picture(info: zipfile.ZipInfo) -> bool:
    name = info.filename.lower()
    hidden = name.startswith("__macosx/") or name.rpartition("/")[2].startswith(".")
    return name.endswith((".jpg", ".jpeg", ".png", ".webp")) and not hidden
