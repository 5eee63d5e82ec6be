"""The saved test photos get the answers that their list expects, by content and whatever their name says."""

from pathlib import Path

import pytest

from core.domain.photos import PhotoProblem
from core.photos.check import check_photo
from core.photos.selfie import CheckedPhoto
from tests.core.photos.shots import read

REFUSED = {
    "negative/blurry.jpg": "too_blurred",
    "negative/motion-blur.jpg": "too_blurred",
    "negative/too-dark.jpg": "too_dark",
    "negative/overexposed.jpg": "too_bright",
    "negative/two-faces.jpg": "several_faces",
    "negative/tiny-face.jpg": "face_too_small",
    "negative/tiny-image.jpg": "too_small",
    "negative/no-face-cat.jpg": "no_face",
    "negative/no-face-coffee.jpg": "no_face",
    "negative/no-face-gradient.jpg": "no_face",
    "negative/partial-face.jpg": "face_cut_off",
    "negative/sunglasses-drawn.jpg": "eyes_hidden",
    "person-c/01-astronaut.png": "face_too_small",
    "formats/truncated.jpg": "damaged",
    "formats/truncated-header.jpg": "damaged",
    "formats/text-named.jpg": "not_a_photo",
    "formats/html-named.jpg": "not_a_photo",
    "formats/svg-named.jpg": "not_a_photo",
    "formats/empty.jpg": "empty_file",
    "formats/bomb-12000x12000.png": "too_many_pixels",
    "formats/bomb-20000x20000.png": "too_many_pixels",
    "formats/anim.gif": "animated",
}
# A drawn face mask is taken: nothing measured on a face tells it from a beard.
TAKEN = [
    "negative/face-mask-drawn.jpg",
    "formats/cmyk.jpg",
    "formats/grey.jpg",
    "formats/rgba.png",
    "formats/palette.png",
    "formats/webp-named.jpg",
    "formats/ok-progressive.jpg",
    *(f"formats/ok.{ending}" for ending in ("png", "webp", "heic", "avif")),
    *(f"formats/exif-orientation-{number}-gps.jpg" for number in (2, 3, 6, 8)),
]


@pytest.fixture
def selfies(shared_folder: Path) -> Path:
    """The folder of the saved test photos."""
    return shared_folder / "selfies"


@pytest.mark.parametrize("name,problem", REFUSED.items())
def test_refused_with_its_reason(selfies: Path, models_dir: Path, name: str, problem: str) -> None:
    assert check_photo((selfies / name).read_bytes(), [], models_dir) == PhotoProblem(problem)


@pytest.mark.parametrize("name", TAKEN)
def test_taken(selfies: Path, models_dir: Path, name: str) -> None:
    checked = check_photo((selfies / name).read_bytes(), [], models_dir)
    assert isinstance(checked, CheckedPhoto)
    picture = read(checked.jpeg)
    assert (picture.format, picture.mode, dict(picture.getexif())) == ("JPEG", "RGB", {})
    assert picture.size == (checked.facts.width, checked.facts.height)


def test_every_photo_of_one_person_is_taken(selfies: Path, models_dir: Path) -> None:
    photos = sorted((selfies / "person-a").iterdir())
    answers = {photo.name: check_photo(photo.read_bytes(), [], models_dir) for photo in photos}
    assert len(answers) >= 8
    assert {name: answer for name, answer in answers.items() if isinstance(answer, PhotoProblem)} == {}


@pytest.mark.parametrize("number", [2, 3, 6, 8])
def test_turned_photo_comes_out_upright(selfies: Path, models_dir: Path, number: int) -> None:
    upright = check_photo((selfies / "formats/ok.png").read_bytes(), [], models_dir)
    turned = check_photo(
        (selfies / f"formats/exif-orientation-{number}-gps.jpg").read_bytes(), [], models_dir
    )
    assert isinstance(upright, CheckedPhoto)
    assert isinstance(turned, CheckedPhoto)
    assert turned.facts.face.eye_centre == pytest.approx(upright.facts.face.eye_centre, abs=6)


@pytest.mark.parametrize("copy", ["exact", "near"])
def test_copy_of_a_photo_is_a_duplicate(selfies: Path, models_dir: Path, copy: str) -> None:
    original = check_photo((selfies / "person-a/02-portrait-2009.jpg").read_bytes(), [], models_dir)
    assert isinstance(original, CheckedPhoto)
    data = (selfies / f"negative/duplicate-{copy}-of-a02.jpg").read_bytes()
    assert check_photo(data, [original.facts.print], models_dir) == PhotoProblem.DUPLICATE
