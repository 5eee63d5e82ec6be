"""Reads a picture that a stranger sent: by content, within limits, upright, in sRGB, and nothing but pixels."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pi_heif
from PIL import AvifImagePlugin, Image, ImageCms, UnidentifiedImageError, WebPImagePlugin

from core.domain.photos import MAX_PHOTO_BYTES, MAX_PIXELS, MIN_SHORT_SIDE, PhotoProblem
from core.photos.selfie import Unusable

pi_heif.register_heif_opener()  # Pillow reads HEIC only through this

# GIF is opened only to tell an animation from something unknown; WebP and AVIF are known once their plugins are there.
FORMATS: Final = (
    "JPEG",
    "PNG",
    WebPImagePlugin.WebPImageFile.format,
    AvifImagePlugin.AvifImageFile.format,
    "HEIF",
    "GIF",
)
STILLS_ONLY: Final = ("PNG", "WEBP", "AVIF", "GIF")
LEAST_LONG_SIDE: Final = 1600  # a JPEG may be halved while decoding as long as this much is left
MOST_LONG_SIDE: Final = 2400
ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB: Final = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright RGB picture and how many pixels of the sent file one of its pixels stands for (>= 1)."""

    image: Image.Image
    reduction: float


def read_picture(data: bytes) -> Picture:
    """Decode a sent file to at most 2400 px on the long side; raise Unusable when it is not a photo to be used."""
    with opened(data) as image:
        return Picture(*_to_working_size(image))


def read_detail(data: bytes, box: tuple[float, float, float, float], most: int) -> Image.Image:
    """Decode at full size and return only `box` (parts of the upright picture, 0-1), at most `most` px long."""
    with opened(data) as image:
        size = image.size
        upright = _turn_upright(_to_rgb(image), image)
        left, top, right, bottom = (
            round(part * side) for part, side in zip(box, upright.size + upright.size, strict=True)
        )
        cut = upright.crop((left, top, right, bottom))
        return _shrink(cut, min(most, max(size)))


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a file by its content without decoding it; whatever goes wrong inside becomes Unusable."""
    if not data:
        raise Unusable(PhotoProblem.EMPTY_FILE)
    if len(data) > MAX_PHOTO_BYTES:
        raise Unusable(PhotoProblem.TOO_LARGE)
    try:
        # Pillow would only warn about a bomb; the limit here is lower and is a refusal.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_header(image)
            yield image
    except (Unusable, MemoryError):
        raise
    except UnidentifiedImageError:
        raise Unusable(PhotoProblem.NOT_A_PHOTO) from None
    except Image.DecompressionBombError:
        raise Unusable(PhotoProblem.TOO_MANY_PIXELS) from None
    except Exception:  # noqa: BLE001 - decoders raise anything at all on damaged input
        raise Unusable(PhotoProblem.DAMAGED) from None


def _check_header(image: Image.Image) -> None:
    width, height = image.size
    if image.format in STILLS_ONLY and getattr(image, "is_animated", False):
        raise Unusable(PhotoProblem.ANIMATED)
    if image.format == "GIF":
        raise Unusable(PhotoProblem.NOT_A_PHOTO)
    if width * height > MAX_PIXELS:
        raise Unusable(PhotoProblem.TOO_MANY_PIXELS)
    if min(width, height) < MIN_SHORT_SIDE:
        raise Unusable(PhotoProblem.TOO_SMALL)


def _to_working_size(image: Image.Image) -> tuple[Image.Image, float]:
    long_side = max(image.size)
    image.draft(None, _halved_size(image.size))
    image.load()
    upright = _turn_upright(_to_rgb(_shrink(image, MOST_LONG_SIDE)), image)
    return upright, long_side / max(upright.size)


def _halved_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest size by 1/2, 1/4 or 1/8 that leaves enough; draft() wants the photo's own proportions."""
    factor = next((f for f in (8, 4, 2) if max(size) // f >= LEAST_LONG_SIDE), 1)
    return size[0] // factor, size[1] // factor


def _shrink(image: Image.Image, most: int) -> Image.Image:
    scale = most / max(image.size)
    if scale >= 1:
        return image
    if image.mode in {"P", "1"}:
        image = image.convert("RGBA")
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=1.5)


def _to_rgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in {"P", "PA", "LA", "La", "RGBa"}:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    if profile and image.mode in {"RGB", "CMYK"}:
        image = _to_srgb(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the camera's colours; a profile that cannot be used is left out of account."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if ImageCms.getProfileDescription(source).strip().lower().startswith("srgb"):
            return image
        return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _turn_upright(image: Image.Image, source: Image.Image) -> Image.Image:
    try:
        turn = UPRIGHT.get(source.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - metadata a stranger wrote; a broken one says nothing about the pixels
        turn = None
    return image if turn is None else image.transpose(turn)
