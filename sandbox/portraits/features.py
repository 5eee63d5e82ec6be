"""Draws what is in a face: eyes, brows, nose, mouth, glasses."""

from collections.abc import Sequence

from sandbox.portraits.brush import Brush, Colour, Point, bend, darken, lighten, mix, oval
from sandbox.portraits.looks import Look, Shot

_EYE_X, _EYE_Y = 0.215, -0.06
_EYE: tuple[Point, ...] = (
    (-0.1, 0.014), (-0.058, -0.036), (0.004, -0.055), (0.066, -0.037), (0.106, -0.006), (0.06, 0.031), (0.0, 0.041),
    (-0.058, 0.034),
)  # fmt: skip
_LIP: Colour = (178, 82, 84)


def draw_features(brush: Brush, look: Look, shot: Shot) -> None:
    """Draw all features onto a shaded face."""
    _draw_modelling(brush, look, shot)
    for side in (-1.0, 1.0):
        _draw_eye(brush, look, shot, side)
        _draw_brow(brush, look, shot, side)
    _draw_nose(brush, look, shot)
    _draw_mouth(brush, look, shot)


def draw_glasses(brush: Brush, look: Look) -> None:
    """Draw thin frames over the eyes; nothing for who wears none."""
    if not look.glasses:
        return
    frame = (52, 44, 44)
    for side in (-1.0, 1.0):
        corners = [(-0.15, -0.1), (0.0, -0.118), (0.155, -0.1), (0.16, 0.02), (0.1, 0.105), (0.0, 0.115),
                   (-0.11, 0.1), (-0.158, 0.015)]  # fmt: skip
        outer = bend([(side * (0.225 + x), _EYE_Y + 0.015 + y) for x, y in corners])
        inner = bend([(side * (0.225 + 0.93 * x), _EYE_Y + 0.015 + 0.92 * y) for x, y in corners])
        brush.fill(inner, (255, 255, 255), 0.07)
        brush.fill([*outer, outer[0], inner[0], *reversed(inner)], frame, 0.92)
        shine = [(side * 0.225 + x, _EYE_Y + y) for x, y in ((-0.08, -0.06), (-0.03, -0.07), (-0.08, 0.06))]
        brush.fill(shine, (255, 255, 255), 0.16, 0.008)
        brush.stroke([(side * 0.38, -0.1), (side * 0.44, -0.1), (side * 0.52, -0.07)], frame, 0.022)
    brush.stroke(bend([(-0.075, -0.07), (0.0, -0.095), (0.075, -0.07)], closed=False), frame, 0.024)


def _draw_modelling(brush: Brush, look: Look, shot: Shot) -> None:
    shade, shine = darken(look.skin, 0.4), lighten(look.skin, 0.55)
    blush = mix(look.skin, (214, 84, 78), 0.55)
    smiling = shot.mouth != "calm"
    for side in (-1.0, 1.0):
        lit = 1.0 if side * shot.light_from > 0 else 0.45
        brush.fill(oval(side * 0.21, -0.11, 0.12, 0.06), shade, 0.28, 0.03)
        brush.fill(oval(side * 0.27, 0.16, 0.12, 0.085), blush, 0.24, 0.05)
        brush.fill(oval(side * 0.26, 0.1, 0.075, 0.035, -0.4 * side), shine, 0.3 * lit, 0.03)
        brush.fill(oval(side * 0.2, 0.015, 0.085, 0.02), shade, 0.16, 0.016)
        fold = bend([(side * 0.105, 0.19), (side * 0.165, 0.27), (side * 0.215, 0.37)], closed=False)
        brush.stroke(fold, shade, 0.03, 0.2 if smiling else 0.06, 0.018)
    brush.fill(oval(0.12 * shot.light_from, -0.37, 0.17, 0.09), shine, 0.32, 0.06)
    brush.fill(oval(0.0, 0.58, 0.09, 0.045), shine, 0.22, 0.03)
    brush.fill(oval(0.0, 0.505, 0.09, 0.022), shade, 0.26, 0.02)


def _draw_eye(brush: Brush, look: Look, shot: Shot, side: float) -> None:
    squint = 0.84 if shot.mouth == "laugh" else 0.94 if shot.mouth == "smile" else 1.0
    grown = [(x * look.eye, y * look.eye * squint) for x, y in _EYE]
    shape = bend([(side * (_EYE_X + x), _EYE_Y + y) for x, y in grown])
    line = darken(look.hair, 0.55)
    brush.fill(shape, mix((249, 246, 243), look.skin, 0.1))
    brush.clip(shape)
    _draw_iris(brush, look, side * _EYE_X + shot.gaze * 0.03 + shot.yaw * 0.008)
    brush.fill(oval(side * _EYE_X, _EYE_Y - 0.06, 0.13, 0.036), (60, 40, 40), 0.42, 0.012)
    brush.clip(None)
    upper = bend([(side * (_EYE_X + x), _EYE_Y + y) for x, y in grown[:5]], closed=False)
    brush.stroke(upper, line, 0.03 if look.feminine else 0.022, 0.95)
    lower = bend([(side * (_EYE_X + x), _EYE_Y + y) for x, y in grown[4:]], closed=False)
    brush.stroke(lower, darken(look.skin, 0.55), 0.01, 0.5)
    crease = [(x, y - 0.03) for x, y in upper[8:-2]]
    brush.stroke(crease, darken(look.skin, 0.5), 0.013, 0.6, 0.003)
    if look.feminine:
        tip = upper[-1]
        lash = bend(
            [(tip[0] - side * 0.04, tip[1] - 0.02), tip, (tip[0] + side * 0.03, tip[1] - 0.022)], closed=False
        )
        brush.stroke(lash, line, 0.018, 0.9)


def _draw_iris(brush: Brush, look: Look, x: float) -> None:
    y = _EYE_Y - 0.006
    brush.fill(oval(x, y, 0.05, 0.05), darken(look.iris, 0.5))
    brush.fill(oval(x, y, 0.044, 0.044), look.iris, 1.0, 0.002)
    brush.fill(oval(x, y + 0.018, 0.03, 0.02), lighten(look.iris, 0.4), 0.55, 0.008)
    brush.fill(oval(x, y, 0.021, 0.021), (14, 10, 12))
    brush.fill(oval(x - 0.016, y - 0.017, 0.012, 0.012), (255, 255, 255), 0.95)
    brush.fill(oval(x + 0.018, y + 0.018, 0.006, 0.006), (255, 255, 255), 0.5)


def _draw_brow(brush: Brush, look: Look, shot: Shot, side: float) -> None:
    colour = darken(look.hair, 0.25)
    lift = -0.012 if shot.mouth == "laugh" else 0.012 * side if shot.mouth == "smirk" else 0.0
    arch = -0.012 if look.feminine else 0.0
    middle = [(0.095, -0.178), (0.16, -0.205 + arch), (0.25, -0.217 + arch), (0.345, -0.172)]
    line = bend([(side * x, y + lift) for x, y in middle], closed=False)
    brush.stroke(line, colour, 0.052 * look.brow, 0.82, 0.005)
    brush.stroke([(x, y + 0.006) for x, y in line], darken(colour, 0.35), 0.024 * look.brow, 0.5, 0.004)


def _draw_nose(brush: Brush, look: Look, shot: Shot) -> None:
    shade, shine = darken(look.skin, 0.45), lighten(look.skin, 0.6)
    turn, size = shot.yaw * 0.022, look.nose
    dark_side = -1.0 if shot.light_from > 0 else 1.0
    for side, alpha in ((dark_side, 0.34), (-dark_side, 0.12)):
        bridge = [(side * 0.06, -0.13), (side * 0.04 + turn * 0.4, 0.0), (side * 0.06 * size + turn, 0.13)]
        brush.stroke(bend(bridge, closed=False), shade, 0.05, alpha, 0.018)
        wing = [(side * 0.052 * size + turn, 0.15), (side * 0.094 * size + turn, 0.185),
                (side * 0.072 * size + turn, 0.222)]  # fmt: skip
        brush.stroke(bend(wing, closed=False), shade, 0.02, 0.55, 0.005)
        brush.fill(
            oval(side * 0.043 * size + turn, 0.218, 0.022, 0.011, 0.25 * side),
            darken(look.skin, 0.8),
            0.72,
            0.004,
        )
    brush.fill(oval(turn, 0.25, 0.07 * size, 0.022), shade, 0.32, 0.014)
    brush.stroke(
        bend([(turn * 0.3, -0.12), (turn * 0.6, 0.0), (turn, 0.12)], closed=False), shine, 0.035, 0.34, 0.012
    )
    brush.fill(oval(turn - 0.01 * dark_side, 0.158, 0.026, 0.02), shine, 0.5, 0.012)


def _draw_mouth(brush: Brush, look: Look, shot: Shot) -> None:
    lip = mix(look.skin, _LIP, 0.62 if look.feminine else 0.4)
    half = {"calm": 0.155, "smirk": 0.165, "smile": 0.185, "laugh": 0.195}[shot.mouth]
    corners = {
        "calm": (0.394, 0.394),
        "smirk": (0.4, 0.366),
        "smile": (0.362, 0.362),
        "laugh": (0.352, 0.352),
    }
    left, right = corners[shot.mouth]
    gap = 0.062 if shot.mouth == "laugh" else 0.0
    top = [
        (-half, left),
        (-0.09, 0.376),
        (-0.034, 0.362),
        (0.0, 0.37),
        (0.034, 0.362),
        (0.09, 0.376),
        (half, right),
    ]
    dip = 0.416 if shot.mouth in ("smile", "laugh") else 0.403
    seam = [(-half, left), (-0.085, dip - 0.008), (0.0, dip - 0.002), (0.085, dip - 0.008), (half, right)]
    floor = [(x, y + gap * (1 - (x / half) ** 2)) for x, y in seam]
    bottom = [(x, y + (0.055 * look.lips + 0.004) * (1 - (x / half) ** 2)) for x, y in floor]
    _fill_between(brush, floor, bottom, lighten(lip, 0.1))
    _fill_between(brush, top, seam, darken(lip, 0.16))
    if gap:
        _draw_teeth(brush, seam, floor)
    brush.stroke(bend(seam, closed=False), darken(lip, 0.7), 0.012, 0.85, 0.002)
    brush.fill(oval(0.0, 0.438 + gap, 0.06, 0.011), lighten(lip, 0.75), 0.42, 0.008)
    for side, y in ((-1.0, left), (1.0, right)):
        brush.fill(oval(side * (half + 0.006), y, 0.014, 0.012), darken(look.skin, 0.5), 0.42, 0.007)


def _draw_teeth(brush: Brush, seam: Sequence[Point], floor: Sequence[Point]) -> None:
    _fill_between(brush, seam, floor, (92, 34, 38))
    teeth = [(x, y + (low - y) * 0.74) for (x, y), (_, low) in zip(seam, floor, strict=True)]
    _fill_between(brush, seam, teeth, (250, 247, 242))
    for x in (-0.09, -0.055, -0.019, 0.019, 0.055, 0.09):
        brush.stroke([(x, 0.408), (x, 0.426), (x, 0.446)], (196, 184, 178), 0.004, 0.4)


def _fill_between(brush: Brush, upper: Sequence[Point], lower: Sequence[Point], colour: Colour) -> None:
    outline = [*bend(upper, closed=False), *reversed(bend(lower, closed=False))]
    brush.fill(outline, colour, 0.94, 0.003)
