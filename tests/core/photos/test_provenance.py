"""Headshots say how they were made, in IPTC's words, and nothing else about anybody; read here without Pillow."""

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from core.domain.photos import PhotoProblem
from core.domain.styles import Style
from core.photos.generated import frame_generated
from core.photos.selfie import Unusable
from core.photos.studio.encode import Source, write_headshot
from core.photos.studio.render import render_headshot
from tests.core.photos.shots import draw, read, take, write

XMP = b"http://ns.adobe.com/xap/1.0/\0"
DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF/{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
SOURCE_TYPE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def list_segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker segments before the picture's own data, as the JPEG standard lays them out."""
    assert jpeg[:2] == b"\xff\xd8"
    at = 2
    while jpeg[at + 1] != 0xDA:
        marker, length = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        yield marker, jpeg[at + 4 : at + 2 + length]
        at += 2 + length


def read_source(jpeg: bytes) -> str:
    """The one thing the file says about itself."""
    told = [body for marker, body in list_segments(jpeg) if marker == 0xFE or (0xE1 <= marker <= 0xEF)]
    [packet] = told
    assert packet.startswith(XMP)
    tree = ET.fromstring(packet.removeprefix(XMP))  # noqa: S314 - we wrote it a line ago
    [description] = tree.findall(DESCRIPTION)
    [source] = list(description)
    assert source.tag == SOURCE_TYPE
    return str(source.text).removeprefix(VOCABULARY)


def test_the_studio_says_retouched(models_dir: Path) -> None:
    selfie = take(models_dir)
    jpeg = render_headshot(selfie.jpeg, selfie.facts.face, Style.CASUAL, 0, 1, models_dir)
    assert read_source(jpeg) == "algorithmicallyEnhanced"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_a_model_made_says_generated_whatever_it_said_before(form: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "seed 42, made for Ann"
    made = write(draw(), form, exif=exif)
    assert read_source(frame_generated(made)) == "trainedAlgorithmicMedia"


@pytest.mark.parametrize(
    "size", [(1024, 1280), (896, 1152), (2048, 2560), (512, 640), (1024, 1024), (900, 1600)]
)
def test_what_a_model_made_becomes_a_headshot_of_our_size(size: tuple[int, int]) -> None:
    picture = read(frame_generated(write(draw(size=size))))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1024, 1280))


def test_more_is_cut_off_below_than_above() -> None:
    tall = Image.new("RGB", (800, 1600), "white")
    tall.paste("red", (0, 0, 800, 300))
    tall.paste("blue", (0, 1300, 800, 1600))
    column = np.asarray(read(frame_generated(write(tall, "PNG"))))[:, 512].astype(int)
    red, blue = (column[:, 0] > column[:, 2] + 100).sum(), (column[:, 2] > column[:, 0] + 100).sum()
    assert red > blue + 100


BAD = [
    (b"<!doctype html><html></html>", PhotoProblem.NOT_A_PHOTO),
    (b"", PhotoProblem.EMPTY_FILE),
    (write(draw())[:9000], PhotoProblem.DAMAGED),
    (write(draw(size=(160, 96))), PhotoProblem.TOO_SMALL),
    (write(draw(size=(400, 500))), PhotoProblem.TOO_SMALL),
    (write(draw(size=(1600, 900))), PhotoProblem.TOO_SMALL),
]


@pytest.mark.parametrize(("data", "problem"), BAD, ids=["html", "empty", "cut", "tiny", "small", "landscape"])
def test_what_is_no_usable_picture_is_refused(data: bytes, problem: PhotoProblem) -> None:
    with pytest.raises(Unusable) as unusable:
        frame_generated(data)
    assert unusable.value.problem is problem


def test_the_colours_stay_what_they_were() -> None:
    picture = np.zeros((1280, 1024, 3), np.uint8)
    picture[:] = (30, 90, 200)  # blue, green, red
    with Image.open(io.BytesIO(write_headshot(picture, Source.GENERATED))) as image:
        assert np.abs(np.asarray(image)[600, 500].astype(int) - (200, 90, 30)).max() <= 3
