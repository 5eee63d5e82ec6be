"""Where selfies and headshots are kept: private files on disk, or private objects of an S3 bucket."""

from core.gateways.files.disk import DiskFiles, open_files
from core.gateways.files.opening import open_bucket, open_storage
from core.gateways.files.storage import (
    Files,
    StorageFull,
    StorageMissing,
    StorageRefused,
    StorageTrouble,
    StorageUnreachable,
)

__all__ = [
    "DiskFiles",
    "Files",
    "StorageFull",
    "StorageMissing",
    "StorageRefused",
    "StorageTrouble",
    "StorageUnreachable",
    "open_bucket",
    "open_files",
    "open_storage",
]
