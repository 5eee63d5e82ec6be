"""What outside programs were promised: every route of the contract is there, with every field it names."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.webhooks.site import Site

METHODS: Final = re.compile(r"\b(?:GET|POST|PATCH|DELETE)(?:/(?:GET|POST|PATCH|DELETE))*")
FIELDS: Final = re.compile(r"\b[a-z][a-z_]+\b")
T: Final = "/api/teams/{team_id}"
# The route whose answer, or whose items, the contract spells out in the row that begins so.
SPELT: Final = {
    "/api/auth/exchange": ("post", "/api/auth/exchange"),
    "/api/stripe/create-checkout": ("post", "/api/stripe/create-checkout"),
    f"{T}/credits/overview": ("get", f"{T}/credits/overview"),
    f"{T}/credits/ledger": ("get", f"{T}/credits/ledger"),
    f"{T}/invites": ("post", f"{T}/invites"),
}


@pytest.fixture
def rows(shared_folder: Path) -> list[tuple[str, str]]:
    """The table of routes: what is in its first column and in its second."""
    text = (shared_folder / "contract.md").read_text(encoding="utf-8")
    section = text.partition("## 3. HTTP")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [(first, second) for first, _, second in (line[1:].partition(" | ") for line in lines)]


def list_promised(cell: str) -> set[tuple[str, str]]:
    """Methods and paths of a first column; `.../members/{id}` goes on from the one before it."""
    found, whole = set(), ""
    for part in re.findall(r"`([^`]+)`", cell):
        methods = METHODS.match(part)
        assert methods is not None, part
        path = part[methods.end() :].strip()
        if path.startswith("..."):
            path = whole.rpartition(path.split("/")[1])[0] + path.removeprefix(".../")
        whole = path
        found |= {(method, path) for method in methods.group().split("/")}
    return found


def blur(path: str) -> str:
    """A path whatever its ids are called."""
    return re.sub(r"\{[^}]+\}", "{}", path)


async def read_schema(site: Site) -> dict[str, Any]:
    answer = await site.http.get("/openapi.json")
    schema: dict[str, Any] = answer.json()
    return schema


async def test_every_promised_route_is_there(light_site: Site, rows: list[tuple[str, str]]) -> None:
    paths = (await read_schema(light_site))["paths"]
    there = {(method.upper(), blur(path)) for path, methods in paths.items() for method in methods}
    promised = {(method, blur(path)) for cell, _ in rows for method, path in list_promised(cell)}
    assert len(promised) >= 30
    assert promised - there == set()


async def test_every_promised_field_is_there(light_site: Site, rows: list[tuple[str, str]]) -> None:
    schema = await read_schema(light_site)
    for start, (method, path) in SPELT.items():
        row = next(words for cell, words in rows if start in cell)
        answers = schema["paths"][path][method]["responses"]
        told = set(FIELDS.findall(" ".join(re.findall(r"\{[^`]*\}", row.rpartition("->")[2]))))
        missing = told - list_fields(schema, answers.get("200") or answers["201"])
        assert told, start
        assert missing == set(), start


def list_fields(schema: dict[str, Any], part: Any) -> set[str]:
    """The names of every field below a part of the schema."""
    found: set[str] = set()
    if isinstance(part, list):
        return found.union(*(list_fields(schema, one) for one in part))
    if not isinstance(part, dict):
        return found
    if "$ref" in part:
        return list_fields(schema, schema["components"]["schemas"][part["$ref"].rpartition("/")[2]])
    found |= set(part.get("properties", {}))
    return found.union(*(list_fields(schema, one) for one in part.values()))
