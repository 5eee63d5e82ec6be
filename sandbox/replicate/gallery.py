"""Output files: addresses that nobody guesses, painted when first fetched, gone when their hour is over."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from random import Random

from sandbox.replicate.painting import HTML, MEDIA_TYPES, Commission, paint

_MOST_KEPT = 48
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Piece:
    """What is behind one address: a commission to paint, or bytes as they are."""

    name: str
    commission: Commission | None = None
    data: bytes = b""

    @property
    def media_type(self) -> str:
        """The Content-Type it is served with."""
        if self.commission is None:
            return "application/x-tar"
        return "text/html" if self.commission.flaw == "html" else MEDIA_TYPES[self.commission.format]


class Gallery:
    """The output files of one stand-in; only the last pictures painted are kept as bytes."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._pieces: dict[str, Piece] = {}
        self._painted: OrderedDict[Commission, bytes] = OrderedDict()
        self._easels = asyncio.Semaphore(2)

    def hang(self, base: str, piece: Piece) -> str:
        """Publish a piece and give its address."""
        key = "".join(self._rng.choices(_LETTERS, k=42))
        if piece.commission is None or piece.commission.flaw != "gone":
            self._pieces[f"{key}/{piece.name}"] = piece
        return f"{base}/delivery/xezq/{key}/{piece.name}"

    def find(self, key: str) -> Piece | None:
        """The piece behind `<letters>/<name>`, if it is still there."""
        return self._pieces.get(key)

    def remove(self, address: str) -> None:
        """Make an address answer 404 from now on."""
        self._pieces.pop(address.partition("/delivery/xezq/")[2], None)

    async def show(self, piece: Piece) -> bytes:
        """The bytes of a piece, painted in a thread when they are not at hand."""
        asked = piece.commission
        if asked is None or asked.flaw == "html":
            return piece.data or HTML
        async with self._easels:
            if asked not in self._painted:
                self._painted[asked] = await asyncio.to_thread(paint, asked)
                while len(self._painted) > _MOST_KEPT:
                    self._painted.popitem(last=False)
            return self._painted[asked]
