"""Draws one person into one photo: place, body, head, light and grain."""

import numpy as np
from PIL import Image

from sandbox.portraits.body import draw_body
from sandbox.portraits.brush import Brush, Point, bend, darken, mirror, oval
from sandbox.portraits.features import draw_features, draw_glasses
from sandbox.portraits.hair import draw_beard, draw_hair, draw_hair_behind
from sandbox.portraits.looks import Look, Shot
from sandbox.portraits.pose import Pose, choose_pose, shade_ball
from sandbox.portraits.scenes import draw_scene

_GRAIN = 3.0
# A piece of grain is laid side by side, which nobody can see and which takes a tenth of the time.
_GRAIN_TILE = 509
_EARS_COVERED = ("long", "bob", "wavy")


def draw_figure(look: Look, shot: Shot, size: tuple[int, int]) -> Image.Image:
    """Draw a person as they look in one shot, `size` in pixels."""
    image = draw_scene(shot.scene, size, flipped=shot.flipped)
    pose = choose_pose(shot, size)
    head = Brush(image, pose.place_head, pose.scale)
    face = _outline_face(look)
    draw_hair_behind(head, look)
    draw_body(Brush(image, pose.place_body, pose.scale), pose, look, shot)
    _draw_ears(head, look)
    head.cover(face, shade_ball(pose, look.skin, shot.light_from))
    head.clip(face)
    _draw_freckles(head, look)
    head.clip(None)
    draw_beard(head, look, face)
    draw_features(head, look, shot)
    draw_hair(head, look, face)
    draw_glasses(head, look)
    return _expose(image, shot, pose)


def _outline_face(look: Look) -> list[Point]:
    jaw, tall = look.jaw, look.length
    right = [(0.0, -0.7), (0.22, -0.665), (0.41, -0.5), (0.485, -0.22), (0.49, 0.02), (0.465, 0.22),
             (0.395 + 0.035 * jaw, 0.43 * tall), (0.265 + 0.06 * jaw, 0.6 * tall), (0.12 + 0.04 * jaw, 0.685 * tall),
             (0.0, 0.7 * tall)]  # fmt: skip
    return bend(mirror(right))


def _draw_ears(brush: Brush, look: Look) -> None:
    if look.cut in _EARS_COVERED:
        return
    for side in (-1.0, 1.0):
        brush.fill(oval(side * 0.5, 0.03, 0.062, 0.135, 0.12 * side), darken(look.skin, 0.12))
        brush.fill(oval(side * 0.51, 0.025, 0.03, 0.085, 0.12 * side), darken(look.skin, 0.45), 0.45, 0.012)


def _draw_freckles(brush: Brush, look: Look) -> None:
    if not look.freckled:
        return
    dice = np.random.default_rng(76)
    for x, y in zip(dice.normal(0, 0.17, 70), dice.normal(0.1, 0.055, 70), strict=True):
        size = float(dice.uniform(0.003, 0.006))
        brush.fill(oval(float(x), float(y), size, size), (150, 92, 62), 0.4)


def _expose(image: Image.Image, shot: Shot, pose: Pose) -> Image.Image:
    width, height = image.size
    gain = 1 + np.linspace(-0.09, 0.09, width, dtype=np.float32)[:, None] * shot.light_from
    tint = np.array(shot.light, dtype=np.float32) / 250 * shot.brightness
    pixels = np.asarray(image, dtype=np.float32) * (gain * tint)
    dice = np.random.default_rng([77, shot.scene, round(pose.scale)])
    grain = dice.standard_normal((_GRAIN_TILE, _GRAIN_TILE, 1), dtype=np.float32) * _GRAIN
    pixels += np.tile(grain, (height // _GRAIN_TILE + 1, width // _GRAIN_TILE + 1, 1))[:height, :width]
    return Image.fromarray(np.clip(pixels, 0, 255, out=pixels).astype(np.uint8))
