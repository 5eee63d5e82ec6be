"""Generations: headshots, their pictures, cancelling, favourites, deleting, and asking for new ones."""

from collections.abc import Sequence
from urllib.parse import quote

from PySide6.QtCore import QByteArray
from PySide6.QtNetwork import QHttpMultiPart, QHttpPart, QNetworkRequest

from core.domain.generations import GenerationStatus
from core.domain.styles import Style
from core.schemas.generations import Headshot, HeadshotChange, Redo
from core.schemas.shapes import Page
from desktop_admin.api.call import Call
from desktop_admin.api.client import PAGE_ROWS, ApiClient


class GenerationsApi:
    """What can be asked about generations."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    def list_headshots(
        self,
        cursor: str | None = None,
        *,
        member_id: str | None = None,
        status: GenerationStatus | None = None,
        style: Style | None = None,
        limit: int = PAGE_ROWS,
    ) -> Call[Page[Headshot]]:
        """Newest first, without pictures."""
        query = {
            "cursor": cursor,
            "limit": limit,
            "member_id": member_id,
            "status": status and status.value,
            "style": style and style.value,
        }
        return self._client.get("headshots", Page[Headshot], query)

    def show(self, headshot_id: str) -> Call[Headshot]:
        """One, with signed links to its pictures."""
        return self._client.get(f"headshots/{quote(headshot_id, safe='')}", Headshot)

    def change(self, headshot_id: str, ask: HeadshotChange, intent: str | None = None) -> Call[Headshot]:
        """Cancel it or choose its favourite."""
        return self._client.change("PATCH", f"headshots/{quote(headshot_id, safe='')}", Headshot, ask, intent)

    def delete(self, headshot_id: str, intent: str | None = None) -> Call[None]:
        """Its pictures gone from storage; the ledger untouched."""
        return self._client.change("DELETE", f"headshots/{quote(headshot_id, safe='')}", None, intent=intent)

    def redo(self, headshot_id: str, style: Style | None = None, intent: str | None = None) -> Call[Headshot]:
        """The same photos again, for one more credit; in another style if one is given."""
        ask = Redo(style=style) if style is not None else Redo()
        path = f"headshots/{quote(headshot_id, safe='')}/redo"
        return self._client.change("POST", path, Headshot, ask, intent)

    def generate(
        self, style: Style, photos: Sequence[tuple[str, bytes]], member_id: str | None, intent: str
    ) -> Call[Headshot]:
        """Ask for headshots from `(file name, bytes)`, for a person who agreed."""
        body = QHttpMultiPart(QHttpMultiPart.ContentType.FormDataType)
        fields = {"style": style.value, "consent": "true"} | ({"member_id": member_id} if member_id else {})
        for name, value in fields.items():
            body.append(_write_part(f'form-data; name="{name}"', value.encode(), None))
        for number, (_, data) in enumerate(photos, start=1):
            # The person's own file name may hold anything; a number is enough for the server.
            head = f'form-data; name="photos"; filename="photo-{number}"'
            body.append(_write_part(head, data, "application/octet-stream"))
        return self._client.call("POST", "headshots/generate", Headshot, body=body, intent=intent)

    def fetch_picture(self, url: str) -> Call[bytes]:
        """The bytes behind a picture's signed link."""
        return self._client.fetch_bytes(url)


def _write_part(disposition: str, data: bytes, content_type: str | None) -> QHttpPart:
    part = QHttpPart()
    part.setHeader(QNetworkRequest.KnownHeaders.ContentDispositionHeader, disposition)
    if content_type:
        part.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, content_type)
    part.setBody(QByteArray(data))
    return part
