"""What is known of a selfie: its prints, its face and how good it is; plain facts that can be kept as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from core.domain.photos import PhotoHint, PhotoProblem

Point = tuple[float, float]
RIGHT_EYE, LEFT_EYE, NOSE, RIGHT_MOUTH, LEFT_MOUTH = range(5)
NEAR_BITS: Final = (
    28  # of 256: re-encodes and 1% crops differ in 2-5 bits, different photos of one person in >= 46
)


class Unusable(Exception):  # noqa: N818 - an expected answer inside the photo work, not an error of the program
    """The picture is not taken; `problem` says why. It becomes an answer at the edge of the photo work."""

    def __init__(self, problem: PhotoProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def read_landmarks(points: Iterable[Sequence[float]]) -> tuple[Point, Point, Point, Point, Point]:
    """Read exactly five (x, y) pairs."""
    a, b, c, d, e = ((float(x), float(y)) for x, y in points)
    return a, b, c, d, e


@dataclass(frozen=True, slots=True)
class Face:
    """One face in pixels of the upright picture: its box, and eyes, nose and mouth corners as (x, y).

    The eye first named is the person's right one, which is on the left of the picture.
    """

    left: float
    top: float
    width: float
    height: float
    landmarks: tuple[Point, Point, Point, Point, Point]
    confidence: float

    @property
    def eye_line(self) -> tuple[Point, Point]:
        """Both eyes."""
        return self.landmarks[RIGHT_EYE], self.landmarks[LEFT_EYE]

    @property
    def eye_centre(self) -> Point:
        """The point halfway between the eyes."""
        (ax, ay), (bx, by) = self.eye_line
        return (ax + bx) / 2, (ay + by) / 2

    @property
    def turn(self) -> float:
        """How far the nose is off the middle of the eyes, in eye distances: about 0 frontal, 0.3 half profile."""
        (ax, _), (bx, _) = self.eye_line
        return (self.landmarks[NOSE][0] - self.eye_centre[0]) / max(1.0, bx - ax)

    def move(self, scale: float, left: float = 0.0, top: float = 0.0) -> "Face":
        """Return the face after scaling the picture by `scale` and then cutting off `left` and `top` pixels."""
        return Face(
            self.left * scale - left,
            self.top * scale - top,
            self.width * scale,
            self.height * scale,
            read_landmarks((x * scale - left, y * scale - top) for x, y in self.landmarks),
            self.confidence,
        )

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Rebuild a face from the JSON form of `dataclasses.asdict`."""
        return cls(**{**fields, "landmarks": read_landmarks(fields["landmarks"])})


@dataclass(frozen=True, slots=True)
class PhotoPrint:
    """What tells one photo from another: sha256 of the bytes as sent and a 256-bit difference hash, both in hex."""

    sha256: str
    dhash: str

    def is_same_photo(self, other: "PhotoPrint") -> bool:
        """Tell whether both are the same file, or the same picture saved again or slightly cropped."""
        return (
            self.sha256 == other.sha256
            or (int(self.dhash, 16) ^ int(other.dhash, 16)).bit_count() <= NEAR_BITS
        )


@dataclass(frozen=True, slots=True)
class SelfieFacts:
    """What is kept of a taken selfie beside its pixels.

    `width`, `height` and `face` are in pixels of the normalised JPEG; `score` is 0-100; `sharpness` is the Laplacian
    variance of the face at 160 px; `brightness` its median luma, 0-255.
    """

    sha256: str
    dhash: str
    width: int
    height: int
    face: Face
    score: int
    sharpness: float
    brightness: float
    hints: tuple[PhotoHint, ...]

    @property
    def print(self) -> PhotoPrint:
        """The prints by which a second copy is known."""
        return PhotoPrint(self.sha256, self.dhash)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Rebuild the facts from `to_json`, also after a trip through a JSON text."""
        hints = tuple(PhotoHint(hint) for hint in fields["hints"])
        return cls(**{**fields, "face": Face.from_json(fields["face"]), "hints": hints})


@dataclass(frozen=True, slots=True)
class CheckedPhoto:
    """A selfie that was taken: its facts and the normalised JPEG (upright, sRGB, no metadata)."""

    facts: SelfieFacts
    jpeg: bytes

    @property
    def sha256(self) -> str:
        """Hash of the bytes as they were sent, in hex."""
        return self.facts.sha256

    @property
    def score(self) -> int:
        """How well it serves as a source, 0-100."""
        return self.facts.score

    @property
    def hints(self) -> tuple[PhotoHint, ...]:
        """Advice that goes with it."""
        return self.facts.hints
