"""Draws neck, shoulders and clothes."""

from sandbox.portraits.brush import Brush, Colour, Point, bend, darken, lighten, mirror, oval
from sandbox.portraits.looks import Look, Shot
from sandbox.portraits.pose import Pose, shade_ball

_SHOULDERS: tuple[Point, ...] = (
    (0.3, 0.9), (0.45, 1.0), (0.72, 1.07), (0.98, 1.16), (1.14, 1.36), (1.2, 1.75), (1.24, 2.3), (1.26, 3.2),
)  # fmt: skip
_NECKLINES: dict[str, tuple[Point, ...]] = {
    "crew": ((0.31, 0.92), (0.26, 1.06), (0.14, 1.13), (0.0, 1.15)),
    "hood": ((0.33, 0.92), (0.29, 1.08), (0.16, 1.18), (0.0, 1.21)),
    "v": ((0.31, 0.92), (0.24, 1.1), (0.1, 1.32), (0.0, 1.44)),
    "shirt": ((0.29, 0.9), (0.2, 1.08), (0.08, 1.27), (0.0, 1.38)),
}


def draw_body(brush: Brush, pose: Pose, look: Look, shot: Shot) -> None:
    """Draw neck, shoulders and clothes."""
    if shot.neck == "hood":
        brush.fill(
            bend(mirror([(0.0, 0.72), (0.34, 0.74), (0.5, 0.95), (0.45, 1.2)])), darken(shot.clothes, 0.35)
        )
    _draw_neck(brush, pose, look, shot)
    _draw_top(brush, look, shot)


def _draw_neck(brush: Brush, pose: Pose, look: Look, shot: Shot) -> None:
    half = 0.235 if look.feminine else 0.285
    neck = bend(
        mirror(
            [(0.0, 0.3), (half, 0.4), (half, 0.75), (half + 0.06, 0.95), (0.6, 1.1), (0.4, 1.5), (0.0, 1.6)]
        )
    )
    brush.cover(neck, shade_ball(pose, darken(look.skin, 0.05), shot.light_from, 0.5))
    brush.clip(neck)
    shade = darken(look.skin, 0.6)
    brush.fill(oval(-0.05 * shot.light_from, 0.68, half + 0.14, 0.17), shade, 0.72, 0.05)
    for side in (-1.0, 1.0):
        brush.stroke(
            [(side * half * 0.8, 0.72), (side * 0.13, 0.95), (side * 0.05, 1.08)], shade, 0.04, 0.22, 0.018
        )
        brush.stroke([(side * 0.08, 1.1), (side * 0.22, 1.09), (side * 0.42, 1.06)], shade, 0.03, 0.22, 0.014)
    brush.clip(None)


def _draw_top(brush: Brush, look: Look, shot: Shot) -> None:
    neckline = bend(_NECKLINES[shot.neck], closed=False)
    left_neckline = [(-x, y) for x, y in reversed(neckline)]
    shoulder = bend(_SHOULDERS, closed=False)
    cloth = [*reversed(shoulder), *neckline, *left_neckline, *[(-x, y) for x, y in shoulder]]
    brush.clip([(0.55, 0.8), (0.5, 1.5), (-0.5, 1.5), (-0.55, 0.8)])
    brush.fill([(x, y + 0.02) for x, y in cloth], darken(look.skin, 0.6), 0.4, 0.02)
    brush.clip(None)
    brush.fill(cloth, shot.clothes, 1.0, 0.003)
    brush.clip(cloth)
    _shade_cloth(brush, shot)
    # Light along the edge parts the shoulders from the place behind, as a window would.
    for side in (-1.0, 1.0):
        edge = [(side * x, y) for x, y in shoulder[8:]]
        brush.stroke(edge, lighten(shot.clothes, 0.5), 0.05, 0.6, 0.01)
    brush.clip(None)
    _finish_neckline(brush, shot, [*neckline, *left_neckline])


def _shade_cloth(brush: Brush, shot: Shot) -> None:
    dark, light = darken(shot.clothes, 0.55), lighten(shot.clothes, 0.3)
    lit = 1.0 if shot.light_from > 0 else -1.0
    brush.fill(oval(-lit * 1.15, 1.9, 0.42, 1.2), dark, 0.5, 0.2)
    brush.fill(oval(lit * 0.72, 1.2, 0.32, 0.1, 0.25 * lit), light, 0.4, 0.07)
    brush.fill(oval(lit * 0.3, 1.75, 0.26, 0.5), light, 0.16, 0.14)
    for side in (-1.0, 1.0):
        brush.stroke(
            bend([(side * 0.8, 1.55), (side * 0.76, 1.95), (side * 0.84, 2.5)], closed=False),
            dark,
            0.06,
            0.55,
            0.02,
        )
        for top, tilt in ((1.3, 0.1), (1.55, 0.22), (1.85, 0.16)):
            fold = [(side * 0.7, top), (side * 0.52, top + tilt), (side * 0.3, top + 1.6 * tilt)]
            brush.stroke(bend(fold, closed=False), dark, 0.05, 0.26, 0.022)
            brush.stroke([(x, y + 0.045) for x, y in fold], light, 0.03, 0.16, 0.02)


def _finish_neckline(brush: Brush, shot: Shot, line: list[Point]) -> None:
    dark, light = darken(shot.clothes, 0.4), lighten(shot.clothes, 0.16)
    if shot.neck == "shirt":
        _draw_collar(brush, shot.clothes)
    elif shot.neck == "hood":
        _draw_hood(brush, shot.clothes)
    else:
        band = [*line, *[(x * 1.1, y + 0.05) for x, y in reversed(line)]]
        brush.fill(band, light, 0.9, 0.002)
        brush.fill([*band[len(line) :], *[(x * 1.115, y + 0.062) for x, y in line]], dark, 0.5, 0.006)


def _draw_collar(brush: Brush, colour: Colour) -> None:
    dark, light = darken(colour, 0.45), lighten(colour, 0.14)
    for side in (-1.0, 1.0):
        flap = [
            (side * x, y) for x, y in ((0.27, 0.82), (0.36, 0.92), (0.4, 1.2), (0.24, 1.34), (0.02, 1.33))
        ]
        brush.fill([(x, y + 0.03) for x, y in flap], dark, 0.6, 0.02)
        brush.fill(flap, light)
        brush.stroke([flap[2], flap[3], flap[4]], dark, 0.01, 0.5)
    brush.stroke([(0.03, 1.36), (0.035, 1.9), (0.03, 3.0)], dark, 0.014, 0.5)
    for y in (1.52, 1.82, 2.12):
        brush.fill(oval(-0.01, y, 0.022, 0.022), lighten(colour, 0.6))
        brush.fill(oval(-0.01, y, 0.008, 0.008), dark)


def _draw_hood(brush: Brush, colour: Colour) -> None:
    dark, light = darken(colour, 0.5), lighten(colour, 0.2)
    for side in (-1.0, 1.0):
        edge = bend([(side * x, y) for x, y in ((0.3, 0.8), (0.44, 0.98), (0.36, 1.18), (0.08, 1.3), (0.0, 1.2),
                                                (0.24, 1.1), (0.33, 0.95))])  # fmt: skip
        brush.fill([(x, y + 0.03) for x, y in edge], dark, 0.5, 0.02)
        brush.fill(edge, lighten(colour, 0.07))
        brush.stroke([(side * 0.14, 1.27), (side * 0.16, 1.5), (side * 0.15, 1.72)], light, 0.026)
