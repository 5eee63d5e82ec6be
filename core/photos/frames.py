"""How the lab and its workers talk: a JSON head and raw bytes, each with its length before it."""

import json
import struct
from typing import IO, Any, Final

LENGTHS: Final = struct.Struct(">II")
MOST_HEAD: Final = 1_000_000  # bytes; a worker reads strangers' files, so what it says is held to limits too
MOST_BODY: Final = 64_000_000

Message = tuple[dict[str, Any], bytes]


class Broken(Exception):  # noqa: N818 - the normal end of a conversation
    """The other side is gone, or says what no worker of ours would say."""


def write_message(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message; raise Broken when nobody reads it any more."""
    coded = json.dumps(head).encode()
    try:
        stream.write(LENGTHS.pack(len(coded), len(body)))
        stream.write(coded)
        stream.write(body)
        stream.flush()
    except (OSError, ValueError):
        raise Broken from None


def read_message(stream: IO[bytes]) -> Message:
    """Read one message; raise Broken at the end of the stream."""
    try:
        head_length, body_length = LENGTHS.unpack(_read_exactly(stream, LENGTHS.size))
        if head_length > MOST_HEAD or body_length > MOST_BODY:
            raise Broken
        head = json.loads(_read_exactly(stream, head_length))
        return head, _read_exactly(stream, body_length)
    except (OSError, ValueError):
        raise Broken from None


def _read_exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise Broken
    return data
