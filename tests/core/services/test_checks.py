"""The doctor's looks at this machine, the database and the services, each well and in each kind of trouble."""

import json
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from core.clock import make_id, read_system_clock
from core.services.checks.doctor import examine, write_lines, write_report
from core.services.checks.finding import Check
from core.services.checks.payments import NEEDED
from core.services.teams import found_team
from core.settings import Settings
from core.store.engine import open_store
from core.workflows.missed_events import LEARNED
from sandbox.listening import listen
from sandbox.replicate.app import TOKEN as REPLICATE_TOKEN
from sandbox.replicate.app import open_replicate
from sandbox.stripe.app import open_stripe
from tests.postgresql import find_free_port
from tests.s3 import S3Server
from tests.s3_door import Door, open_door

STRIPE_KEY = "sk_test_made_up"
PUBLIC_URL = "http://127.0.0.1:9"  # the discard port: nobody answers


@pytest.fixture
def folder(tmp_path: Path, models_dir: Path) -> Path:
    (tmp_path / "models").symlink_to(models_dir)
    return tmp_path


async def look(folder: Path, **values: Any) -> dict[str, Check]:
    """Everything that is found with these settings, by name."""
    given: dict[str, Any] = {"closeup_data_dir": folder, "closeup_bind": "127.0.0.1:0"} | values
    settings = Settings(_env_file=None, **given)
    found = await examine(lambda: settings, lambda _: {}, {})
    return {check.name: check for check in found}


def list_broken(found: dict[str, Check]) -> list[str]:
    assert all(check.mend for check in found.values() if not check.ok)
    return [check.name for check in found.values() if not check.ok]


@pytest.fixture
async def stripe() -> AsyncIterator[str]:
    webhook = f"{PUBLIC_URL}/api/stripe/webhook"
    async with listen(
        open_stripe(secret_key=STRIPE_KEY, webhook_url=webhook, webhook_secret="whsec_x")
    ) as url:
        yield url


@pytest.fixture
async def replicate() -> AsyncIterator[str]:
    async with listen(open_replicate()) as url:
        yield url


@pytest.fixture
def silence() -> Iterator[str]:
    """An address that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


async def test_nothing_set_up_is_well_and_changes_nothing(folder: Path) -> None:
    found = await look(folder)
    assert list_broken(found) == []
    assert (found["stripe"].detail, found["replicate"].detail) == ("off", "off")
    assert [path.name for path in folder.iterdir()] == ["models"]


async def test_a_database_of_each_kind_is_audited(folder: Path, database_url: str) -> None:
    store = open_store(database_url, read_system_clock, make_id)
    store.change(lambda tx: found_team(tx, "Acme", "Ann"))
    store.close()
    found = await look(folder, database_url=database_url)
    assert list_broken(found) == []
    assert "at this release's schema" in found["database"].detail
    assert found["books"].detail == "1 teams, 0 moves: the books add up"


async def test_books_that_do_not_add_up_are_broken(folder: Path, sqlite_url: str) -> None:
    store = open_store(sqlite_url, read_system_clock, make_id)
    store.change(lambda tx: found_team(tx, "Acme", "Ann"))
    store.change(lambda tx: tx.conn.execute(text("UPDATE accounts SET balance = 7 WHERE kind = 'pool'")))
    store.close()
    assert list_broken(await look(folder, database_url=sqlite_url)) == ["books"]


def set_schema(url: str, version: str) -> None:
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()


async def test_an_old_schema_is_broken_on_postgresql_only(
    folder: Path, sqlite_url: str, postgresql_url: str
) -> None:
    for url in (sqlite_url, postgresql_url):
        set_schema(url, "0001")
    found = await look(folder, database_url=postgresql_url)
    assert list_broken(found) == ["database"]
    assert "closeup db upgrade" in found["database"].mend
    assert list_broken(await look(folder, database_url=sqlite_url)) == []


async def test_a_schema_of_a_newer_release_is_broken(folder: Path, database_url: str) -> None:
    set_schema(database_url, "9999")
    found = await look(folder, database_url=database_url)
    assert list_broken(found) == ["database"]
    assert found["database"].mend.startswith("Start the newer release again")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://closeup:secret-words@127.0.0.1:9/closeup",
        "mysql://closeup:secret-words@127.0.0.1/closeup",
        "secret-words",
    ],
)
async def test_a_database_that_is_not_there_is_broken(folder: Path, url: str) -> None:
    found = await look(folder, database_url=url)
    assert list_broken(found) == ["database"]
    assert "secret-words" not in str(found)


async def test_a_database_that_says_nothing_is_not_waited_for(folder: Path, silence: str) -> None:
    url = silence.replace("http", "postgresql") + "/closeup"
    assert list_broken(await look(folder, database_url=url)) == ["database"]


async def test_models_must_be_there_and_genuine(tmp_path: Path, models_dir: Path) -> None:
    shutil.copytree(models_dir, tmp_path / "models")
    assert list_broken(await look(tmp_path)) == []
    next((tmp_path / "models").glob("*.onnx")).write_bytes(b"something else")
    assert list_broken(await look(tmp_path)) == ["models"]


async def test_a_data_folder_that_cannot_be_written_is_broken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where the folder would be")
    broken = list_broken(await look(tmp_path / "file" / "data", database_url="sqlite://"))
    assert "data_folder" in broken


async def test_a_database_that_others_can_read_is_noted(folder: Path) -> None:
    (folder / "closeup.db").touch()
    (folder / "closeup.db").chmod(0o644)
    assert "chmod" in (await look(folder))["data_folder"].mend


async def test_an_address_that_another_program_has_is_broken(folder: Path, silence: str) -> None:
    found = await look(folder, closeup_bind=silence.removeprefix("http://"))
    assert list_broken(found) == ["address"]


async def test_stripe_and_its_webhook_are_found(folder: Path, stripe: str) -> None:
    values = {"stripe_secret_key": STRIPE_KEY, "stripe_webhook_secret": "whsec_x", "stripe_api_base": stripe}
    found = await look(folder, closeup_public_url=PUBLIC_URL, **values)
    assert list_broken(found) == []
    assert "test mode" in found["stripe"].detail
    assert found["stripe"].mend == ""
    elsewhere = await look(folder, closeup_public_url="http://127.0.0.1:10", **values)
    assert "http://127.0.0.1:10/api/stripe/webhook" in elsewhere["stripe"].mend


async def test_a_key_that_stripe_does_not_take_is_broken(folder: Path, stripe: str) -> None:
    found = await look(folder, stripe_secret_key="sk_test_secret-words", stripe_api_base=stripe)
    assert list_broken(found) == ["stripe"]
    assert "STRIPE_SECRET_KEY" in found["stripe"].mend
    assert "secret-words" not in str(found)


async def test_replicate_and_its_models_are_compared(folder: Path, replicate: str) -> None:
    values = {"closeup_generator": "replicate", "replicate_api_base": replicate}
    found = await look(folder, replicate_api_token=REPLICATE_TOKEN, **values)
    assert list_broken(found) == []
    assert any("in use" in check.detail for name, check in found.items() if name.startswith("replicate."))
    refused = await look(folder, replicate_api_token="r8_secret-words", **values)
    assert list_broken(refused) == ["replicate"]
    assert "secret-words" not in str(refused)
    (folder / "models.toml").write_text("this is no table")
    unread = await look(folder, replicate_api_token=REPLICATE_TOKEN, **values)
    assert list_broken(unread) == ["replicate"]


async def test_services_that_never_answer_are_not_waited_for(folder: Path, silence: str) -> None:
    found = await look(
        folder,
        stripe_secret_key=STRIPE_KEY,
        stripe_webhook_secret="whsec_x",
        stripe_api_base=silence,
        closeup_generator="replicate",
        replicate_api_token=REPLICATE_TOKEN,
        replicate_api_base=silence,
        closeup_s3_bucket="faces",
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",
        aws_endpoint_url_s3=silence,
        closeup_public_url=silence,
    )
    assert list_broken(found) == ["storage", "stripe", "replicate"]


async def test_services_that_are_down_are_broken(folder: Path) -> None:
    nowhere = f"http://127.0.0.1:{find_free_port()}"
    values = {"stripe_api_base": nowhere, "replicate_api_base": nowhere, "aws_endpoint_url_s3": nowhere}
    found = await look(
        folder,
        stripe_secret_key=STRIPE_KEY,
        closeup_generator="replicate",
        replicate_api_token=REPLICATE_TOKEN,
        closeup_s3_bucket="faces",
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",
        **values,
    )
    assert list_broken(found) == ["storage", "stripe", "replicate"]


@pytest.fixture
def door(s3: S3Server) -> Iterator[Door]:
    with open_door(s3) as door:
        yield door


def point_to(door: Door, bucket: str) -> dict[str, str]:
    """The settings for a bucket behind a door."""
    return {name.lower(): value for name, value in door.server.write_env(bucket, door.url).items()}


async def test_a_private_bucket_is_well_and_left_as_it_was(folder: Path, s3: S3Server, door: Door) -> None:
    bucket = s3.make_bucket(f"faces-{uuid4()}", is_versioned=True)
    found = await look(folder, **point_to(door, bucket))
    assert list_broken(found) == []
    assert "Block Public Access" in found["storage"].mend
    s3.client.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
    guarded = await look(folder, **point_to(door, bucket))
    assert (guarded["storage"].ok, guarded["storage"].mend) == (True, "")
    assert s3.list_keys(bucket) == []


async def test_a_public_bucket_is_broken(folder: Path, s3: S3Server, door: Door) -> None:
    listed = s3.make_bucket(f"faces-{uuid4()}")
    s3.client.put_bucket_acl(Bucket=listed, ACL="public-read")
    assert list_broken(await look(folder, **point_to(door, listed))) == ["storage"]
    allowed = s3.make_bucket(f"faces-{uuid4()}")
    everybody = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{allowed}/*",
    }
    s3.client.put_bucket_policy(
        Bucket=allowed, Policy=json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
    )
    policy = s3.client.get_bucket_policy_status(Bucket=allowed)["PolicyStatus"]
    assert list_broken(await look(folder, **point_to(door, allowed))) == (
        ["storage"] if policy["IsPublic"] else []
    )


@pytest.mark.parametrize("fault", ["403", "500", "cut"])
async def test_a_bucket_in_trouble_is_broken(folder: Path, s3: S3Server, door: Door, fault: str) -> None:
    bucket = s3.make_bucket(f"faces-{uuid4()}")
    door.fault, door.only = fault, ("GET",)
    found = await look(folder, **point_to(door, bucket))
    assert list_broken(found) == ["storage"]
    assert "words of theirs" not in str(found)


async def test_a_bucket_that_is_missing_is_broken(folder: Path, door: Door) -> None:
    found = await look(folder, **point_to(door, "no-such-bucket-here"))
    assert list_broken(found) == ["storage"]
    assert "CLOSEUP_S3_BUCKET" in found["storage"].mend


@pytest.mark.parametrize(
    ("date", "is_right"),
    [("Sun, 06 Nov 1994 08:49:37 GMT", False), ("the day after tomorrow", True), ("", True)],
)
async def test_a_clock_that_is_wrong_is_broken(
    folder: Path, s3: S3Server, door: Door, date: str, *, is_right: bool
) -> None:
    bucket = s3.make_bucket(f"faces-{uuid4()}")
    door.date = date
    found = await look(folder, **point_to(door, bucket))
    assert found["clock"].ok is is_right


async def test_settings_that_cannot_be_read_are_the_whole_report() -> None:
    found = await examine(lambda: Settings(_env_file=None, closeup_bind="nowhere"), lambda _: {}, {})
    assert [(check.name, check.ok) for check in found] == [("settings.CLOSEUP_BIND", False)]


def test_the_report_is_for_scripts_and_for_people() -> None:
    checks = [Check("one", ok=True, detail="well"), Check("two", ok=False, detail="bad", mend="Mend it.")]
    assert write_report(checks) == {
        "ok": False,
        "checks": [
            {"name": "one", "ok": True, "detail": "well", "mend": ""},
            {"name": "two", "ok": False, "detail": "bad", "mend": "Mend it."},
        ],
    }
    assert write_lines(checks) == ["ok     one  well", "WRONG  two  bad. Mend it.", "1 of 2 checks failed."]


def test_what_a_webhook_needs_is_what_we_learn_from() -> None:
    assert set(NEEDED) <= set(LEARNED)
