"""Opens the storage that the settings name: a bucket, else a folder."""

from typing import TYPE_CHECKING

from pydantic import SecretStr

from core.gateways.files.disk import open_files
from core.gateways.files.storage import READ_SECONDS, TRIES, Files
from core.settings import Settings

if TYPE_CHECKING:
    from core.gateways.files.s3 import S3Files


def open_storage(settings: Settings) -> Files:
    """The bucket of `CLOSEUP_S3_BUCKET`, else the folder `files` of the data folder. Reaches nothing yet."""
    if settings.closeup_s3_bucket:
        return open_bucket(settings)
    return open_files(settings.closeup_data_dir / "files")


def open_bucket(settings: Settings, *, read_seconds: float = READ_SECONDS, tries: int = TRIES) -> "S3Files":
    """The bucket of the settings, which must name one."""
    # The SDK takes a while to import, and most installations have no use for it.
    from core.gateways.files.s3 import Bucket, S3Files

    bucket = Bucket(
        name=settings.closeup_s3_bucket or "",
        region=settings.aws_region,
        endpoint=settings.aws_endpoint_url_s3,
        key_id=settings.aws_access_key_id,
        secret=_reveal(settings.aws_secret_access_key),
        session_token=_reveal(settings.aws_session_token),
        encryption=settings.closeup_s3_encryption,
    )
    return S3Files(bucket, read_seconds=read_seconds, tries=tries)


def _reveal(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
