"""Takes in the bytes of a photo as they come: no more than a photo may have, and nothing that does not begin as one."""

from typing import Final

from core.domain.photos import MAX_PHOTO_BYTES, SENTENCES, PhotoProblem, is_picture
from core.domain.refusals import PhotoRefused

HEAD: Final = 64  # bytes by which a kind of picture is known


class Received:
    """`take` each piece, then `finish`; either raises PhotoRefused as soon as it is clear that this is no use."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._is_known = False

    def take(self, piece: bytes) -> None:
        """One more piece; the first 64 bytes are looked at as soon as they are here."""
        self._data += piece
        if len(self._data) > MAX_PHOTO_BYTES:
            raise refuse_photo(PhotoProblem.TOO_LARGE)
        if len(self._data) >= HEAD:
            self._look()

    def finish(self) -> bytes:
        """Everything; an empty file is handed on, since it has its own sentence."""
        if self._data:
            self._look()
        return bytes(self._data)

    def _look(self) -> None:
        if not self._is_known and not is_picture(bytes(self._data[:HEAD])):
            raise refuse_photo(PhotoProblem.NOT_A_PHOTO)
        self._is_known = True


def refuse_photo(problem: PhotoProblem) -> PhotoRefused:
    """The refusal with the problem's code, reason and mend."""
    reason, mend = SENTENCES[problem]
    return PhotoRefused(f"{reason[0].upper()}{reason[1:]}.", mend, code=problem.value)
