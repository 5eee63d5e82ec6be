"""The Generations page over a real server: progress, filters, pictures, cancelling, doing again, deleting, saving."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from core.domain.generations import GenerationStatus as Status
from core.domain.styles import Style
from core.schemas.generations import Headshot
from desktop_admin.pages.generations.page import GenerationsPage
from desktop_admin.stores.headshots import HeadshotFilter
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.headshots import FAILED, HeadshotMaker, draw_headshot, open_maker
from tests.desktop_admin.served import Served
from tests.desktop_admin.watchdog import Watchdog

PHOTOS = 6
MAKING_MS = 120_000


@pytest.fixture(scope="module")
def maker(served: Served) -> Iterator[HeadshotMaker]:
    """The served team with five sets of three members: three ready ones, one that failed, one canceled."""
    with open_maker(served) as maker:
        people = find_people(served)
        maker.make(people[0], style=Style.PROFESSIONAL, favourite=2)
        maker.make(people[1], style=Style.CASUAL, favourite=4)
        maker.make(people[1], style=Style.LINKEDIN)
        maker.make(people[1], Status.FAILED, Style.CASUAL)
        maker.make(people[2], Status.CANCELED, Style.CREATIVE)
        yield maker


def find_people(served: Served) -> list[str]:
    return [one["member_id"] for one in served.ask("GET", "members")["items"] if one["allocated"]]


def find_used(served: Served, member_id: str) -> int:
    overview = served.ask("GET", "credits/overview")
    return next(int(one["used"]) for one in overview["members"] if one["member_id"] == member_id)


def open_generations(console: Driver) -> GenerationsPage:
    page = console.open_page("generations")
    assert isinstance(page, GenerationsPage)
    console.wait_until(lambda: page.model.rowCount() > 0 and bool(page.members))
    console.wait_until(lambda: bool(page.filters.chips.current))
    return page


def list_records(page: GenerationsPage) -> list[Headshot]:
    return [page.model.record(row) for row in range(page.model.rowCount())]


def find_shot(page: GenerationsPage, headshot_id: str) -> Headshot | None:
    row = page.model.find(headshot_id)
    return None if row is None else page.model.record(row)


def ask_for_headshots(served: Served, member_id: str) -> str:
    """As an outside program asks for them, with photos of somebody who does not exist."""
    files = [("photos", (f"{n}.jpg", draw_headshot(3, n), "image/jpeg")) for n in range(PHOTOS)]
    answer = httpx.post(
        f"{served.url}/api/teams/{served.team_id}/headshots/generate",
        headers={"Authorization": f"Bearer {served.key}"},
        data={"style": "casual", "consent": "true", "member_id": member_id},
        files=files,
        trust_env=False,
        timeout=60,
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["headshot_id"])


def test_a_set_appears_by_itself_and_can_be_canceled(
    console: Driver, served: Served, maker: HeadshotMaker
) -> None:
    page = open_generations(console)
    before = served.ask("GET", "credits/overview")
    headshot_id = ask_for_headshots(served, find_people(served)[0])
    console.wait_until(lambda: page.model.find(headshot_id) == 0)
    shot = find_shot(page, headshot_id)
    assert shot is not None
    page.open_details(shot)
    assert page.details is not None
    dialog = page.verbs.cancel([shot])
    assert dialog is not None
    console.click(dialog.go)
    console.wait_until(
        lambda: (found := find_shot(page, headshot_id)) is not None and found.status is Status.CANCELED
    )
    console.wait_until(lambda: page.details is not None and page.details.shot.status is Status.CANCELED)
    assert page.details.credit.text() == "The credit went back; nothing was used."
    assert page.details.redo.isVisible()
    assert not page.details.cancel.isVisible()
    console.wait_until(lambda: served.ask("GET", "credits/overview") == before)


def test_live_progress_to_the_pictures_and_once_more(
    console: Driver, served: Served, maker: HeadshotMaker
) -> None:
    page = open_generations(console)
    third = find_people(served)[2]
    headshot_id = ask_for_headshots(served, third)
    seen: set[tuple[Status, int]] = set()

    def is_ready(wanted: str) -> bool:
        shot = find_shot(page, wanted)
        if shot is not None:
            seen.add((shot.status, shot.done))
        return shot is not None and shot.status is Status.COMPLETED

    console.bot.waitUntil(lambda: is_ready(headshot_id), timeout=MAKING_MS)
    assert (Status.COMPLETED, 4) in seen
    assert len(seen) > 1, "it was seen on its way"
    used = find_used(served, third)
    shot = find_shot(page, headshot_id)
    assert shot is not None
    dialog = page.verbs.redo(shot)
    assert dialog is not None
    dialog.chips.choose("linkedin")
    console.click(dialog.go)
    console.wait_until(lambda: page.model.record(0).style is Style.LINKEDIN)
    again = page.model.record(0).headshot_id
    assert again != headshot_id
    console.bot.waitUntil(lambda: is_ready(again), timeout=MAKING_MS)
    console.wait_until(lambda: find_used(served, third) == used + 1)


def test_counts_beside_the_filters_and_what_they_show(
    console: Driver, maker: HeadshotMaker, served: Served
) -> None:
    page = open_generations(console)
    whole = page.model.rowCount()
    failed = sum(shot.status is Status.FAILED for shot in list_records(page))
    page.filters.chips.choose("failed")
    console.wait_until(lambda: page.model.rowCount() == failed)
    assert {shot.status for shot in list_records(page)} == {Status.FAILED}
    assert page.filters.chips._chips["failed"].text() == f"Failed {failed}"
    page.choose(HeadshotFilter(style=Style.LINKEDIN, status=Status.FAILED))
    console.wait_until(lambda: page.views.currentWidget() is page.nothing)
    assert page.nothing.title.text() == "Nothing matches this filter"
    console.click(page.nothing.button)
    console.wait_until(lambda: page.model.rowCount() == whole)
    second = find_people(served)[1]
    page.show_subject(second)
    console.wait_until(lambda: {shot.member_id for shot in list_records(page)} == {second})
    page.show_subject("failed")
    console.wait_until(lambda: {shot.status for shot in list_records(page)} == {Status.FAILED})


def test_a_failed_one_says_why_and_what_became_of_the_credit(console: Driver, maker: HeadshotMaker) -> None:
    page = open_generations(console)
    place = next(n for n, shot in enumerate(list_records(page)) if shot.status is Status.FAILED)
    page.table.setFocus()
    page.table.selectRow(place)
    console.press(page.table, Qt.Key.Key_Space)
    details = page.details
    assert details is not None
    assert (details.reason.text.text(), details.state.text()) == (FAILED, "Failed")
    assert details.credit.text() == "The credit went back; nothing was used."
    assert not details.view.isVisible()
    console.press(console.window.drawer, Qt.Key.Key_Escape)
    console.wait_until(lambda: page.details is None)


def test_the_viewer_by_keyboard(console: Driver, maker: HeadshotMaker, tmp_path: Path) -> None:
    page = open_generations(console)
    place = next(n for n, shot in enumerate(list_records(page)) if shot.favourite == 2)
    page.table.setFocus()
    page.table.selectRow(place)
    shot = page.model.record(place)
    viewer = page.open_viewer(shot)
    assert viewer is not None
    console.wait_until(lambda: viewer.count == 4)
    assert viewer.where.text() == "2 of 4"
    console.press(viewer, Qt.Key.Key_Right)
    console.press(viewer, Qt.Key.Key_Right)
    console.press(viewer, Qt.Key.Key_Right)
    assert viewer.where.text() == "1 of 4"
    console.press(viewer, Qt.Key.Key_Left)
    assert viewer.where.text() == "4 of 4"
    console.press(viewer, Qt.Key.Key_3)
    console.press(viewer, Qt.Key.Key_Z)
    assert not viewer.canvas.fits
    console.press(viewer, Qt.Key.Key_F)
    console.wait_until(lambda: viewer.shot.favourite == 3)
    console.wait_until(lambda: (s := find_shot(page, shot.headshot_id)) is not None and s.favourite == 3)
    target = tmp_path / "one.jpg"
    viewer.write_picture(target, 3)
    saved = QImage(str(target))
    assert (saved.width(), saved.height()) == (1024, 1280)
    viewer.write_picture(tmp_path / "no" / "folder.jpg", 3)
    assert viewer.trouble.text() == "The file could not be written. Choose another folder."
    console.press(viewer, Qt.Key.Key_F)
    console.wait_until(lambda: viewer.shot.favourite is None)
    console.press(viewer, Qt.Key.Key_2)
    console.press(viewer, Qt.Key.Key_F)
    console.wait_until(lambda: viewer.shot.favourite == 2)
    console.press(viewer, Qt.Key.Key_Escape)
    console.wait_until(lambda: not page.window().findChildren(type(viewer)))


def test_deleting_names_the_exact_effect_and_leaves_the_books(
    console: Driver, maker: HeadshotMaker, served: Served
) -> None:
    second = find_people(served)[1]
    made = [maker.make(second) for _ in range(2)]
    before = served.ask("GET", "credits/overview")
    page = open_generations(console)
    console.wait_until(lambda: all(page.model.find(one) is not None for one in made))
    page.table.clearSelection()
    for one in made:
        page.table.select_key(one)
        console.press(page.table, Qt.Key.Key_X)
    page.table.selectAll()
    chosen = [shot for shot in page.table.selected if shot.headshot_id in made]
    assert page.marked.isVisible()
    dialog = page.verbs.delete(chosen)
    assert dialog is not None
    words = " ".join(label.text() for label in dialog.findChildren(type(page.title)))
    assert "2 sets of headshots with 8 pictures will be deleted from storage for good." in words
    assert "2 credits stay used, and the books do not change." in words
    console.press(dialog.keep, Qt.Key.Key_Return)
    assert all(page.model.find(one) is not None for one in made), "the safe answer does nothing"
    again = page.verbs.delete(chosen)
    assert again is not None
    console.click(again.go)
    console.wait_until(lambda: all(page.model.find(one) is None for one in made))
    assert served.ask("GET", "credits/overview") == before


def test_doing_it_again_without_its_photos_is_a_calm_sentence(
    console: Driver, maker: HeadshotMaker, served: Served
) -> None:
    page = open_generations(console)
    made_up = (one for one in list_records(page) if one.headshot_id.startswith("headshot_made_"))
    shot = next(one for one in made_up if one.status is Status.COMPLETED)
    dialog = page.verbs.redo(shot)
    assert dialog is not None
    assert "This takes 1 more credit from" in dialog.effect.text()
    dialog.chips.choose("creative")
    console.click(dialog.go)
    console.wait_until(lambda: "news" in page._notices)
    assert page._notices["news"].notice.strong.endswith(".")
    assert page._notices["news"].notice.tone == "bad"


def test_the_favourites_of_a_filter_in_one_file(
    console: Driver, maker: HeadshotMaker, tmp_path: Path, served: Served
) -> None:
    page = open_generations(console)
    console.wait_until(lambda: sum(1 for s in list_records(page) if s.favourite) == 2)
    target = tmp_path / "favourites.zip"
    job = page.zip_favourites(target)
    with console.bot.waitSignal(job.finished, timeout=20_000) as saved:
        assert not target.exists(), "nothing is there before it is whole"
    assert saved.args == [2]
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        assert len(packed.namelist()) == 2
        assert all(
            QImage.fromData(packed.read(name)).size() == QSize(1024, 1280) for name in packed.namelist()
        )
    assert page.zip.isEnabled()
    page.choose(HeadshotFilter(style=Style.CASUAL))
    job = page.zip_favourites(tmp_path / "casual.zip")
    with console.bot.waitSignal(job.finished, timeout=20_000) as saved:
        pass
    assert saved.args == [1]


def test_a_file_that_cannot_be_written_is_said(console: Driver, maker: HeadshotMaker, tmp_path: Path) -> None:
    page = open_generations(console)
    job = page.zip_favourites(tmp_path / "no" / "folder.zip")
    with console.bot.waitSignal(job.broken, timeout=20_000):
        pass
    assert page._notices["zip"].notice.strong == "The file could not be written."
    assert page.zip.isEnabled()


def test_a_zip_that_is_stopped_leaves_nothing(console: Driver, maker: HeadshotMaker, tmp_path: Path) -> None:
    page = open_generations(console)
    page.zip_favourites(tmp_path / "stopped.zip")
    console.click(page.zipping.stop)
    assert list(tmp_path.glob("*.zip*")) == []
    assert page.zip.isEnabled()


def test_a_zip_waits_for_the_server(
    console: Driver, maker: HeadshotMaker, tmp_path: Path, served: Served
) -> None:
    page = open_generations(console)
    target = tmp_path / "later.zip"
    with served.gone():
        job = page.zip_favourites(target)
        with console.bot.waitSignal(job.failed, timeout=20_000):
            pass
        assert page.zipping.again.isVisible()
        assert not target.exists()
    with console.bot.waitSignal(job.finished, timeout=20_000) as saved:
        console.click(page.zipping.again)
    assert saved.args == [2]


def test_pictures_are_forgotten_on_signing_out(console: Driver, maker: HeadshotMaker) -> None:
    page = open_generations(console)
    with Watchdog() as watchdog:
        page.filters.gallery.click()
        console.wait_until(lambda: page.pictures.count >= 3)
    assert watchdog.blocks == [], watchdog.describe()
    assert 0 < page.pictures.used_bytes < 3_000_000
    pictures = page.pictures
    console.context.session.changed.emit()
    assert (pictures.count, pictures.used_bytes) == (0, 0)


def test_verbs_rest_while_offline(console: Driver, maker: HeadshotMaker, served: Served) -> None:
    page = open_generations(console)
    page.open_details(next(one for one in list_records(page) if one.status is Status.COMPLETED))
    details = page.details
    assert details is not None
    with served.gone():
        console.wait_until(lambda: not console.context.connection.is_online)
        assert not details.delete.isEnabled()
        assert details.delete.toolTip() == "You are offline."
        assert page.model.rowCount() > 0
    console.window.strip.retry.click()
    console.wait_until(details.delete.isEnabled)
