"""Keeps every file that went through the chat, under the ids by which bot and person ask for it."""

import asyncio
import base64
import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from sandbox.telegram.errors import JsonObject
from sandbox.telegram.pictures import Picture, write_photo_sizes

# Bot API 10.1, getFile: bots can download files of up to 20 MB.
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """One file: ids, path under /file/bot<token>/, bytes, and what is known about them."""

    file_id: str
    unique_id: str
    path: str
    data: bytes
    mime: str
    name: str = ""
    width: int = 0
    height: int = 0

    def write_photo_size(self) -> JsonObject:
        """Render as the Bot API's PhotoSize."""
        return {**self._write_ids(), "width": self.width, "height": self.height}

    def write_document(self) -> JsonObject:
        """Render as the Bot API's Document."""
        return {**self._write_ids(), "file_name": self.name, "mime_type": self.mime}

    def write_file(self) -> JsonObject:
        """Render as the Bot API's File."""
        return {**self._write_ids(), "file_path": self.path}

    def _write_ids(self) -> JsonObject:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """All stored files of one stand-in, by id and by path. Equal bytes are kept once."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._photos: dict[str, list[StoredFile]] = {}

    async def store_photo(self, data: bytes) -> list[StoredFile]:
        """Store the sizes of a photo, smallest first; raises NotAPictureError."""
        key = hashlib.sha256(data).hexdigest()
        if key not in self._photos:
            pictures = await asyncio.to_thread(write_photo_sizes, data)
            self._photos[key] = [self._store_size(picture) for picture in pictures]
        return self._photos[key]

    def store_document(self, data: bytes, name: str, mime: str) -> StoredFile:
        """Store a file as it is, with the name and type it was sent under."""
        suffix = PurePath(name).suffix.lower()
        return self._store("documents", suffix, data, mime, name=name)

    def find(self, file_id: str) -> StoredFile | None:
        """Find a file by the id given to the bot."""
        return self._by_id.get(file_id)

    def find_path(self, path: str) -> StoredFile | None:
        """Find a file by the path that getFile answered."""
        return self._by_path.get(path)

    def find_sizes(self, file_id: str) -> list[StoredFile]:
        """Find all sizes of the photo to which a file id belongs; empty when it is no photo."""
        return next((sizes for sizes in self._photos.values() if file_id in {s.file_id for s in sizes}), [])

    def _store_size(self, picture: Picture) -> StoredFile:
        jpeg = ("photos", ".jpg", picture.data, "image/jpeg")
        return self._store(*jpeg, width=picture.width, height=picture.height)

    def _store(
        self,
        folder: str,
        suffix: str,
        data: bytes,
        mime: str,
        *,
        name: str = "",
        width: int = 0,
        height: int = 0,
    ) -> StoredFile:
        content = hashlib.sha256(data).digest()
        full = hashlib.sha256(content + f"{folder}/{name}/{mime}".encode()).digest()
        file_id = "AgAC" + base64.urlsafe_b64encode(full).decode().rstrip("=")
        if file_id not in self._by_id:
            unique = "AQAD" + base64.urlsafe_b64encode(content[:9]).decode()
            path = f"{folder}/file_{len(self._by_id) + 1}{suffix}"
            stored = StoredFile(file_id, unique, path, data, mime, name, width, height)
            self._by_id[file_id] = self._by_path[path] = stored
        return self._by_id[file_id]
