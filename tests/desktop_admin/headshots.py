"""Headshots of a served team, made as its durable work would make them, for what the console shows of them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from core.clock import make_id, read_system_clock
from core.domain.generations import PICTURES, GenerationStatus
from core.domain.styles import Style
from core.gateways.files.disk import DiskFiles, open_files
from core.services import generations as services
from core.store import generations as rows
from core.store.engine import Store, Tx, open_store
from sandbox.faces import draw_selfie
from tests.desktop_admin.served import Served

SIZE = (1024, 1280)
FAILED = "None of your photos shows one clear face."


@cache
def draw_headshot(person: int, n: int) -> bytes:
    """A picture as large as ours are, of somebody who does not exist."""
    buffer = io.BytesIO()
    draw_selfie(person, n, SIZE).resize(SIZE, Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


@dataclass
class HeadshotMaker:
    """Puts headshots into a served team's books and storage; each takes a credit of its member."""

    served: Served
    store: Store
    files: DiskFiles
    count: int = 0

    def make(
        self,
        member_id: str,
        status: GenerationStatus = GenerationStatus.COMPLETED,
        style: Style = Style.LINKEDIN,
        favourite: int | None = None,
        pictures: int = PICTURES,
    ) -> str:
        """One set, as it stands in `status`; its id."""
        self.count += 1
        number, team_id = self.count, self.served.team_id
        headshot_id = f"headshot_made_{number}"
        row = {
            "id": headshot_id,
            "team_id": team_id,
            "member_id": member_id,
            "style": style.value,
            "request_key": f"made {number}",
            "conversation_id": None,
        }
        has_pictures = status in (GenerationStatus.COMPLETED, GenerationStatus.RUNNING)
        for n in range(1, pictures + 1) if has_pictures else ():
            self._put_file(headshot_id, n, number % 5)

        def write(tx: Tx) -> None:
            assert rows.add_generation(tx, row, 1, "closeup")
            if has_pictures:
                services.begin_work(tx, headshot_id)
            for n in range(1, pictures + 1) if has_pictures else ():
                self._record(tx, headshot_id, n, number % 5)
            if not status.is_open:
                reason = FAILED if status is GenerationStatus.FAILED else ""
                services.end_generation(tx, headshot_id, status, reason)

        # In one go: what is open without any work is ended by the server's own upkeep.
        self.store.change(write)
        if favourite is not None:
            self.served.ask("PATCH", f"headshots/{headshot_id}", {"favourite": favourite})
        return headshot_id

    def add_picture(self, headshot_id: str, n: int, person: int = 0) -> None:
        """One more picture is done."""
        self._put_file(headshot_id, n, person)
        self.store.change(lambda tx: self._record(tx, headshot_id, n, person))

    def end(self, headshot_id: str, status: GenerationStatus) -> None:
        """It comes to its end."""
        self.store.change(lambda tx: services.end_generation(tx, headshot_id, status))

    def _put_file(self, headshot_id: str, n: int, person: int) -> None:
        self.files.put(self._name(headshot_id, n), draw_headshot(person, n))

    def _record(self, tx: Tx, headshot_id: str, n: int, person: int) -> None:
        size = len(draw_headshot(person, n))
        services.record_picture(tx, headshot_id, n, self._name(headshot_id, n), size)

    def _name(self, headshot_id: str, n: int) -> str:
        return services.name_headshot_file(self.served.team_id, headshot_id, n)


@contextmanager
def open_maker(served: Served) -> Iterator[HeadshotMaker]:
    """A second connection to the served team's database and files."""
    url, folder = served.scene.env["DATABASE_URL"], Path(served.scene.env["CLOSEUP_DATA_DIR"]) / "files"
    store = open_store(url, read_system_clock, make_id)
    try:
        yield HeadshotMaker(served, store, open_files(folder))
    finally:
        store.close()
