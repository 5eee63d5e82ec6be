"""Every colour, distance and size of the console, in light and in dark."""

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, as `#RRGGBB`; `soft` is the ground behind its own colour."""

    bg: str
    surface: str
    raised: str
    border: str
    field: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    used: str
    held: str
    free: str
    pool: str


LIGHT: Final = Tokens(
    bg="#F6F7F9",
    surface="#FFFFFF",
    raised="#F0F2F5",
    border="#E2E5EA",
    field="#858E9C",
    text="#151A21",
    muted="#566070",
    accent="#3654D1",
    on_accent="#FFFFFF",
    accent_hover="#2B45B3",
    accent_soft="#E9EDFC",
    ok="#0F7350",
    ok_soft="#E2F4EC",
    warn="#8A5A00",
    warn_soft="#FFF3D4",
    bad="#B42323",
    bad_soft="#FCE9E9",
    used="#3654D1",
    held="#C98A12",
    free="#A9B8F2",
    pool="#D5DAE3",
)
DARK: Final = Tokens(
    bg="#0E1116",
    surface="#161A21",
    raised="#1E242D",
    border="#2A313C",
    field="#6B7686",
    text="#E8EBF0",
    muted="#A0AAB8",
    accent="#8FA4FF",
    on_accent="#0E1433",
    accent_hover="#A9B9FF",
    accent_soft="#212B4D",
    ok="#5CCB98",
    ok_soft="#13301F",
    warn="#E6B450",
    warn_soft="#33290F",
    bad="#FF8A80",
    bad_soft="#3B1B1B",
    used="#8FA4FF",
    held="#D9A441",
    free="#46538C",
    pool="#343C49",
)

GAPS: Final = (4, 8, 12, 16, 24, 32)  # pixels
GUTTER: Final = 24
CONTROL_HEIGHT: Final = 32
CHIP_HEIGHT: Final = 26
ROW_HEIGHT: Final = 40
COMPACT_ROW_HEIGHT: Final = 28
HEADER_HEIGHT: Final = 28
RADIUS: Final = {"control": 6, "banner": 8, "card": 10}
SIDEBAR_WIDTH: Final = 220
DRAWER_WIDTH: Final = 320
# What text stands on what, for the check of contrast.
TEXT_PAIRS: Final = (
    ("text", "bg"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "accent_soft"),
    ("muted", "bg"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("bad", "surface"),
    ("surface", "text"),
)


def measure_contrast(first: str, second: str) -> float:
    """The contrast of two `#RRGGBB`, 1 to 21 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio)."""
    dark, light = sorted((_measure_light(first), _measure_light(second)))
    return (light + 0.05) / (dark + 0.05)


def _measure_light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]  # noqa: PLR2004 - sRGB's own
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def list_names() -> list[str]:
    """The names of every colour."""
    return [field.name for field in fields(Tokens)]
