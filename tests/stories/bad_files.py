"""Files that are no good as selfies, drawn and built here, each with what is wrong with it."""

import io
import struct
import zlib
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from core.domain.photos import MAX_PHOTO_BYTES, PhotoProblem
from sandbox.faces import draw_selfie
from tests.stories.pictures import SIZE, write_jpeg

MEGAPIXELS_400: Final = (20_000, 20_000)
_ROWS: Final = 500


class BadFile(NamedTuple):
    """What a person sends, and why it cannot be taken."""

    name: str
    data: bytes
    problem: PhotoProblem


def draw_bad_files() -> list[BadFile]:
    """One for each way in which a file can be bad."""
    good = draw_selfie(2, 0, SIZE)
    jpeg = write_jpeg(good)
    return [
        BadFile("notes.jpg", b"Dear diary, today I had a photo taken.", PhotoProblem.NOT_A_PHOTO),
        BadFile("page.jpg", b"<!DOCTYPE html><title>Me</title>", PhotoProblem.NOT_A_PHOTO),
        BadFile("drawing.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", PhotoProblem.NOT_A_PHOTO),
        BadFile("empty.jpg", b"", PhotoProblem.EMPTY_FILE),
        BadFile("half.jpg", jpeg[: len(jpeg) // 2], PhotoProblem.DAMAGED),
        BadFile("bomb.png", write_png_bomb(), PhotoProblem.TOO_MANY_PIXELS),
        BadFile("huge.jpg", jpeg + bytes(MAX_PHOTO_BYTES), PhotoProblem.TOO_LARGE),
        BadFile("dance.gif", write_animation(), PhotoProblem.ANIMATED),
        BadFile("thumb.jpg", write_jpeg(good.resize((150, 200))), PhotoProblem.TOO_SMALL),
        BadFile("sky.jpg", write_jpeg(draw_sky()), PhotoProblem.NO_FACE),
        BadFile("black.jpg", write_jpeg(Image.new("RGB", SIZE)), PhotoProblem.NO_FACE),
        BadFile("both.jpg", write_jpeg(draw_two()), PhotoProblem.SEVERAL_FACES),
        BadFile("far.jpg", write_jpeg(draw_far(good)), PhotoProblem.FACE_TOO_SMALL),
        BadFile(
            "blurred.jpg", write_jpeg(good.filter(ImageFilter.GaussianBlur(9))), PhotoProblem.TOO_BLURRED
        ),
        BadFile("dark.jpg", write_jpeg(ImageEnhance.Brightness(good).enhance(0.12)), PhotoProblem.TOO_DARK),
    ]


def write_png_bomb(size: tuple[int, int] = MEGAPIXELS_400) -> bytes:
    """A valid black-and-white PNG of 400 megapixels in some 50 kB: 1.2 GB once it is decoded to RGB."""
    width, height = size
    packer = zlib.compressobj(9)
    rows = bytes((1 + (width + 7) // 8) * _ROWS)
    pixels = b"".join(packer.compress(rows) for _ in range(height // _ROWS)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_write_chunk(*chunk) for chunk in chunks)


def _write_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_animation() -> bytes:
    """A GIF of three frames."""
    frames = [Image.new("RGB", (600, 600), colour) for colour in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return buffer.getvalue()


def draw_sky() -> Image.Image:
    """A gradient and a sun, and nobody in it."""
    sky = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    ImageDraw.Draw(sky).ellipse((500, 120, 620, 240), fill="#f4d35e")
    return sky


def draw_two() -> Image.Image:
    """Two people side by side."""
    both = Image.new("RGB", (2 * SIZE[0], SIZE[1]))
    for place, person in enumerate((2, 5)):
        both.paste(draw_selfie(person, 0, SIZE), (place * SIZE[0], 0))
    return both


def draw_far(selfie: Image.Image) -> Image.Image:
    """The same photo taken from across the street."""
    far = Image.new("RGB", (1500, 1500), "#9aa7b0")
    far.paste(selfie.resize((150, 200)), (675, 650))
    return far
