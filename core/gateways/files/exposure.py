"""Whether strangers can read a bucket, as far as its owner lets us see that."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ANYBODY: Final = "http://acs.amazonaws.com/groups/global/"  # begins AllUsers and AuthenticatedUsers
NOTHING_SET: Final = {"NoSuchPublicAccessBlockConfiguration", "NoSuchBucketPolicy"}


class Exposure(Enum):
    """What the bucket's settings say."""

    PUBLIC = "public"
    UNGUARDED = "unguarded"  # not public, but one wrong policy would make it so
    GUARDED = "guarded"
    UNKNOWN = "unknown"  # we may not ask, or this server does not have such settings


def find_exposure(client: "S3Client", bucket: str) -> Exposure:
    """From the block of public access, the policy and the access list; never raises."""
    block = _ask(lambda: client.get_public_access_block(Bucket=bucket))
    policy = _ask(lambda: client.get_bucket_policy_status(Bucket=bucket))
    access = _ask(lambda: client.get_bucket_acl(Bucket=bucket))
    if _is_blocked(block):
        return Exposure.GUARDED
    if _is_public(policy, access):
        return Exposure.PUBLIC
    return Exposure.UNKNOWN if block is None else Exposure.UNGUARDED


def _is_blocked(block: dict[str, Any] | None) -> bool:
    switches = (block or {}).get("PublicAccessBlockConfiguration", {})
    return bool(switches) and all(
        switches.get(name) for name in ("IgnorePublicAcls", "RestrictPublicBuckets")
    )


def _is_public(policy: dict[str, Any] | None, access: dict[str, Any] | None) -> bool:
    grants = (access or {}).get("Grants", [])
    is_granted = any(grant.get("Grantee", {}).get("URI", "").startswith(ANYBODY) for grant in grants)
    return is_granted or bool((policy or {}).get("PolicyStatus", {}).get("IsPublic"))


def _ask(question: Callable[[], Any]) -> dict[str, Any] | None:
    """The answer; empty when nothing is set, None when there is no answer for us."""
    try:
        return dict(question())
    except ClientError as error:
        return {} if error.response.get("Error", {}).get("Code") in NOTHING_SET else None
    except BotoCoreError:
        return None
