"""Files as Slack keeps them: announced, uploaded, shared, deleted."""

import contextlib
from dataclasses import dataclass, field
from pathlib import PurePath

from sandbox.pictures import NotAPictureError, measure_picture
from sandbox.slack.errors import JsonObject

_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
_SAME = {"jpeg": "jpg", "heif": "heic", "text": "txt"}


@dataclass
class StoredFile:
    """One file: who owns it, what it is called, its bytes once they are there, and where it was shared.

    An upload of the app is no file that anybody can ask for before it is `completed`.
    """

    id: str
    team_id: str
    user: str
    name: str
    length: int
    created: int
    base_url: str
    title: str = ""
    data: bytes | None = None
    shares: dict[str, list[str]] = field(default_factory=dict)
    completed: bool = False
    deleted: bool = False
    sides: tuple[int, int] | None = None

    def fill(self, data: bytes) -> None:
        """Keep the bytes, and measure them if they are a picture."""
        self.data = data
        with contextlib.suppress(NotAPictureError):
            self.sides = measure_picture(data)

    @property
    def filetype(self) -> str:
        """Slack's short name of the type, judged by the file's name as the sender's client does."""
        suffix = PurePath(self.name).suffix.lower().removeprefix(".")
        known = _SAME.get(suffix, suffix)
        return known if known in _TYPES else "binary"

    @property
    def mimetype(self) -> str:
        """The declared type of the content."""
        return _TYPES.get(self.filetype, "application/octet-stream")

    @property
    def path(self) -> str:
        """Where the bytes are, below the stand-in's address."""
        return f"/files-pri/{self.team_id}-{self.id}/download/{PurePath(self.name).name or 'file'}"

    def write(self) -> JsonObject:
        """Render as the Web API's file; a deleted one leaves only its tombstone."""
        if self.deleted:
            return {"id": self.id, "mode": "tombstone"}
        body: JsonObject = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.filetype,
            "pretty_type": self.filetype.upper(),
            "user": self.user,
            "user_team": self.team_id,
            "editable": False,
            "size": self.length,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": self.base_url + self.path.replace("/download/", "/"),
            "url_private_download": self.base_url + self.path,
            "permalink": f"{self.base_url}/files/{self.user}/{self.id}",
            "has_rich_preview": False,
            "channels": [],
            "groups": [],
            "file_access": "visible",
        }
        if self.sides:
            body |= {"original_w": self.sides[0], "original_h": self.sides[1]}
        return body
