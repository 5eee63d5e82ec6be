"""The code of other releases: earlier ones out of this checkout's history, and a later one made from this."""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from tests.processes import ROOT

MIGRATIONS: Final = "core/store/migrations/versions"
CODE: Final = ("bots", "core", "desktop_admin", "sandbox", "webhooks")
TOMORROW: Final = '''"""A column that only a later release knows."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{last}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    op.add_column("generations", sa.Column("mood", sa.Text(), server_default="", nullable=False))
'''


class NoHistory(Exception):  # noqa: N818 - it says what is missing
    """There is no checkout with a history; the message says why."""


class NoRelease(NoHistory):
    """No commit is such a release; the message says which."""


def find_extended_release() -> str:
    """A commit with fewer migrations than this checkout, each the same as here; else the newest with just as many."""
    same = ""
    for commit, theirs in _list_releases():
        if len(theirs) < len(_read_ours()):
            return commit
        same = same or commit
    if not same:
        raise NoRelease("no commit has a schema that this one extends")
    return same


def find_oldest_of_this_schema() -> str:
    """The earliest commit, before the newest, that has just the migrations of this checkout."""
    newest = _git("rev-parse", "HEAD").decode().strip()
    ours = _read_ours()
    same = [commit for commit, theirs in _list_releases() if theirs == ours and commit != newest]
    if not same:
        raise NoRelease("no earlier commit has the schema of this one, so there is no way back")
    return same[-1]


def unpack_release(commit: str, folder: Path) -> Path:
    """The code of a commit, in a folder."""
    with tarfile.open(fileobj=BytesIO(_git("archive", commit))) as files:
        files.extractall(folder, filter="data")
    return folder


def make_later_release(folder: Path) -> Path:
    """This code and one more migration, in a folder."""
    for name in CODE:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "closeup.py", folder)
    last = max(_read_ours()).partition("_")[0]
    (folder / MIGRATIONS / "9999_of_tomorrow.py").write_text(TOMORROW.format(last=last))
    return folder


def _list_releases() -> Iterator[tuple[str, dict[str, bytes]]]:
    """The commits whose schema this one has or extends, newest first, with their migrations."""
    ours = _read_ours()
    for commit in _git("log", "--format=%H").decode().split():
        theirs = _read_migrations(commit)
        if theirs and all(ours.get(name) == data for name, data in theirs.items()):
            yield commit, theirs


def _read_ours() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (ROOT / MIGRATIONS).glob("0*.py")}


def _read_migrations(commit: str) -> dict[str, bytes]:
    names = _git("ls-tree", "--name-only", commit, f"{MIGRATIONS}/").decode().split()
    wanted = [name for name in names if Path(name).name.startswith("0")]
    return {Path(name).name: _git("show", f"{commit}:{name}") for name in wanted}


def _git(*words: str) -> bytes:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        raise NoHistory("this is no checkout with a history")
    done = subprocess.run(["git", *words], cwd=ROOT, check=False, capture_output=True)
    if done.returncode:
        raise NoHistory(f"git {words[0]} failed: {done.stderr.decode()[-200:]}")
    return done.stdout
