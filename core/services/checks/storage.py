"""Where pictures are kept: a probe is put, got and deleted, and a bucket must not be public."""

import asyncio
from typing import Final

from sqlalchemy import make_url

from core.clock import make_id
from core.gateways.files import DiskFiles, Files, StorageRefused, open_bucket
from core.gateways.files.exposure import Exposure
from core.services.checks.finding import Check, tell_broken, tell_well
from core.settings import Settings

NAME: Final = "storage"
ANSWER_SECONDS: Final = 4.0


async def check_storage(settings: Settings) -> list[Check]:
    """The bucket, or the folder; raises the storage's refusals."""
    if settings.closeup_s3_bucket:
        return await asyncio.to_thread(_check_bucket, settings)
    return [await asyncio.to_thread(_check_disk, settings)]


def _check_disk(settings: Settings) -> Check:
    folder = settings.closeup_data_dir / "files"
    if not folder.exists():
        return tell_well(NAME, "on disk, will be made at the first start")
    _try_probe(DiskFiles(folder))
    if make_url(settings.database).get_backend_name() == "sqlite":
        return tell_well(NAME, "on disk")
    return tell_well(NAME, "on disk", "Set CLOSEUP_S3_BUCKET before work is spread over several machines.")


def _check_bucket(settings: Settings) -> list[Check]:
    files = open_bucket(settings, read_seconds=ANSWER_SECONDS, tries=1)
    files.check()
    _try_probe(files)
    return [_tell_exposure(f"S3 bucket {settings.closeup_s3_bucket}", files.find_exposure())]


def _tell_exposure(told: str, exposure: Exposure) -> Check:
    mend = "Switch on Block Public Access for the bucket."
    match exposure:
        case Exposure.PUBLIC:
            return tell_broken(NAME, f"{told} is open to the public.", mend)
        case Exposure.UNGUARDED:
            return tell_well(NAME, f"{told}; a wrong policy could open it to the public.", mend)
        case Exposure.GUARDED:
            return tell_well(NAME, f"{told}, private")
        case Exposure.UNKNOWN:
            return tell_well(NAME, f"{told}; whether it is public could not be seen")


def _try_probe(files: Files) -> None:
    key, data = f"doctor/{make_id('probe')}", b"closeup doctor was here"
    files.put(key, data)
    try:
        if files.get(key) != data:
            raise StorageRefused("The storage gives back something else than was put there.")
    finally:
        files.delete(key)
