"""What one look found, and looking at everything at once with a limit of time for each look."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from core.domain.refusals import Refusal

LOOK_SECONDS: Final = (
    15.0  # the last net, for a busy machine; services are asked with 4 seconds for an answer
)
LONG_SECONDS: Final = 30.0
NOT_SET_UP: Final = "off"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; a `mend` beside `ok` is advice, without `ok` it is what to do."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


Finding = Check | list[Check]
Look = Callable[[], Awaitable[Finding]]


@dataclass(frozen=True, slots=True)
class Limited:
    """A look that may take another time than others, in seconds."""

    look: Look
    seconds: float = LOOK_SECONDS


def tell_well(name: str, detail: str, mend: str = "") -> Check:
    """All is well; `mend` is advice."""
    return Check(name, ok=True, detail=detail, mend=mend)


def tell_off(name: str, mend: str = "") -> Check:
    """Not configured, so nothing is missed."""
    return Check(name, ok=True, detail=NOT_SET_UP, mend=mend)


def tell_broken(name: str, detail: str, mend: str) -> Check:
    """Something the configuration needs does not work."""
    return Check(name, ok=False, detail=detail, mend=mend)


def tell_refusal(name: str, refusal: Refusal) -> Check:
    """What a refusal says."""
    return Check(name, ok=False, detail=refusal.sentence, mend=refusal.mend)


async def look_at_all(looks: Mapping[str, Look | Limited]) -> list[Check]:
    """Every look at once; what each found, in their order. Never raises."""
    found = await asyncio.gather(*(_look(name, look) for name, look in looks.items()))
    return [check for checks in found for check in checks]


async def _look(name: str, look: Look | Limited) -> list[Check]:
    limited = look if isinstance(look, Limited) else Limited(look)
    try:
        async with asyncio.timeout(limited.seconds):
            found = await limited.look()
    except TimeoutError:
        return [tell_broken(name, f"No answer within {limited.seconds:g} seconds.", "Try again later.")]
    except Refusal as refusal:
        return [tell_refusal(name, refusal)]
    except Exception as fault:  # noqa: BLE001 - a look that breaks must not hide what the others found
        return [tell_broken(name, f"Could not be looked at ({type(fault).__name__}).", "Try again.")]
    return found if isinstance(found, list) else [found]
