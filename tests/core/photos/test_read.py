"""Pictures from strangers are read by content, within limits, upright and in sRGB; nothing else gets through."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from core.domain.photos import MAX_PHOTO_BYTES, PhotoProblem
from core.photos.read import read_detail, read_picture
from core.photos.selfie import Unusable
from tests.core.photos.shots import draw, write

CORNERS = [
    (20, 20, (200, 30, 30)),
    (380, 20, (30, 200, 30)),
    (20, 280, (30, 30, 200)),
    (380, 280, (220, 220, 40)),
]
ORIENTATION = 0x0112
UNDONE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def paint_corners() -> Image.Image:
    """A picture whose four corners tell which way up it is."""
    image = Image.new("RGB", (400, 300), (120, 120, 120))
    for x, y, colour in CORNERS:
        image.paste(colour, (x - 20, y - 20, x + 20, y + 20))
    return image


def find_problem(data: bytes) -> PhotoProblem | None:
    """The problem of a file, or None when it was read."""
    try:
        read_picture(data)
    except Unusable as unusable:
        return unusable.problem
    return None


def assert_corners(image: Image.Image) -> None:
    """The corners lie where they were painted."""
    for x, y, colour in CORNERS:
        assert np.allclose(np.asarray(image)[y, x], colour, atol=14), (x, y)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_formats_are_known_by_content(form: str) -> None:
    picture = read_picture(write(paint_corners(), form))
    assert (picture.image.size, picture.image.mode, picture.reduction) == ((400, 300), "RGB", 1)
    assert_corners(picture.image)


@pytest.mark.parametrize("number", UNDONE)
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_every_orientation_comes_out_upright(form: str, number: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = number
    assert_corners(read_picture(write(paint_corners().transpose(UNDONE[number]), form, exif=exif)).image)


def test_phone_jpeg_with_more_pictures_behind_it_is_a_photo() -> None:
    image = paint_corners()
    data = write(image, "MPO", save_all=True, append_images=[image.resize((40, 30))])
    assert Image.open(io.BytesIO(data)).format == "MPO"
    assert_corners(read_picture(data).image)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "CMYK", "I;16"])
def test_every_kind_of_pixels_becomes_rgb(mode: str) -> None:
    grey = paint_corners().convert("L")
    wide = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    image = wide if mode == "I;16" else paint_corners().convert(mode)
    read = read_picture(write(image, "JPEG" if mode == "CMYK" else "PNG")).image
    assert read.mode == "RGB"
    if mode in {"L", "LA", "I;16"}:
        assert np.abs(np.asarray(read.convert("L")).astype(int) - np.asarray(grey)).max() <= 2


def test_see_through_pixels_become_white() -> None:
    image = paint_corners().convert("RGBA")
    image.putalpha(0)
    assert read_picture(write(image, "PNG")).image.getpixel((200, 150)) == (255, 255, 255)


def test_colours_of_a_profile_become_srgb() -> None:
    lab = Image.new("LAB", (300, 300), (150, 160, 150))
    profile = ImageCms.createProfile("LAB")
    srgb = ImageCms.profileToProfile(lab, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert srgb is not None
    swapped = make_swapped_profile()
    data = write(srgb, "PNG", icc_profile=swapped)
    expected = ImageCms.profileToProfile(
        srgb, ImageCms.ImageCmsProfile(io.BytesIO(swapped)), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    assert expected is not None
    assert read_picture(data).image.getpixel((150, 150)) == expected.getpixel((150, 150))
    assert expected.getpixel((150, 150)) != srgb.getpixel((150, 150))


def make_swapped_profile() -> bytes:
    """An sRGB profile whose red and blue primaries are exchanged and whose name is another."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", data[128:132])[0]
    tags = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    data[red + 4 : red + 12], data[blue + 4 : blue + 12] = (
        data[blue + 4 : blue + 12],
        data[red + 4 : red + 12],
    )
    return bytes(data).replace("sRGB".encode("utf-16-be"), "odd ".encode("utf-16-be"))


def test_broken_profile_is_left_out_of_account() -> None:
    assert_corners(read_picture(write(paint_corners(), "PNG", icc_profile=b"no profile at all")).image)


def test_animations_are_refused() -> None:
    frames = [paint_corners(), paint_corners().transpose(Image.Transpose.ROTATE_180)]
    for form in ("GIF", "PNG", "WEBP"):
        data = write(frames[0], form, save_all=True, append_images=frames[1:])
        assert find_problem(data) == PhotoProblem.ANIMATED, form


@pytest.mark.parametrize(
    "data,problem",
    [
        (b"", PhotoProblem.EMPTY_FILE),
        (b"\x00", PhotoProblem.NOT_A_PHOTO),
        (b"<html><body>photo</body></html>", PhotoProblem.NOT_A_PHOTO),
        (b"%PDF-1.7\n", PhotoProblem.NOT_A_PHOTO),
        (b"\xff" * (MAX_PHOTO_BYTES + 1), PhotoProblem.TOO_LARGE),
    ],
    ids=["empty", "one byte", "html", "pdf", "too large"],
)
def test_what_is_no_photo_is_refused(data: bytes, problem: PhotoProblem) -> None:
    assert find_problem(data) == problem


def test_formats_nobody_photographs_in_are_refused() -> None:
    for form in ("TIFF", "BMP", "ICO", "PPM", "GIF"):
        assert find_problem(write(paint_corners(), form)) == PhotoProblem.NOT_A_PHOTO, form


def test_bomb_is_refused_by_its_header() -> None:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    assert find_problem(data) == PhotoProblem.TOO_MANY_PIXELS


def test_thumbnail_is_refused() -> None:
    assert find_problem(write(paint_corners().resize((255, 300)))) == PhotoProblem.TOO_SMALL


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_file_cut_short_is_refused(form: str) -> None:
    data = write(draw(size=(375, 500)), form)
    for part in (0.5, 0.9, 0.99):
        assert find_problem(data[: int(len(data) * part)]) in {PhotoProblem.DAMAGED, PhotoProblem.NOT_A_PHOTO}


def test_large_photo_is_reduced_and_says_by_how_much() -> None:
    picture = read_picture(write(draw(size=(375, 500)).resize((3024, 4032))))
    assert picture.image.size == (1512, 2016)
    assert picture.reduction == pytest.approx(2)


def test_detail_is_taken_from_the_full_size() -> None:
    image = Image.new("RGB", (3000, 4000), (90, 90, 90))
    image.paste((200, 40, 40), (1500, 2000, 1700, 2200))
    cut = read_detail(write(image), (0.5, 0.5, 1700 / 3000, 0.55), 2400)
    assert cut.size == (200, 200)
    assert np.allclose(np.asarray(cut).mean(axis=(0, 1)), (200, 40, 40), atol=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_gives_a_picture_or_a_reason(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    whole = bytearray(write(paint_corners(), form))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert find_problem(bytes(whole)) in {None, *PhotoProblem}
