"""Files in a bucket: private, typed, encrypted if wanted, and every way it can fail in plain words."""

import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from core.domain.refusals import Unavailable
from core.gateways.files import Files, StorageMissing, StorageRefused, StorageUnreachable
from core.gateways.files.s3 import Bucket, S3Files
from tests.postgresql import find_free_port
from tests.s3 import KEY_ID, REGION, SECRET, S3Server
from tests.s3_door import Door, open_door

KEY = "teams/team_1/generations/headshot_1/headshot-1.jpg"
EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"
CALLS: list[Callable[[Files], object]] = [
    lambda files: files.put(KEY, b"new"),
    lambda files: files.get(KEY),
    lambda files: files.delete(KEY),
    lambda files: files.check(),
]


@pytest.fixture
def bucket(s3: S3Server) -> str:
    return s3.make_bucket(f"faces-{uuid4()}")


@pytest.fixture
def door(s3: S3Server) -> Iterator[Door]:
    with open_door(s3) as door:
        yield door


def open_bucket(name: str, url: str, **how: str) -> S3Files:
    return S3Files(Bucket(name, REGION, url, KEY_ID, SECRET, **how), read_seconds=0.5)


def test_objects_are_private_and_say_what_they_are(s3: S3Server, bucket: str) -> None:
    files = open_bucket(bucket, s3.url)
    files.put(KEY, b"a face")
    files.put("teams/team_1/selfies.zip", b"several")
    files.put("slack/installations/T1", b"sealed")
    assert s3.client.head_object(Bucket=bucket, Key=KEY)["ContentType"] == "image/jpeg"
    zipped = s3.client.head_object(Bucket=bucket, Key="teams/team_1/selfies.zip")
    assert zipped["ContentType"] == "application/zip"
    sealed = s3.client.head_object(Bucket=bucket, Key="slack/installations/T1")
    assert sealed["ContentType"] == "application/octet-stream"
    grants = s3.client.get_object_acl(Bucket=bucket, Key=KEY)["Grants"]
    assert [grant["Grantee"].get("URI") for grant in grants if grant["Grantee"].get("URI") == EVERYBODY] == []


@pytest.mark.parametrize("encryption", ["AES256", "aws:kms"])
def test_objects_are_encrypted_as_the_setting_says(s3: S3Server, bucket: str, encryption: str) -> None:
    open_bucket(bucket, s3.url, encryption=encryption).put(KEY, b"a face")
    assert s3.client.head_object(Bucket=bucket, Key=KEY)["ServerSideEncryption"] == encryption
    assert open_bucket(bucket, s3.url).get(KEY) == b"a face"


def test_every_version_and_every_marker_goes(s3: S3Server) -> None:
    name = s3.make_bucket(f"faces-{uuid4()}", is_versioned=True)
    files = open_bucket(name, s3.url)
    for n in range(4):
        s3.client.put_object(Bucket=name, Key=KEY, Body=str(n).encode())
        if n % 2:
            s3.client.delete_object(Bucket=name, Key=KEY)  # somebody's plain delete: a marker
    assert s3.list_keys(name) == [KEY] * 6
    files.delete(KEY)
    assert s3.list_keys(name) == []


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("fault", "refusal", "tries"),
    [("403", StorageRefused, 1), ("500", StorageUnreachable, 3), ("hang", StorageUnreachable, 3)],
)
def test_a_bucket_in_trouble_is_a_refusal_in_plain_words(
    door: Door,
    bucket: str,
    call: Callable[[Files], object],
    fault: str,
    refusal: type[Unavailable],
    tries: int,
) -> None:
    files = open_bucket(bucket, door.url)
    files.put(KEY, b"before")
    door.fault = fault
    began = time.monotonic()
    with pytest.raises(refusal) as refused:
        call(files)
    assert door.failed == tries
    assert time.monotonic() - began < 10
    assert "words of theirs" not in f"{refused.value} {refused.value.mend}"
    assert KEY not in f"{refused.value} {refused.value.mend}"
    door.fault = ""
    assert files.get(KEY) == b"before"


def test_half_an_answer_is_none(door: Door, bucket: str) -> None:
    files = open_bucket(bucket, door.url)
    files.put(KEY, b"before")
    door.fault = "cut"
    with pytest.raises(StorageUnreachable):
        files.get(KEY)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", ["no-such-bucket-here", "not a name!"])
def test_a_bucket_that_is_not_there_is_missing(
    s3: S3Server, call: Callable[[Files], object], name: str
) -> None:
    with pytest.raises(StorageMissing) as refused:
        call(open_bucket(name, s3.url))
    assert "CLOSEUP_S3_BUCKET" in refused.value.mend


@pytest.mark.parametrize("call", CALLS)
def test_a_server_that_is_not_there_is_unreachable(call: Callable[[Files], object]) -> None:
    with pytest.raises(StorageUnreachable):
        call(open_bucket("faces", f"http://127.0.0.1:{find_free_port()}"))


@pytest.mark.parametrize("call", CALLS)
def test_an_address_that_is_none_is_said(call: Callable[[Files], object]) -> None:
    with pytest.raises(StorageMissing) as refused:
        call(open_bucket("faces", "nowhere at all"))
    assert "AWS_ENDPOINT_URL_S3" in refused.value.mend


def test_half_a_key_is_refused(s3: S3Server) -> None:
    with pytest.raises(StorageRefused) as refused:
        S3Files(Bucket("faces", REGION, s3.url, KEY_ID)).check()
    assert "AWS_SECRET_ACCESS_KEY" in refused.value.mend


def test_after_closing_nothing_more_is_sent(door: Door, bucket: str) -> None:
    files = open_bucket(bucket, door.url)
    files.check()
    door.fault = "500"
    files.close()
    for call in CALLS:
        with pytest.raises(StorageUnreachable):
            call(files)
    assert door.failed == 0
