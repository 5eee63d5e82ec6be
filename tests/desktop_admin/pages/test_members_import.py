"""The import of a CSV over HTTP: shown first, then invited with progress; what failed is tried again, nobody twice."""

from pathlib import Path

import pytest

from desktop_admin.pages.members.import_dialog import ImportDialog
from desktop_admin.pages.members.page import MembersPage
from tests.desktop_admin.conftest import Driver
from tests.desktop_admin.served import Served


def open_import(console: Driver, path: Path, text: str) -> ImportDialog:
    page = console.open_page("members")
    assert isinstance(page, MembersPage)
    console.wait_until(lambda: page.people.model.rowCount() >= 6)
    path.write_text(text, encoding="utf-8")
    dialog = page.import_file(path)
    console.wait_until(lambda: dialog.told.text() != "Reading the file…")
    return dialog


def list_people(served: Served) -> list[tuple[str, str, int]]:
    return [(m["name"], m["role"], m["allocated"]) for m in served.ask("GET", "credits/overview")["members"]]


def finish(console: Driver, dialog: ImportDialog) -> None:
    console.wait_until(lambda: not dialog.importer.batch.is_running)


def test_people_are_shown_first_and_invited_then(console: Driver, served: Served, tmp_path: Path) -> None:
    before = list_people(served)
    text = "name;role;credits\nIda <b>Berg</b>;admin;3\n=1+1;;2\nJon;boss;1\nBen Lindqvist;;\n"
    dialog = open_import(console, tmp_path / "people.csv", text)
    states = [texts[4] for texts in dialog.model.list_texts()]
    assert states == ["Ready", "Ready", "Cannot be taken", "Look first"]
    assert dialog.told.text().startswith("2 can be invited. 1 line cannot be taken and says why.")
    assert dialog.go.text() == "Invite 2"
    assert list_people(served) == before, "showing invites nobody"
    dialog.go.click()
    finish(console, dialog)
    assert list_people(served) == [*before, ("Ida <b>Berg</b>", "admin", 3), ("=1+1", "member", 2)]
    assert dialog.told.text() == "2 invited."
    assert dialog.bar.value() == dialog.bar.maximum() == 2
    page = console.window.page
    assert isinstance(page, MembersPage)
    console.wait_until(lambda: page.people.model.rowCount() == len(before) + 2)
    dialog.reject()


def test_namesakes_are_invited_only_on_purpose(console: Driver, served: Served, tmp_path: Path) -> None:
    before = list_people(served)
    dialog = open_import(console, tmp_path / "people.csv", "Ben Lindqvist\n")
    assert not dialog.go.isEnabled()
    dialog.namesakes.click()
    dialog.go.click()
    finish(console, dialog)
    assert list_people(served) == [*before, ("Ben Lindqvist", "member", 0)]
    dialog.reject()


def test_credits_that_are_not_there_wait_and_nobody_comes_twice(
    console: Driver, served: Served, tmp_path: Path
) -> None:
    before = list_people(served)
    pool = int(served.ask("GET", "credits/overview")["pool"])
    dialog = open_import(console, tmp_path / "people.csv", f"Kai,member,{pool}\nLea,member,4\n")
    assert "some will wait for theirs" in dialog.told.text()
    dialog.go.click()
    finish(console, dialog)
    wanted = ["Invited", "Invited, without credits yet"]
    console.wait_until(lambda: [texts[4] for texts in dialog.model.list_texts()] == wanted)
    assert "not enough credits" in dialog.model.list_texts()[1][5]
    kai = served.ask("GET", "credits/overview")["members"][-2]
    served.ask("POST", "credits/reclaim", {"member_id": kai["member_id"], "credits": pool})
    assert dialog.go.text() == "Try 1 again"
    dialog.go.click()
    finish(console, dialog)
    assert list_people(served) == [*before, ("Kai", "member", 0), ("Lea", "member", 4)]
    dialog.reject()


def test_a_server_that_goes_away_leaves_the_rest_to_be_tried_again(
    console: Driver, served: Served, tmp_path: Path
) -> None:
    before = len(list_people(served))
    names = [f"Person {n}" for n in range(40)]
    dialog = open_import(console, tmp_path / "people.csv", "\n".join(names))
    dialog.go.click()
    console.wait_until(lambda: len(dialog.importer.batch.done) >= 3)
    with served.gone():
        finish(console, dialog)
        assert dialog.importer.batch.left
        assert "cannot be reached" in dialog.told.text() or "took too long" in dialog.told.text()
    console.wait_until(lambda: console.context.connection.is_online)
    console.wait_until(dialog.go.isEnabled)
    dialog.go.click()
    finish(console, dialog)
    assert dialog.importer.batch.left == []
    found = [name for name, _, _ in list_people(served)]
    assert sorted(found[before:]) == sorted(names), "everybody once"
    dialog.reject()


@pytest.mark.parametrize(("text", "part"), [("", "names nobody"), ("a\0b", "not a CSV file")])
def test_a_file_that_is_none_is_a_sentence_in_place(
    console: Driver, tmp_path: Path, text: str, part: str
) -> None:
    dialog = open_import(console, tmp_path / "people.csv", text)
    assert part in dialog.told.text()
    assert not dialog.go.isVisible()
    dialog.reject()


def test_a_file_that_is_gone_is_a_sentence_in_place(console: Driver, tmp_path: Path) -> None:
    page = console.open_page("members")
    assert isinstance(page, MembersPage)
    dialog = page.import_file(tmp_path / "nowhere.csv")
    console.wait_until(lambda: dialog.told.text() == "The file could not be read. Choose another one.")
    dialog.reject()
