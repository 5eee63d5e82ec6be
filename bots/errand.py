"""What a face has in hand while it sends one notice: the bytes of its pictures, and what earlier tries came to."""

from collections.abc import Awaitable, Callable, Sequence

from bots.outbound import ReadFile

KeepUploads = Callable[[Sequence[str]], Awaitable[None]]


async def _keep_nothing(uploads: Sequence[str]) -> None:
    del uploads


class Errand:
    """The same over all tries to send a notice, in this life and the next.

    `uploads` are the platform's ids of pictures that an earlier try handed over, and of which nobody knows whether
    the person saw them. `key` names the notice, and is the same in every try; `is_doubted` when an earlier try may
    have reached the person.
    """

    def __init__(
        self,
        read_file: ReadFile,
        uploads: Sequence[str] = (),
        keep: KeepUploads = _keep_nothing,
        *,
        key: str = "",
        is_doubted: bool = False,
    ) -> None:
        self.read_file, self.uploads = read_file, tuple(uploads)
        self.key, self.is_doubted = key, is_doubted
        self._keep = keep

    async def note_uploads(self, uploads: Sequence[str]) -> None:
        """Put them on record before the platform may show them: a later try asks for these first."""
        await self._keep(uploads)
        self.uploads = tuple(uploads)
