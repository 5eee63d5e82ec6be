"""Every file says what it is for, is short, and names nothing of one machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, list_modules, list_texts, name_file

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MODULES = [pytest.param(path, id=name_file(path)) for path in list_modules()]
# What would tie the checkout to one machine or one package index; brackets keep this file from naming them.
OF_ONE_MACHINE = re.compile(
    r"/work[/]|/root[/]|/home/\w+[/]|[-]-(extra-)?index-url|[-]-find[-]links|pythonhosted[.]org|pypi[.]org/simple"
)


@pytest.mark.parametrize("path", MODULES)
def test_module_has_its_line_and_its_size(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    first, _, rest = (ast.get_docstring(tree, clean=False) or "").partition("\n")
    assert first.strip().endswith((".", ":", "?")), "the first line says in one sentence what the file is for"
    assert not rest or rest.startswith("\n"), "that sentence is one line"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE_LINES
    assert [place for place, lines in _measure_functions(tree) if lines > MAX_FUNCTION_LINES] == []


def _measure_functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{node.name} at line {node.lineno}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_nothing_names_one_machine_or_one_index() -> None:
    found = [
        f"{name_file(path)}:{number}: {line.strip()[:80]}"
        for path in list_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OF_ONE_MACHINE.search(line)
    ]
    assert found == []


def test_the_search_for_machine_names_finds_them() -> None:
    planted = [
        "cd /work" + "/main",
        "PATH=/root" + "/bin",
        "pip install -" + "-index-url x",
        "/home/ann" + "/x",
    ]
    assert all(OF_ONE_MACHINE.search(line) for line in planted)


def test_nothing_heavy_is_kept_here() -> None:
    heavy = [name_file(path) for path in list_texts() if path.stat().st_size > 1_000_000]
    weights = [
        name_file(path) for path in ROOT.glob("core/**/*") if path.suffix in {".onnx", ".tflite", ".bin"}
    ]
    assert heavy + weights == []
