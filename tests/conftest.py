"""What every test gets: a clean environment, no way off this machine, a fresh database of each kind."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.weights import MODELS

# Once the weights are found, and before anything else of ours: a developer's own keys must never reach a test.
_OURS = re.compile(r"CLOSEUP_|STRIPE_|REPLICATE_|TELEGRAM_|SLACK_|AWS_|DATABASE_URL$")
for name in [name for name in os.environ if _OURS.match(name)]:
    del os.environ[name]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from core.photos.models import WEIGHT_FILES, has_likeness  # noqa: E402
from tests.databases import Databases, NoPostgreSQL, open_postgresql, open_sqlite_files  # noqa: E402
from tests.loopback import forbid_outside_connections  # noqa: E402

forbid_outside_connections()

if TYPE_CHECKING:
    from tests.s3 import S3Server


STORIES = "tests/stories/"
SHARED = ("scene", "shop")  # what the stories of a file have in common, one for each database
MOST_WORKERS = 8  # one may grow to 1.2 GB: the console's windows, a PostgreSQL, the stand-ins


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as cores: the stories are mostly waiting, for a start, a poll, a retry."""
    return min(2 * (os.cpu_count() or 1), MOST_WORKERS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What shares a module's fixtures goes to one worker, which makes them once; what takes longest begins first."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_name_group(item)))
    items.sort(key=_find_turn)


def _name_group(item: pytest.Item) -> str:
    """A file's tests belong together; so do stories of one scene, and any other story is on its own."""
    module = item.nodeid.partition("::")[0]
    if not module.startswith(STORIES):
        return module
    shared = _find_shared(item)
    if not shared:
        return item.nodeid
    call = getattr(item, "callspec", None)
    return f"{module}[{call.params.get(shared, '') if call else ''}]"


def _find_turn(item: pytest.Item) -> int:
    is_story = item.nodeid.startswith(STORIES)
    return 2 if not is_story else int(bool(_find_shared(item)))


def _find_shared(item: pytest.Item) -> str:
    return next((name for name in SHARED if name in getattr(item, "fixturenames", ())), "")


@pytest.fixture(scope="session", autouse=True)
def _empty_working_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Work in an empty folder, since the settings read `.env` where they are started."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("working-folder"))
    yield
    os.chdir(before)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of contracts and photos beside the project; skips where only the project is."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "contract.md").exists():
        pytest.skip("the folder shared is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder of the model weights that set-up fetched; the tests skip without it, but fail where CI is set."""
    if not any(MODELS.glob("*.onnx")):
        _miss(f"there are no model weights in {MODELS}; run make setup")
    return MODELS


@pytest.fixture(scope="session")
def likeness_dir(models_dir: Path) -> Path:
    """The same folder where the optional face model is in it; the tests skip where it is not, in CI too."""
    if not has_likeness(models_dir):
        pytest.skip("the optional face model is not set up; run closeup models likeness")
    return models_dir


@pytest.fixture(scope="session")
def plain_dir(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the needed weights alone."""
    folder = tmp_path_factory.mktemp("plain-models")
    for weights in WEIGHT_FILES:
        (folder / weights.name).symlink_to(models_dir / weights.name)
    return folder


def _miss(what: str) -> NoReturn:
    """Skip with a reason on a user's machine; in continuous integration nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[Databases]:
    """Where fresh SQLite databases come from, in this test process."""
    with open_sqlite_files() as databases:
        yield databases


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[Databases]:
    """Where fresh PostgreSQL databases come from; without a server tests skip, but fail where CI is set."""
    with ExitStack() as stack:
        try:
            databases = stack.enter_context(open_postgresql())
        except NoPostgreSQL as error:
            _miss(str(error))
        yield databases


@pytest.fixture(scope="session")
def s3() -> Iterator["S3Server"]:
    """A real S3 server over HTTP, for this test process; each test makes buckets of its own."""
    from tests.s3 import start_s3

    with start_s3() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, migrated database: every test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_databases: Databases) -> Iterator[str]:
    """A fresh, migrated SQLite database, for the few tests that are about SQLite alone."""
    with sqlite_databases.open_fresh() as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_databases: Databases) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database, for the few tests that are about PostgreSQL alone."""
    with postgresql_databases.open_fresh() as url:
        yield url
