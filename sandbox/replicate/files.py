"""The Files API's shelf: what was uploaded, for an hour."""

import hashlib
from dataclasses import dataclass

from sandbox.replicate.clock import Clock, write_time
from sandbox.replicate.refusals import Json, not_found

# Replicate's API description shows files that expire an hour after they were made; docs: up to 100 MB each.
KEPT_SECONDS = 3600
MOST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """One uploaded file; times in Unix seconds."""

    id: str
    name: str
    content_type: str
    data: bytes
    metadata: Json
    created: float

    def write(self, base: str) -> Json:
        """Render as the API does."""
        digest = hashlib.sha256(self.data).hexdigest()
        return {
            "id": self.id,
            "name": self.name,
            "content_type": self.content_type,
            "size": len(self.data),
            "etag": digest[:32],
            "checksums": {"sha256": digest},
            "metadata": self.metadata,
            "created_at": write_time(self.created),
            "expires_at": write_time(self.created + KEPT_SECONDS),
            "urls": {"get": f"{base}/v1/files/{self.id}"},
        }


class FileShelf:
    """All files of one account, newest last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, StoredFile] = {}

    def store(self, file: StoredFile) -> None:
        """Keep a file until its hour is over."""
        self._files[file.id] = file
        self._clock.call_at(file.created + KEPT_SECONDS, lambda: self._files.pop(file.id, None))

    def get(self, file_id: str) -> StoredFile:
        """Find a file; raises ReplicateRefusal 404."""
        if file_id not in self._files:
            raise not_found()
        return self._files[file_id]

    def delete(self, file_id: str) -> None:
        """Delete a file; raises ReplicateRefusal 404."""
        self.get(file_id)
        del self._files[file_id]

    def list(self) -> list[StoredFile]:
        """Every file, newest first."""
        return list(reversed(self._files.values()))
