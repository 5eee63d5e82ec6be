"""`closeup doctor`: every check at once, and its report."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from pydantic import ValidationError

from core.clock import read_system_clock
from core.services.checks.database import check_database
from core.services.checks.finding import LONG_SECONDS, Check, Limited, Look, look_at_all
from core.services.checks.generator import check_generator
from core.services.checks.machine import (
    check_address,
    check_folder,
    check_public_url,
    check_versions,
    check_weights,
)
from core.services.checks.payments import check_stripe
from core.services.checks.settings import check_settings, tell_invalid
from core.services.checks.storage import check_storage
from core.services.checks.time import check_clock
from core.settings import Settings

STORAGE_SECONDS: Final = 20.0  # eight calls, each of which is bounded; the first that fails is the last
Looks = Mapping[str, Look | Limited]


async def examine(
    read_settings: Callable[[], Settings],
    list_more: Callable[[Settings], Looks],
    environment: Mapping[str, str],
) -> list[Check]:
    """Look at everything, and at what `list_more` adds of the wings; nothing is changed but for probes taken back.

    `environment` is searched for settings whose names are not known.
    """
    try:
        settings = read_settings()
    except ValidationError as wrong:
        return tell_invalid(wrong)
    found = await look_at_all({**_list_looks(settings), **list_more(settings)})
    return [*check_settings(settings, environment), *found]


def _list_looks(settings: Settings) -> Looks:
    return {
        "versions": check_versions,
        "data_folder": partial(check_folder, settings.closeup_data_dir),
        "models": partial(check_weights, settings.models_dir),
        "database": Limited(partial(check_database, settings), LONG_SECONDS),
        "storage": Limited(partial(check_storage, settings), STORAGE_SECONDS),
        "address": partial(check_address, settings),
        "public_url": partial(check_public_url, settings),
        "stripe": partial(check_stripe, settings),
        "replicate": Limited(partial(check_generator, settings), LONG_SECONDS),
        "clock": partial(check_clock, settings, read_system_clock),
    }


def write_report(checks: list[Check]) -> dict[str, Any]:
    """For scripts."""
    return {"ok": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]}


def write_lines(checks: list[Check]) -> list[str]:
    """For people: one line for each check, with its mend."""
    width = max(len(check.name) for check in checks)
    lines = [f"{_mark(check)}  {check.name:<{width}}  {_say(check)}" for check in checks]
    broken = sum(not check.ok for check in checks)
    return [
        *lines,
        f"{broken} of {len(checks)} checks failed." if broken else "Everything that is set up works.",
    ]


def _say(check: Check) -> str:
    end = "." if check.mend and not check.detail.endswith(".") else ""
    return f"{check.detail}{end} {check.mend}".rstrip()


def _mark(check: Check) -> str:
    if not check.ok:
        return "WRONG"
    return "note " if check.mend else "ok   "
