"""How large each model's picture is: from its aspect ratio, its size words, or the reference it matches."""

from sandbox.replicate.likeness import Likeness
from sandbox.replicate.refusals import Json

Size = tuple[int, int]
_MEGAPIXEL = 1024 * 1024
# Seedream's sizes are sides of a square; the other models draw about one megapixel.
_SIDES = {"1K": 1024, "2K": 2048, "4K": 4096}
_STEP = 16


def choose_size(given: Json, references: tuple[Likeness, ...]) -> Size:
    """The width and height in pixels that an input asks for, in steps of 16; a square when it asks for none."""
    if given.get("size") == "custom" or given.get("aspect_ratio") == "custom":
        return _round(given.get("width") or 1024), _round(given.get("height") or 1024)
    across, down = _read_ratio(str(given.get("aspect_ratio", "match_input_image")), references)
    pixels = _count_pixels(given)
    width = (pixels * across / down) ** 0.5
    return _round(width), _round(width * down / across)


def _count_pixels(given: Json) -> float:
    if "size" in given:
        return float(_SIDES[given["size"]] ** 2)
    return float(given.get("megapixels", 1)) * _MEGAPIXEL


def _read_ratio(ratio: str, references: tuple[Likeness, ...]) -> Size:
    if ratio != "match_input_image":
        across, _, down = ratio.partition(":")
        return int(across), int(down)
    return (references[0].width, references[0].height) if references else (1, 1)


def _round(side: float) -> int:
    return max(round(side / _STEP), 1) * _STEP
