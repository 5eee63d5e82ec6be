"""Files as private objects of one S3 bucket; the only importer of Amazon's SDK."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import boto3
import structlog
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
)

from core.domain.refusals import NotFound, Unavailable
from core.failpoints import reach
from core.gateways.files.exposure import Exposure, find_exposure
from core.gateways.files.storage import (
    READ_SECONDS,
    TRIES,
    StorageMissing,
    StorageRefused,
    StorageUnreachable,
    check_key,
    find_content_type,
)

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

log = structlog.get_logger()

CONNECT_SECONDS: Final = 3
CONNECTIONS: Final = 32  # as many as threads may be at it
GONE: Final = {"NoSuchKey", "404", "NotFound"}
REFUSED_STATUS: Final = {401, 403}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the bucket is and who we are there; what is None is found by the SDK's own rules (a role, a profile)."""

    name: str
    region: str | None = None
    endpoint: str | None = None
    key_id: str | None = None
    secret: str | None = None
    session_token: str | None = None
    encryption: str | None = None


class S3Files:
    """Objects of `bucket`; thread-safe. Reaches nothing before its first use."""

    def __init__(self, bucket: Bucket, *, read_seconds: float = READ_SECONDS, tries: int = TRIES) -> None:
        self.bucket = bucket
        self._config = _write_config(bucket, read_seconds, tries)
        self._is_closing = False
        self._opening = threading.Lock()
        self._opened: S3Client | None = None
        self._encrypted: Any = {"ServerSideEncryption": bucket.encryption} if bucket.encryption else {}

    def put(self, key: str, data: bytes) -> None:
        """One request: S3 shows an object whole or not at all."""
        check_key(key)
        with _map_errors():
            self.client.put_object(
                Bucket=self.bucket.name,
                Key=key,
                Body=data,
                ContentType=find_content_type(key),
                **self._encrypted,
            )
        reach("file.put")

    def get(self, key: str) -> bytes:
        """Read it whole."""
        check_key(key)
        with _map_errors():
            return self.client.get_object(Bucket=self.bucket.name, Key=key)["Body"].read()

    def delete(self, key: str) -> None:
        """Remove every version: in a versioned bucket a plain delete only hides what was there."""
        check_key(key)
        with _map_errors():
            for version in self._list_versions(key):
                self.client.delete_object(Bucket=self.bucket.name, Key=key, VersionId=version)

    def list_old(self, folder: str, seconds: float) -> Iterator[list[str]]:
        """By the bucket's own clock; what a delete only hid is listed too."""
        before = datetime.now(UTC) - timedelta(seconds=seconds)
        with _map_errors():
            for listed in self._list_pages(f"{check_key(folder)}/"):
                young = {item["Key"] for item in listed if item["LastModified"] >= before}
                yield sorted({item["Key"] for item in listed} - young)

    def drop_torn(self) -> None:
        """Nothing: an upload that broke off was never an object, and none is sent in parts."""

    def close(self) -> None:
        """Send nothing more, not even again: a storage that hangs must not hold up the end of the process."""
        self._is_closing = True

    def check(self) -> None:
        """Whether the bucket is there and knows us."""
        with _map_errors():
            self.client.head_bucket(Bucket=self.bucket.name)

    def find_exposure(self) -> Exposure:
        """Whether strangers can read the bucket."""
        return find_exposure(self.client, self.bucket.name)

    @property
    def client(self) -> "S3Client":
        """The SDK's client, made at first use: clients may be shared by threads, their making may not."""
        with self._opening:
            if self._opened is None:
                with _map_errors():
                    self._opened = _open_client(self.bucket, self._config)
                self._opened.meta.events.register("before-send.s3", self._let_send)
            return self._opened

    def _let_send(self, **_: Any) -> None:
        if self._is_closing:
            raise StorageUnreachable

    def _list_versions(self, key: str) -> list[str]:
        """The ids of the versions and delete markers under exactly this key; `null` is one without versioning."""
        pages = self._list_pages(key)
        return [item["VersionId"] for listed in pages for item in listed if item["Key"] == key]

    def _list_pages(self, prefix: str) -> Iterator[list[Any]]:
        """The versions and delete markers of everything whose key begins so, a thousand at a time."""
        pages = self.client.get_paginator("list_object_versions").paginate(
            Bucket=self.bucket.name, Prefix=prefix
        )
        for page in pages:
            yield [*page.get("Versions", []), *page.get("DeleteMarkers", [])]


def _write_config(bucket: Bucket, read_seconds: float, tries: int) -> Config:
    # Servers other than Amazon's often do not know the checksums that the SDK adds unasked since 2025.
    own: Any = {
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": tries},
        max_pool_connections=CONNECTIONS,
        signature_version="s3v4",
        **(own if bucket.endpoint else {}),
    )


def _open_client(bucket: Bucket, config: Config) -> "S3Client":
    return boto3.session.Session().client(
        "s3",
        region_name=bucket.region,
        endpoint_url=bucket.endpoint,
        aws_access_key_id=bucket.key_id,
        aws_secret_access_key=bucket.secret,
        aws_session_token=bucket.session_token,
        config=config,
    )


@contextmanager
def _map_errors() -> Iterator[None]:
    """The SDK's errors as refusals; its own words may name keys and addresses and stay out of answers and logs."""
    try:
        yield
    except ClientError as error:
        raise _read_answer(error) from error
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise StorageRefused(
            "There is no key for the storage of the pictures.",
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role.",
        ) from error
    except ParamValidationError as error:
        raise StorageMissing(None, "CLOSEUP_S3_BUCKET is not the name of a bucket.") from error
    except BotoCoreError as error:
        log.warning("storage unreachable", error=type(error).__name__)
        raise StorageUnreachable from error
    except ValueError as error:  # how the SDK says that an address is none
        raise StorageMissing(None, "Check AWS_ENDPOINT_URL_S3.") from error


def _read_answer(error: ClientError) -> NotFound | Unavailable:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code == "NoSuchBucket" or (code in GONE and error.operation_name == "HeadBucket"):
        return StorageMissing()
    if code in GONE:
        return NotFound()
    log.warning("storage refused", call=error.operation_name, code=code, status=status)
    return StorageRefused() if status in REFUSED_STATUS else StorageUnreachable()
