"""By which bytes a kind of picture is known."""

import io

import pi_heif
import pytest
from PIL import Image

from core.domain.photos import is_picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "MPO"])
def test_kinds_of_pictures_are_known(kind: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    assert is_picture(file.getvalue()[:64])


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1"])
def test_photos_of_iphones_are_known(brand: bytes) -> None:
    head = b"\x00\x00\x00\x1cftyp" + brand + b"\x00\x00\x00\x00mif1heic"
    assert pi_heif.is_supported(head)
    assert is_picture(head)


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><title>heic</title>",
        b"%PDF-1.7",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42",
        b"RIFF\x24\x00\x00\x00WAVE",
        b"",
        b"\xff\xd8",
    ],
)
def test_anything_else_is_none(head: bytes) -> None:
    assert not is_picture(head)
