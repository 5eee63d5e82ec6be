"""Makes the pictures of docs/console.md again: `python -m tests.desktop_admin.shots.documents`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from core.clock import make_id
from core.domain.generations import GenerationStatus
from core.gateways.files.disk import open_files
from core.store.engine import open_store
from desktop_admin.context import Outside, open_context
from desktop_admin.i18n import install_language
from desktop_admin.platform.keyring_store import KeyringStore
from desktop_admin.stores.store import Phase
from desktop_admin.theme.theme import ThemeMode, open_theme
from desktop_admin.window.main_window import MainWindow
from desktop_admin.window.opening import close_console
from tests.databases import open_sqlite_files
from tests.desktop_admin.conftest import MemoryVault
from tests.desktop_admin.headshots import HeadshotMaker
from tests.desktop_admin.served import Served, open_served
from tests.desktop_admin.shots.pictures import keep_picture
from tests.house.sources import ROOT

FOLDER: Final = ROOT / "docs" / "pictures"
SIZE: Final = (1280, 800)
LARGEST: Final = 200_000  # bytes of a picture in the documents
PATIENCE_MS: Final = 60_000
DAYS: Final = 28
# A person, the credits they got, how many they used on each day of a week, and what is open.
TEAM: Final = (
    ("Amara Okafor", 60, (2, 0, 3, 1, 0, 0, 2), 1),
    ("Ben Lindqvist", 40, (1, 2, 0, 0, 1, 0, 0), 0),
    ("Chiara Russo", 4, (0, 0, 1, 0, 0, 0, 0), 0),
    ("Daniel Kim", 70, (0, 3, 2, 1, 4, 0, 1), 2),
    ("Elif Öztürk", 45, (3, 1, 0, 2, 0, 0, 0), 0),
)


def play_days(served: Served) -> None:
    """Weeks of a team's life: credits used on most days, some held now."""
    made, waiting = 0, []
    for name, credits_, week, open_sets in TEAM:
        member_id = served.invite(name, credits_)
        waiting += [member_id] * open_sets
        for ago, count in enumerate(list(week) * (DAYS // len(week))):
            at = datetime.now(UTC) - timedelta(days=ago, minutes=30)
            with open_maker_at(served, at, made) as maker:
                for _ in range(count):
                    maker.make(member_id, pictures=1)
                made = maker.count
    # Last, since the server soon ends what is open without any work behind it.
    with open_maker_at(served, datetime.now(UTC), made) as maker:
        for member_id in waiting:
            maker.make(member_id, GenerationStatus.RUNNING, pictures=1)


@contextmanager
def open_maker_at(served: Served, at: datetime, made: int) -> Iterator[HeadshotMaker]:
    """Makes sets of headshots at another time, after so many others."""
    url, folder = served.scene.env["DATABASE_URL"], Path(served.scene.env["CLOSEUP_DATA_DIR"]) / "files"
    store = open_store(url, lambda: at, make_id)
    try:
        yield HeadshotMaker(served, store, open_files(folder), made)
    finally:
        store.close()


def take_pictures(served: Served, folder: Path, pages: list[str]) -> list[Path]:
    """Every page in light, the first in dark as well; what each is saved as."""
    application = QApplication.instance() or QApplication(["pictures"])
    assert isinstance(application, QApplication)
    install_language(application, "en")
    with TemporaryDirectory() as own:
        settings = QSettings(f"{own}/console.ini", QSettings.Format.IniFormat)
        keyring = KeyringStore(MemoryVault())
        context = open_context(Outside(settings, keyring, QLocale("en_GB")), open_theme(settings))
        context.theme.choose(ThemeMode.LIGHT)
        window = MainWindow(context)
        window.resize(*SIZE)
        window.show()
        context.session.adopt(served.account)
        made: list[Path] = []
        shown = [(name, mode) for name in pages[:1] for mode in (ThemeMode.DARK, ThemeMode.LIGHT)]
        for name, mode in shown + [(name, ThemeMode.LIGHT) for name in pages[1:]]:
            context.theme.choose(mode)
            made.append(_take_picture(window, folder, name, mode))
        close_console(window, context, keyring)
    return made


def _take_picture(window: MainWindow, folder: Path, name: str, mode: ThemeMode) -> Path:
    window.open_page(name)
    page = window.page
    assert page is not None
    _run_until(lambda: page.phase is not Phase.LOADING and window.context.feed.is_connected)
    _run_for(2_000)  # what follows the main store: charts, hints, badges, and the fading of fresh rows
    keep_picture(window, folder, f"console-{name}", mode)
    path = folder / f"console-{name}-{mode.value}.png"
    _shrink(path)
    return path


def _shrink(path: Path) -> None:
    """Every colour as it is: in a palette the rare ones, such as that of held credits, would become others."""
    from PIL import Image

    with Image.open(path) as picture:
        picture.convert("RGB").save(path, optimize=True)
    assert path.stat().st_size < LARGEST, path


def _run_for(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _run_until(holds: Callable[[], bool]) -> None:
    loop, asking, giving_up = QEventLoop(), QTimer(interval=20), QTimer(interval=PATIENCE_MS)
    asking.timeout.connect(lambda: loop.quit() if holds() else None)
    giving_up.timeout.connect(loop.quit)
    asking.start()
    giving_up.start()
    loop.exec()
    assert holds()


def main(pages: list[str]) -> int:
    """Serve a made-up team, open the console on it, and keep its pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as own,
        open_sqlite_files() as databases,
        databases.open_fresh() as url,
        open_served(url, Path(own)) as served,
    ):
        served.stock(300)
        play_days(served)
        for path in take_pictures(served, FOLDER, pages):
            sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(
        main(sys.argv[1:] or ["overview", "purchases", "allocations", "members", "generations", "usage"])
    )
