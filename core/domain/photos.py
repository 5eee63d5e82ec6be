"""What can be wrong with a selfie: stable codes, and one reason with one mend for each."""

from enum import StrEnum
from typing import Final

MIN_SELFIES: Final = 6
MAX_SELFIES: Final = 14
MAX_PHOTO_BYTES: Final = 20 * 1024 * 1024  # what a Telegram bot may download (Bot API, getFile)
MAX_PIXELS: Final = 50_000_000
MIN_SHORT_SIDE: Final = 256  # smaller pictures are thumbnails; what really counts is the size of the face

# How the kinds of pictures begin that can be opened here (WebP, HEIF and AVIF name themselves a little later).
_BEGINNINGS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
_BRANDS: Final = (
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"hevm",
    b"hevs",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
)


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so (its first 64 bytes) says that it is a picture of a kind we can open."""
    if head.startswith(_BEGINNINGS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return True
    return head[4:8] == b"ftyp" and any(brand in head[8:] for brand in _BRANDS)


class PhotoProblem(StrEnum):
    """Why a picture is not taken; the value is the stable code."""

    EMPTY_FILE = "empty_file"
    NOT_A_PHOTO = "not_a_photo"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    ANIMATED = "animated"
    TOO_SMALL = "too_small"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_TOO_SMALL = "face_too_small"
    FACE_CUT_OFF = "face_cut_off"
    TOO_BLURRED = "too_blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    EYES_HIDDEN = "eyes_hidden"
    DUPLICATE = "duplicate"
    TOO_HEAVY = "too_heavy"
    NOT_CHECKED = "not_checked"


class PhotoHint(StrEnum):
    """Advice on a picture that is taken all the same; the value is the stable code."""

    SMALL_FACE = "small_face"
    SOFT = "soft"
    DIM = "dim"
    SIDE_ON = "side_on"
    TIGHT = "tight"


SENTENCES: Final[dict[PhotoProblem, tuple[str, str]]] = {
    PhotoProblem.EMPTY_FILE: ("the file is empty", "Send it again."),
    PhotoProblem.NOT_A_PHOTO: ("this is not a photo I can read", "Send a JPEG, PNG, WebP or HEIC picture."),
    PhotoProblem.DAMAGED: ("the file is damaged or cut short", "Send it again, or choose another one."),
    PhotoProblem.TOO_LARGE: ("the file is larger than 20 MB", "Send a smaller copy."),
    PhotoProblem.TOO_MANY_PIXELS: ("the picture has more than 50 million pixels", "Send a smaller copy."),
    PhotoProblem.ANIMATED: ("this is an animation", "Send a still photo."),
    PhotoProblem.TOO_SMALL: ("the picture is smaller than 256 pixels", "Send the original, not a thumbnail."),
    PhotoProblem.NO_FACE: ("I see no face", "Send one where your face is easy to see."),
    PhotoProblem.SEVERAL_FACES: ("I see more than one person", "Send one with only you in it."),
    PhotoProblem.FACE_TOO_SMALL: ("your face is too small", "Come closer to the camera."),
    PhotoProblem.FACE_CUT_OFF: ("your face is cut off at the edge", "Keep your whole head in the picture."),
    PhotoProblem.TOO_BLURRED: ("your face is blurred", "Hold the camera still and try again."),
    PhotoProblem.TOO_DARK: ("your face is too dark", "Face a window or a lamp."),
    PhotoProblem.TOO_BRIGHT: ("your face is overexposed", "Move out of the glare."),
    PhotoProblem.EYES_HIDDEN: ("I cannot see your eyes", "Take off the dark glasses."),
    PhotoProblem.DUPLICATE: ("I have this photo already", "Send a different one."),
    PhotoProblem.NOT_CHECKED: ("I could not get to this photo just now", "Send it again in a minute."),
    PhotoProblem.TOO_HEAVY: ("this file takes too much work to open", "Send a smaller copy."),
}

HINTS: Final[dict[PhotoHint, str]] = {
    PhotoHint.SMALL_FACE: "Good, but a closer one would be better.",
    PhotoHint.SOFT: "Good, but a sharper one would be better.",
    PhotoHint.DIM: "Good, but one with more light would be better.",
    PhotoHint.SIDE_ON: "Good, but look into the camera in some of them.",
    PhotoHint.TIGHT: "Good, but leave some room around your head and shoulders.",
}
