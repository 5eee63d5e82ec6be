"""A real S3 server over HTTP (moto's), for as long as a block lasts."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY_ID: Final = "made-up-for-tests"
SECRET: Final = "made-up-for-tests-too"
REGION: Final = "eu-central-1"
_RUNNING: Final = re.compile(r"Running on (http://127\.0\.0\.1:\d+)")


@dataclass
class S3Server:
    """Where it answers, and what an owner of its buckets can do."""

    url: str

    @cached_property
    def client(self) -> "S3Client":
        """The owner's own client."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
        )

    def make_bucket(self, name: str, *, is_versioned: bool = False) -> str:
        """A new, private bucket."""
        self.client.create_bucket(
            Bucket=name,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
        if is_versioned:
            self.client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def list_keys(self, bucket: str) -> list[str]:
        """The keys of everything in it, once for each version and each delete marker."""
        page = self.client.list_object_versions(Bucket=bucket)
        listed: list[Any] = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        return sorted(item["Key"] for item in listed)

    def write_env(self, bucket: str, url: str | None = None) -> dict[str, str]:
        """What points the product at a bucket; `url` is another way to this server."""
        return {
            "CLOSEUP_S3_BUCKET": bucket,
            "AWS_ENDPOINT_URL_S3": url or self.url,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
        }


@contextmanager
def start_s3() -> Iterator[S3Server]:
    """A server of our own on a free loopback port; it keeps everything in its memory."""
    command = (sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield S3Server(_read_address(process))
        finally:
            process.kill()


def _read_address(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    said = []
    for line in process.stderr:
        said.append(line)
        if found := _RUNNING.search(line):
            # The server logs every request: unread, the pipe would fill and hold it up.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found[1]
    raise AssertionError(f"the S3 server did not start: {said}")
