"""Every text of the console is translated, in step with its source, and compiled."""

import re
import shutil
from pathlib import Path

import pytest

from tests.desktop_admin.catalogues import (
    compile_catalogue,
    find_catalogue,
    list_catalogues,
    update_catalogue,
)


@pytest.mark.parametrize(("language", "part"), list(list_catalogues()))
def test_catalogue_is_complete_and_compiled(language: str, part: str, tmp_path: Path) -> None:
    kept, fresh = find_catalogue(language, part), tmp_path / f"{part}.ts"
    assert kept.exists(), f"python -m tests.desktop_admin.catalogues {part}"
    shutil.copy(kept, fresh)
    update_catalogue(language, part, fresh)
    assert re.findall(r"<source>([^<]*)</source>\s*<translation type=\"unfinished\"", fresh.read_text()) == []
    assert fresh.read_text() == kept.read_text(), "the sources say something else by now"
    compile_catalogue(kept, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == kept.with_suffix(".qm").read_bytes()
