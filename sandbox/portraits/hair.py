"""Draws hair: what falls behind the head, what frames the face, strand by strand; and beards."""

from collections.abc import Sequence

import numpy as np

from sandbox.portraits.brush import Array, Brush, Point, bend, darken, lighten, oval, thicken
from sandbox.portraits.looks import Look

Edge = Sequence[Point]
Piece = tuple[Edge, Edge]
_SWEPT = ("crop", "bun")

# A piece of hair lies between an outer and an inner edge; strands run along both. x is mirrored where noted.
_CROWN: Edge = ((-0.535, -0.1), (-0.575, -0.42), (-0.44, -0.72), (-0.16, -0.87), (0.16, -0.88), (0.43, -0.74),
                (0.575, -0.42), (0.535, -0.1))  # fmt: skip
_HAIRLINE: Edge = ((-0.475, -0.06), (-0.455, -0.27), (-0.39, -0.43), (-0.17, -0.5), (0.14, -0.515), (0.38, -0.44),
                   (0.455, -0.27), (0.475, -0.06))  # fmt: skip
_QUIFF: Edge = ((-0.53, -0.1), (-0.57, -0.45), (-0.44, -0.78), (-0.1, -0.95), (0.26, -0.97), (0.5, -0.78),
                (0.58, -0.42), (0.535, -0.1))  # fmt: skip
_PARTED: Edge = ((-0.475, -0.06), (-0.46, -0.3), (-0.34, -0.53), (-0.24, -0.6), (0.1, -0.5), (0.37, -0.43),
                 (0.455, -0.27), (0.475, -0.06))  # fmt: skip
_CURTAIN: dict[str, Piece] = {
    "long": (
        ((0.0, -0.88), (0.3, -0.86), (0.56, -0.6), (0.655, -0.15), (0.66, 0.4), (0.67, 0.95), (0.5, 1.38)),
        ((0.0, -0.63), (0.2, -0.56), (0.4, -0.36), (0.485, -0.02), (0.475, 0.4), (0.43, 0.85), (0.45, 1.38)),
    ),
    "bob": (
        ((-0.02, -0.89), (0.32, -0.87), (0.6, -0.58), (0.69, -0.1), (0.69, 0.3), (0.64, 0.55), (0.42, 0.67)),
        ((-0.02, -0.6), (0.2, -0.53), (0.4, -0.35), (0.47, -0.02), (0.46, 0.28), (0.44, 0.46), (0.36, 0.64)),
    ),
    "wavy": (
        ((0.0, -0.9), (0.32, -0.88), (0.64, -0.55), (0.68, -0.15), (0.8, 0.3), (0.72, 0.75), (0.7, 1.3)),
        ((0.0, -0.62), (0.24, -0.55), (0.42, -0.32), (0.475, -0.02), (0.5, 0.4), (0.44, 0.8), (0.62, 1.32)),
    ),
}
_BEHIND: dict[str, Edge] = {
    "long": ((0.0, -0.88), (0.5, -0.65), (0.64, 0.0), (0.64, 0.9), (0.5, 1.35), (0.2, 1.3), (0.0, 1.2)),
    "bob": ((0.0, -0.88), (0.52, -0.65), (0.66, 0.0), (0.62, 0.5), (0.45, 0.68), (0.2, 0.66), (0.0, 0.6)),
    "wavy": ((0.0, -0.88), (0.55, -0.65), (0.68, 0.0), (0.76, 0.7), (0.74, 1.2), (0.4, 1.35), (0.0, 1.2)),
}
_JAW: Edge = (
    (0.54, -0.02), (0.56, 0.6), (0.0, 0.82), (-0.56, 0.6), (-0.54, -0.02), (-0.44, 0.1), (-0.36, 0.3), (-0.2, 0.33),
    (-0.15, 0.47), (0.0, 0.52), (0.15, 0.47), (0.2, 0.33), (0.36, 0.3), (0.44, 0.1),
)  # fmt: skip
_MOUSTACHE: Edge = (
    (-0.2, 0.36), (-0.1, 0.29), (0.0, 0.285), (0.1, 0.29), (0.2, 0.36), (0.1, 0.345), (0.0, 0.335), (-0.1, 0.345),
)  # fmt: skip


def draw_hair_behind(brush: Brush, look: Look) -> None:
    """Draw what of the hair is behind neck and face."""
    if look.cut == "bun":
        brush.fill(oval(0.02, -0.93, 0.25, 0.2), darken(look.hair, 0.15))
        _draw_strands(brush, look, (oval(0.02, -0.93, 0.24, 0.19)[24:], oval(0.02, -0.9, 0.1, 0.06)[24:]), 26)
    right = _BEHIND.get(look.cut)
    if right:
        outline = [*right, *[(-x, y) for x, y in reversed(right) if x]]
        brush.fill(bend(outline), darken(look.hair, 0.45))


def draw_hair(brush: Brush, look: Look, face: Edge) -> None:
    """Draw the hair around the face, with its shadow on the skin."""
    pieces = _choose_pieces(look)
    brush.clip(face)
    for outer, inner in pieces:
        shadow = [(x * 0.985, y + 0.035) for x, y in _outline(outer, inner)]
        brush.fill(shadow, darken(look.skin, 0.6), 0.42, 0.025)
    brush.clip(None)
    for piece in pieces:
        brush.fill(_outline(*piece), look.hair, 1.0, 0.004)
        _draw_strands(brush, look, piece, 90)


def draw_beard(brush: Brush, look: Look, face: Edge) -> None:
    """Draw a short full beard inside the face's outline; nothing for who wears none."""
    if not look.bearded:
        return
    brush.clip(face)
    colour = darken(look.hair, 0.1)
    brush.fill(bend(_JAW), colour, 0.78, 0.018)
    brush.fill(bend(_MOUSTACHE), colour, 0.8, 0.01)
    for seed, shade in ((74, lighten(colour, 0.14)), (75, darken(colour, 0.4))):
        dice = np.random.default_rng(seed)
        spots = zip(dice.uniform(-0.48, 0.48, 200), dice.uniform(0.05, 0.75, 200), strict=True)
        bristles = [
            [(x, y), (x * 1.01, y + 0.02), (x * 1.03, y + 0.045)] for x, y in spots if _is_beard(x, y)
        ]
        brush.fill_all([thicken(bristle, 0.007) for bristle in bristles], shade, 0.5)
    brush.clip(None)


def _is_beard(x: float, y: float) -> bool:
    return y > 0.53 or (abs(x) > 0.42 and y > 0.25)  # noqa: PLR2004 - below the lip, beside the cheeks


def _choose_pieces(look: Look) -> list[Piece]:
    if look.cut in _CURTAIN:
        outer, inner = _CURTAIN[look.cut]
        left = ([(-x, y) for x, y in outer], [(-x, y) for x, y in inner])
        return [left, (outer, inner)]
    if look.cut == "side":
        return [(_QUIFF, _PARTED)]
    return [(_CROWN, _HAIRLINE)]


def _outline(outer: Edge, inner: Edge) -> list[Point]:
    return [*bend(outer, closed=False), *reversed(bend(inner, closed=False))]


def _draw_strands(brush: Brush, look: Look, piece: Piece, count: int) -> None:
    """Draw strands along a piece; in short and tied hair across it, from the face backwards."""
    outer, inner = (np.array(bend(edge, closed=False)) for edge in piece)
    dice = np.random.default_rng([75, count])
    swept = look.cut in _SWEPT
    brush.clip(_outline(*piece))
    for tone in (-0.6, -0.4, -0.2, 0.1, 0.18, 0.28):
        paths = [
            _lay_strand(outer, inner, dice, swept=swept) for _ in range(count // 6 * (2 if swept else 1))
        ]
        shapes = [thicken(path, float(dice.uniform(0.006, 0.018))) for path in paths]
        colour = lighten(look.hair, tone) if tone > 0 else darken(look.hair, -tone)
        brush.fill_all(shapes, colour, 0.5)
    brush.clip(None)


def _lay_strand(outer: Array, inner: Array, dice: np.random.Generator, *, swept: bool) -> list[Point]:
    if swept:
        at, lean = int(dice.integers(2, len(inner) - 3)), int(dice.integers(-2, 4))
        start, end = inner[at], outer[min(max(at + lean, 0), len(outer) - 1)]
        reach = np.linspace(dice.uniform(-0.1, 0.4), dice.uniform(0.6, 1.0), 6)[:, None]
        bulge = np.array([0.0, -0.03]) * np.sin(np.linspace(0, np.pi, 6))[:, None]
        path = start + (end - start) * reach + bulge
    else:
        share, wander = dice.uniform(0.02, 0.98), dice.uniform(-0.02, 0.02)
        lane = inner + (outer - inner) * (share + wander * np.sin(np.linspace(0, 5, len(inner))))[:, None]
        first, length = int(dice.integers(0, len(lane) // 2)), int(dice.integers(len(lane) // 3, len(lane)))
        path = lane[first : first + length]
    return [(float(x), float(y)) for x, y in path]
