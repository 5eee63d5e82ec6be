"""Small copies of headshots: a quarter of the size, and what is no headshot stays as it is."""

import io

import pytest
from PIL import Image

from core.photos.thumb import MAX_PIXELS, THUMB_SIZE, shrink_headshot


def write(size: tuple[int, int], kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 30).convert("RGB").save(target, kind, quality=92)
    return target.getvalue()


def test_a_headshot_becomes_a_quarter() -> None:
    whole = write((1024, 1280))
    small = shrink_headshot(whole)
    with Image.open(io.BytesIO(small)) as thumb:
        assert (thumb.size, thumb.format) == (THUMB_SIZE, "JPEG")
    assert len(small) < len(whole) / 4


@pytest.mark.parametrize("data", [b"", b"no picture", write((64, 80), "PNG"), write((1024, 1280))[:3000]])
def test_what_is_no_whole_jpeg_stays_as_it_is(data: bytes) -> None:
    assert shrink_headshot(data) == data


def test_a_picture_that_is_far_too_large_is_not_decoded() -> None:
    side = int(MAX_PIXELS**0.5) + 8
    target = io.BytesIO()
    Image.new("L", (side, side)).save(target, "JPEG")
    assert shrink_headshot(target.getvalue()) == target.getvalue()
