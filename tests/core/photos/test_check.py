"""A drawn selfie is taken, with facts that are right; each way of spoiling it gets its own reason."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from core.domain.photos import PhotoHint, PhotoProblem
from core.photos.check import check_photo, hash_differences
from core.photos.selfie import CheckedPhoto, PhotoPrint, SelfieFacts
from tests.core.photos.shots import SIZE, draw, read, take, write

GPS = 0x8825
Change = Callable[[Image.Image], Image.Image]


def check(image: Image.Image, models_dir: Path) -> CheckedPhoto | PhotoProblem:
    """The answer to a picture sent as JPEG."""
    return check_photo(write(image, quality=92), [], models_dir)


@pytest.mark.parametrize("person", range(6))
def test_drawn_selfies_are_taken(models_dir: Path, person: int) -> None:
    facts = take(models_dir, person, shot=person % 3).facts
    assert (facts.width, facts.height) == SIZE
    assert 0 <= facts.score <= 100
    assert PhotoHint.DIM not in facts.hints, "a dark skin in good light is not a dark photo"


def test_facts_survive_json(models_dir: Path) -> None:
    facts = take(models_dir).facts
    assert SelfieFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


def test_face_is_where_the_eyes_are(models_dir: Path) -> None:
    facts = take(models_dir).facts
    (right_x, right_y), (left_x, left_y) = facts.face.eye_line
    assert facts.face.left < right_x < left_x < facts.face.left + facts.face.width
    assert facts.face.top < min(right_y, left_y)
    assert max(right_y, left_y) < facts.face.top + facts.face.height / 2


def test_where_and_when_it_was_taken_is_gone(models_dir: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(GPS)[1] = "N"
    data = write(draw(), exif=exif, comment=b"at home")
    checked = check_photo(data, [], models_dir)
    assert isinstance(checked, CheckedPhoto)
    kept = read(checked.jpeg)
    assert dict(kept.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(kept.info)


@pytest.mark.parametrize(
    "spoil,problem",
    [
        (lambda im: im.filter(ImageFilter.GaussianBlur(14)), PhotoProblem.TOO_BLURRED),
        (lambda im: ImageEnhance.Brightness(im).enhance(0.1), PhotoProblem.TOO_DARK),
        (lambda im: im.point(lambda v: min(255, v * 2 + 90)), PhotoProblem.TOO_BRIGHT),
        (lambda im: Image.new("RGB", im.size, (120, 130, 140)), PhotoProblem.NO_FACE),
        (lambda im: im.crop((330, 0, 750, 1000)), PhotoProblem.FACE_CUT_OFF),
    ],
    ids=["blurred", "dark", "bright", "no face", "half a face"],
)
def test_spoilt_photo_gets_its_reason(models_dir: Path, spoil: Change, problem: PhotoProblem) -> None:
    assert check(spoil(draw(person=3)), models_dir) == problem


def test_two_people_are_refused(models_dir: Path) -> None:
    pair = Image.new("RGB", (1500, 1000))
    pair.paste(draw(person=0), (0, 0))
    pair.paste(draw(person=1), (750, 0))
    assert check(pair, models_dir) == PhotoProblem.SEVERAL_FACES


def test_somebody_far_behind_does_not_count(models_dir: Path) -> None:
    crowd = draw(person=0).copy()
    crowd.paste(draw(person=1).resize((75, 100)), (10, 10))
    assert isinstance(check(crowd, models_dir), CheckedPhoto)


def test_face_too_far_away_is_refused(models_dir: Path) -> None:
    far = Image.new("RGB", (1500, 1500), (150, 160, 170))
    far.paste(draw(person=3).resize((240, 320)), (600, 600))
    assert check(far, models_dir) == PhotoProblem.FACE_TOO_SMALL


def test_small_face_in_a_large_photo_is_kept_in_full_detail(models_dir: Path) -> None:
    far = Image.new("RGB", (3000, 4000), (150, 160, 170))
    far.paste(draw(person=3), (1100, 1500))
    checked = check(far, models_dir)
    alone = take(models_dir, person=3)
    assert isinstance(checked, CheckedPhoto)
    assert checked.facts.face.width == pytest.approx(alone.facts.face.width, rel=0.12)
    assert checked.facts.width < 3000


@pytest.mark.parametrize(
    "copy",
    [
        lambda im: im.resize((600, 800)),
        lambda im: im.crop((7, 10, 743, 990)),
        lambda im: ImageEnhance.Brightness(im).enhance(1.1),
    ],
    ids=["smaller", "cropped by 1%", "brighter"],
)
def test_near_copy_is_a_duplicate(models_dir: Path, copy: Change) -> None:
    seen = [take(models_dir, shot=1).facts.print]
    data = write(copy(draw(shot=1)), quality=70)
    assert check_photo(data, seen, models_dir) == PhotoProblem.DUPLICATE


def test_different_photos_of_one_person_are_no_duplicates(models_dir: Path) -> None:
    prints = [take(models_dir, shot=shot).facts.print for shot in range(6)]
    assert [a.is_same_photo(b) for i, a in enumerate(prints) for b in prints[:i]] == [False] * 15


def test_same_bytes_are_a_duplicate_before_anything_is_decoded(models_dir: Path) -> None:
    data = write(draw(shot=2))
    seen = [PhotoPrint(take(models_dir, shot=2).sha256, "0" * 64)]
    assert check_photo(data, seen, models_dir) == PhotoProblem.DUPLICATE


def test_difference_hash_is_of_the_picture() -> None:
    ramp = Image.linear_gradient("L").rotate(90).convert("RGB")
    assert hash_differences(ramp) == "f" * 64
    assert hash_differences(ramp.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) == "0" * 64
