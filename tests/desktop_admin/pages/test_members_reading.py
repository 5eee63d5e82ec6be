"""The CSV of people: every encoding and separator, every bad line in its place, nothing run, nothing unbounded."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.domain.teams import Role
from desktop_admin.models.csv import write_csv
from desktop_admin.pages.members.reading import MAX_BYTES, MAX_PEOPLE, Entry, read_people


def read(data: bytes | str, *known: str, may_invite_admins: bool = True) -> list[Entry]:
    raw = data.encode() if isinstance(data, str) else data
    reading = read_people(raw, set(known), may_invite_admins=may_invite_admins)
    assert reading.problem == ""
    return reading.entries


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_write_it_in_many_ways(separator: str, encoding: str, end: str) -> None:
    lines = ["Name,Role,Credits", "Zoë Müller,admin,12", "", "Åsa Öberg,,"]
    text = end.join(line.replace(",", separator) for line in lines) + end
    assert read(text.encode(encoding)) == [
        Entry(2, "Zoë Müller", Role.ADMIN, 12),
        Entry(4, "Åsa Öberg", Role.MEMBER, 0),
    ]


def test_titles_say_where_things_are_and_may_be_missing() -> None:
    assert read("credits,note,name\n5,x,Ann Lee") == [Entry(2, "Ann Lee", Role.MEMBER, 5)]
    assert read("Member,Role\nAnn Lee,member") == [Entry(2, "Ann Lee")]
    assert read("Ann Lee,member,5\nBen") == [Entry(1, "Ann Lee", Role.MEMBER, 5), Entry(2, "Ben")]
    assert read('"Lee; Ann",admin') == [Entry(1, "Lee; Ann", Role.ADMIN)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",member,5", "The name is missing."),
        (f"{'x' * 121},member,5", "A name has at most 120 letters."),
        ("Ann,boss,5", 'There is no role "boss". Use member or admin.'),
        ("Ann,owner,5", "A team has one owner. Use member or admin."),
        ("Ann,member,five", 'Credits are a whole number, not "five".'),
        ("Ann,member,-1", 'Credits are a whole number, not "-1".'),
        ("Ann,member,1.5", 'Credits are a whole number, not "1.5".'),
        ("Ann,member,٣", 'Credits are a whole number, not "٣".'),
        ("Ann,member,9999999", "That is more credits than anybody can have."),
        ('"Ann,member,5\nBen,member,5', "A quotation mark is opened and not closed."),
    ],
)
def test_a_bad_line_says_why_and_the_good_ones_stay(line: str, sentence: str) -> None:
    bad, good = read(f"name,role,credits\nGood One,member,1\n{line}")[::-1]
    assert (bad.line, bad.problem) == (3, sentence)
    assert good == Entry(2, "Good One", Role.MEMBER, 1)


def test_only_the_owner_may_bring_admins() -> None:
    assert read("Ann,admin", may_invite_admins=False)[0].problem == "Only the owner may invite admins."


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<b>x</b>", "@SUM(A1)", "+1", "علي 🙂"])
def test_formulas_and_markup_are_only_names(name: str) -> None:
    assert read(f"name\n{name}")[0].name == name


def test_what_we_export_we_can_read_again() -> None:
    rows = [("=1+1", "Member", "3"), ("Ann, Lee", "Admin", "0")]
    found = read(write_csv(("Name", "Role", "Credits"), rows))
    assert [(one.name, one.role, one.credits) for one in found] == [
        ("=1+1", Role.MEMBER, 3),
        ("Ann, Lee", Role.ADMIN, 0),
    ]


def test_doubles_are_flagged_and_not_refused() -> None:
    found = read("name\nAnn Lee\nann  LEE\nBen", "ben")
    assert [one.flag for one in found] == [
        "",
        "The same name as in line 2.",
        "Somebody of this name is in the team already.",
    ]
    assert not any(one.problem for one in found)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "names nobody"),
        (b"name,role\n\n", "names nobody"),
        (b"x" * (MAX_BYTES + 1), "larger than 1 MB"),
        (b"PK\x03\x04\0\0", "not a CSV file"),
        (codecs.BOM_UTF16_LE + "Ann".encode("utf-16-le"), "not a CSV file"),
        (b"a\n" * (MAX_PEOPLE + 2), "more than 5,000 lines"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(data: bytes, part: str) -> None:
    reading = read_people(data, set(), may_invite_admins=True)
    assert part in reading.problem
    assert reading.entries == []


@given(some.binary(max_size=2_000))
def test_no_file_makes_it_fall(data: bytes) -> None:
    reading = read_people(data, set(), may_invite_admins=True)
    assert bool(reading.problem) is not bool(reading.entries)
    assert all(len(one.name) <= 120 for one in reading.entries)
