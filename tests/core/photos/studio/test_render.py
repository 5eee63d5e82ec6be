"""Headshots have the right size and people in them, differ from one another, and leave a skin's tone as it is."""

from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from core.domain.styles import Style
from core.photos.faces import find_faces, pick_main_face
from core.photos.studio.grade import cut_inner_face
from core.photos.studio.render import render_headshot
from tests.core.photos.shots import read, take

LIGHT_SKIN, DARK_SKIN = (0, 4), (1, 5)
LARGE = (1500, 2000)


def render(
    models_dir: Path, style: Style, index: int = 0, person: int = 0, shot: int = 0, seed: int = 7
) -> bytes:
    """One headshot of a drawn person."""
    selfie = take(models_dir, person, shot, LARGE)
    return render_headshot(selfie.jpeg, selfie.facts.face, style, index, seed, models_dir)


def measure_skin(image: Image.Image, models_dir: Path) -> NDArray[np.float64]:
    """The median colour of the inner face in CIE L*a*b*, L* 0-100."""
    face = pick_main_face(find_faces(image, models_dir))
    inner = cut_inner_face(np.asarray(image.convert("RGB")), face)
    lab = cv2.cvtColor(inner.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(np.median(lab.reshape(-1, 3), axis=0), np.float64)


@pytest.mark.parametrize("style", Style)
def test_headshot_is_a_clean_jpeg_with_one_face(models_dir: Path, style: Style) -> None:
    picture = read(render(models_dir, style))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1024, 1280))
    assert dict(picture.getexif()) == {}
    face = pick_main_face(find_faces(picture, models_dir))
    assert 0.3 * 1024 < face.width < 0.62 * 1024
    assert 0.4 < face.eye_centre[0] / 1024 < 0.6
    assert 0.3 < face.eye_centre[1] / 1280 < 0.52


@pytest.mark.parametrize("person", LIGHT_SKIN + DARK_SKIN)
@pytest.mark.parametrize("style", Style)
def test_skin_keeps_its_tone(models_dir: Path, style: Style, person: int) -> None:
    before = measure_skin(read(take(models_dir, person, 0, LARGE).jpeg), models_dir)
    after = measure_skin(read(render(models_dir, style, 1, person)), models_dir)
    assert after[0] == pytest.approx(before[0], abs=1.5), "neither lightened nor darkened"
    assert np.linalg.norm(after[1:] - before[1:]) < 4, "nor given another hue"


@pytest.mark.parametrize("style", Style)
def test_four_of_one_selfie_differ_to_the_eye(models_dir: Path, style: Style) -> None:
    small = [read(render(models_dir, style, index)).resize((64, 80)) for index in range(4)]
    for one, other in combinations(small, 2):
        difference = np.abs(np.asarray(one).astype(int) - np.asarray(other)).mean()
        assert difference > 6, "mean difference of pixels, 0-255; the same picture saved again gives under 1"


def test_same_arguments_give_the_same_picture(models_dir: Path) -> None:
    assert render(models_dir, Style.CASUAL) == render(models_dir, Style.CASUAL)
    assert render(models_dir, Style.CASUAL) != render(models_dir, Style.CASUAL, seed=8)


def test_person_fills_the_frame_to_its_lower_edge_and_nothing_else_is_kept(models_dir: Path) -> None:
    grey, pale = (
        np.asarray(read(render(models_dir, style, person=3, shot=3))).astype(int)
        for style in (Style.PROFESSIONAL, Style.LINKEDIN)
    )
    changed = np.abs(grey - pale).mean(axis=2)  # where two backgrounds differ, there is no person
    assert changed[-40:, 350:700].max() < 30, "shoulders down to the lower edge"
    assert changed[:400, :100].min() > 60, "no slab of the old background on the left"
    assert changed[:400, -100:].min() > 60, "nor on the right"
    assert changed[:20].min() > 60, "nor above the head"


def test_high_hair_is_not_cut(models_dir: Path) -> None:
    grey, pale = (
        np.asarray(read(render(models_dir, style, index=1, person=5, shot=5))).astype(int)
        for style in (Style.PROFESSIONAL, Style.LINKEDIN)
    )
    assert np.abs(grey - pale).mean(axis=2)[:20].min() > 60


def test_selfie_cropped_tightly_still_fills_the_frame(models_dir: Path) -> None:
    selfie = take(models_dir, 3, 0, LARGE)
    face = selfie.facts.face
    box = (
        round(face.left - 0.25 * face.width),
        round(face.top - 0.1 * face.height),
        round(face.left + 1.25 * face.width),
        round(face.top + 1.45 * face.height),
    )
    tight = read(selfie.jpeg).crop(box)
    coded = cv2.imencode(".jpg", np.asarray(tight)[:, :, ::-1])[1].tobytes()
    moved = face.move(1, box[0], box[1])
    picture = read(render_headshot(coded, moved, Style.PROFESSIONAL, 0, 1, models_dir))
    assert pick_main_face(find_faces(picture, models_dir)).width < 0.9 * 1024
