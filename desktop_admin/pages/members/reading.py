"""Reads a list of people from a CSV file as spreadsheets write it; what cannot be taken says why in its place."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QCoreApplication

from core.domain.credits import MAX_CREDITS
from core.domain.refusals import Malformed
from core.domain.teams import MAX_NAME, Role, check_name
from desktop_admin.models.csv import FORMULA

translate = QCoreApplication.translate
MAX_BYTES: Final = 1_000_000
MAX_PEOPLE: Final = 5_000
SEPARATORS: Final = (",", ";", "\t")
SHOWN: Final = 40  # letters of a value that cannot be taken
_MOST_CELLS: Final = 50
# What the first line calls its columns, in the languages of the console.
_TITLES: Final = {
    "name": "name",
    "role": "role",
    "rolle": "role",
    "credits": "credits",
    "credit": "credits",
}
_FIRST_TITLES: Final = {"member", "mitglied"}  # further right they are roles
_ROLES: Final = {"": Role.MEMBER, "member": Role.MEMBER, "mitglied": Role.MEMBER, "admin": Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file: `problem` says why it cannot be taken, `flag` why somebody should look first."""

    line: int
    name: str
    role: Role = Role.MEMBER
    credits: int = 0
    problem: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says; `problem` when it is none that can be read, or too long."""

    entries: list[Entry] = field(default_factory=list)
    problem: str = ""


class _LineRefusedError(Exception):
    """The line cannot be taken; the message is for people."""


def read_people(data: bytes, known: Collection[str], *, may_invite_admins: bool) -> Reading:
    """The people of a CSV file; `known` are the folded names of those who are in the team already."""
    if len(data) > MAX_BYTES:
        return Reading(
            problem=QCoreApplication.translate(
                "Reading", "The file is larger than 1 MB. Split it into smaller ones."
            )
        )
    if b"\0" in data:
        return Reading(
            problem=QCoreApplication.translate(
                "Reading", "This is not a CSV file. Save the list as CSV (UTF-8) and choose that."
            )
        )
    text = decode_text(data)
    try:
        rows = list(_list_rows(text))
    except csv.Error:
        return Reading(
            problem=QCoreApplication.translate(
                "Reading", "This is not a CSV file. Save the list as CSV (UTF-8) and choose that."
            )
        )
    places, body = _find_columns(rows)
    if not body:
        return Reading(
            problem=QCoreApplication.translate(
                "Reading", "The file names nobody. Put one person on each line: name, role, credits."
            )
        )
    if len(body) > MAX_PEOPLE:
        many = QCoreApplication.translate(
            "Reading", "The file has more than {most} lines. Split it into smaller ones."
        )
        return Reading(problem=many.format(most=f"{MAX_PEOPLE:,}"))
    read = [_read_entry(line, cells, places, may_invite_admins=may_invite_admins) for line, cells in body]
    return Reading(flag_doubles(read, known))


def decode_text(data: bytes) -> str:
    """UTF-8 with or without its mark, else Latin-1, which every byte is some letter of."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def fold_name(name: str) -> str:
    """A name by which doubles are found: without case and double spaces."""
    return " ".join(name.casefold().split())


def flag_doubles(entries: Sequence[Entry], known: Collection[str]) -> list[Entry]:
    """Mark who is in the team already, and who is in the file twice."""
    first: dict[str, int] = {}
    return [_flag(entry, known, first) for entry in entries]


def _flag(entry: Entry, known: Collection[str], first: dict[str, int]) -> Entry:
    folded = fold_name(entry.name)
    if entry.problem:
        return entry
    line = first.setdefault(folded, entry.line)
    if line != entry.line:
        flag = translate("Reading", "The same name as in line {n}.").format(n=line)
    elif folded in known:
        flag = translate("Reading", "Somebody of this name is in the team already.")
    else:
        return entry
    return Entry(entry.line, entry.name, entry.role, entry.credits, flag=flag)


def _list_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_find_separator(text))
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield line, cells[:_MOST_CELLS]


def _find_separator(text: str) -> str:
    """What separates the cells of the first line; a comma when nothing does."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(head.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _find_columns(
    rows: list[tuple[int, list[str]]],
) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Where name, role and credits are, and the lines below the titles if there are any."""
    if not rows:
        return {}, []
    words = [cell.strip().casefold() for cell in rows[0][1]]
    titles = [_TITLES.get(word) for word in words]
    if words[0] in _FIRST_TITLES:
        titles[0] = "name"
    if "name" in titles:
        return {title: titles.index(title) for title in dict.fromkeys(titles) if title}, rows[1:]
    return {"name": 0, "role": 1, "credits": 2}, rows


def _read_entry(line: int, cells: list[str], places: dict[str, int], *, may_invite_admins: bool) -> Entry:
    def cell(name: str) -> str:
        place = places.get(name, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    shown = _unguard(cell("name"))
    try:
        name = _read_name(shown)
        role = _read_role(cell("role"), may_invite_admins=may_invite_admins)
        return Entry(line, name, role, _read_credits(cell("credits")))
    except _LineRefusedError as refused:
        return Entry(line, _shorten(shown, MAX_NAME), problem=str(refused))


def _unguard(text: str) -> str:
    """Without the apostrophe that an export put before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _read_name(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise _LineRefusedError(translate("Reading", "A quotation mark is opened and not closed."))
    try:
        return check_name(text)
    except Malformed as refused:
        long = translate("Reading", "A name has at most {most} letters.").format(most=MAX_NAME)
        raise _LineRefusedError(long if text else translate("Reading", "The name is missing.")) from refused


def _read_role(text: str, *, may_invite_admins: bool) -> Role:
    role = _ROLES.get(text.casefold())
    if text.casefold() in {"owner", "inhaber", "inhaberin"}:
        raise _LineRefusedError(translate("Reading", "A team has one owner. Use member or admin."))
    if role is None:
        shown = translate("Reading", 'There is no role "{role}". Use member or admin.')
        raise _LineRefusedError(shown.format(role=_shorten(text, SHOWN)))
    if role is Role.ADMIN and not may_invite_admins:
        raise _LineRefusedError(translate("Reading", "Only the owner may invite admins."))
    return role


def _read_credits(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MAX_CREDITS)):
        shown = translate("Reading", 'Credits are a whole number, not "{text}".')
        raise _LineRefusedError(shown.format(text=_shorten(text, SHOWN)))
    if int(text) > MAX_CREDITS:
        raise _LineRefusedError(translate("Reading", "That is more credits than anybody can have."))
    return int(text)


def _shorten(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
