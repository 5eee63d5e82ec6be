"""The places behind the people: seven blurred scenes, each in endless variations."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from sandbox.portraits.brush import Colour, mix

# Scenes are drawn this much smaller than the photo: what is out of focus has no detail.
REDUCTION = 4


class _Ground:
    """A small picture with sides given in shares of its own, so that scenes know no pixels."""

    def __init__(self, size: tuple[int, int], top: Colour, bottom: Colour) -> None:
        width, height = size
        ramp = np.linspace(0, 1, height)[:, None, None]
        colours = np.array(top) * (1 - ramp) + np.array(bottom) * ramp
        self.image = Image.fromarray(np.broadcast_to(colours, (height, width, 3)).astype(np.uint8).copy())
        self._draw = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        width, height = self.image.size
        self._draw.rectangle((left * width, top * height, right * width, bottom * height), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour, alpha: float = 1.0) -> None:
        width, height = self.image.size
        reach = radius * width
        mask = Image.new("L", self.image.size)
        frame = (x * width - reach, y * height - reach, x * width + reach, y * height + reach)
        ImageDraw.Draw(mask).ellipse(frame, fill=round(255 * alpha))
        self.image.paste(colour, (0, 0), mask)

    def blur(self, share: float) -> None:
        self.image = self.image.filter(ImageFilter.GaussianBlur(share * self.image.width))
        self._draw = ImageDraw.Draw(self.image)


Dice = np.random.Generator


def _draw_park(size: tuple[int, int], dice: Dice) -> _Ground:
    ground = _Ground(size, (206, 226, 222), (168, 198, 118))
    for _ in range(46):
        green = mix((56, 104, 44), (158, 186, 88), dice.uniform())
        ground.disc(dice.uniform(), dice.uniform(0.0, 0.62), dice.uniform(0.05, 0.14), green, 0.75)
    ground.blur(0.028)
    for _ in range(16):
        ground.disc(dice.uniform(), dice.uniform(0, 0.6), dice.uniform(0.02, 0.05), (236, 240, 190), 0.4)
    ground.blur(0.008)
    return ground


def _draw_window(size: tuple[int, int], dice: Dice) -> _Ground:
    ground = _Ground(size, (214, 204, 190), (206, 196, 184))
    left = dice.uniform(0.02, 0.2)
    ground.box(left - 0.03, 0.03, left + 0.45, 0.6, (244, 242, 238))
    ground.box(left, 0.05, left + 0.42, 0.58, (216, 232, 242))
    ground.box(left, 0.4, left + 0.42, 0.58, (168, 192, 164))
    ground.box(left + 0.2, 0.05, left + 0.22, 0.58, (244, 242, 238))
    ground.box(left + 0.5, 0.0, left + 0.68, 0.9, mix((188, 122, 92), (92, 122, 138), dice.uniform()))
    ground.blur(0.016)
    return ground


def _draw_shelf(size: tuple[int, int], dice: Dice) -> _Ground:
    ground = _Ground(size, (112, 84, 62), (84, 62, 46))
    for row in range(6):
        left = 0.0
        while left < 1:
            width, top = dice.uniform(0.025, 0.07), row * 0.17 + dice.uniform(0.02, 0.05)
            colour = mix((172, 82, 62), (64, 104, 124), dice.uniform())
            colour = mix(colour, (228, 214, 184), dice.uniform(0, 0.7))
            ground.box(left, top, left + width - 0.004, row * 0.17 + 0.145, colour)
            left += width
    ground.blur(0.014)
    return ground


def _draw_street(size: tuple[int, int], dice: Dice) -> _Ground:
    ground = _Ground(size, (132, 152, 178), (204, 184, 168))
    for _ in range(9):
        left, width = dice.uniform(-0.1, 1), dice.uniform(0.1, 0.25)
        colour = mix((92, 96, 112), (188, 154, 132), dice.uniform())
        ground.box(left, dice.uniform(0.05, 0.35), left + width, 0.75, colour)
    ground.box(0, 0.7, 1, 1, (206, 198, 192))
    ground.blur(0.022)
    for _ in range(22):
        colour = mix((255, 214, 150), (240, 244, 255), dice.uniform())
        ground.disc(dice.uniform(), dice.uniform(0.1, 0.75), dice.uniform(0.012, 0.035), colour, 0.55)
    ground.blur(0.005)
    return ground


def _draw_wall(size: tuple[int, int], dice: Dice) -> _Ground:
    colour = ((168, 188, 190), (212, 178, 150), (156, 164, 188), (190, 196, 168))[int(dice.integers(4))]
    ground = _Ground(size, mix(colour, (255, 255, 255), 0.35), mix(colour, (255, 255, 255), 0.1))
    left = dice.uniform(0.04, 0.1)
    ground.box(left, 0.08, left + 0.26, 0.32, (248, 246, 240))
    ground.box(left + 0.03, 0.1, left + 0.23, 0.3, mix(colour, (216, 108, 72), 0.55))
    ground.disc(left + 0.13, 0.2, 0.06, (246, 224, 178))
    ground.box(left + 0.58, 0.14, left + 0.8, 0.3, (56, 58, 62))
    ground.box(left + 0.6, 0.155, left + 0.78, 0.285, mix(colour, (72, 110, 120), 0.7))
    ground.blur(0.01)
    return ground


def _draw_sunset(size: tuple[int, int], dice: Dice) -> _Ground:
    ground = _Ground(size, (118, 142, 196), (252, 196, 148))
    ground.disc(dice.uniform(0.08, 0.2), dice.uniform(0.3, 0.42), 0.09, (255, 240, 206))
    ground.blur(0.03)
    for _ in range(6):
        ground.disc(dice.uniform(), dice.uniform(0.66, 0.74), dice.uniform(0.2, 0.4), (140, 146, 172), 0.5)
    ground.box(0, 0.66, 1, 1, (226, 206, 184))
    ground.blur(0.014)
    return ground


def _draw_cafe(size: tuple[int, int], dice: Dice) -> _Ground:
    ground = _Ground(size, (74, 54, 48), (124, 90, 68))
    ground.box(0, 0.5, 1, 0.56, (150, 108, 74))
    ground.box(0.62, 0.1, 0.98, 0.4, (62, 84, 80))
    ground.blur(0.02)
    for _ in range(26):
        glow = mix((255, 196, 112), (255, 236, 196), dice.uniform())
        ground.disc(dice.uniform(), dice.uniform(0.02, 0.5), dice.uniform(0.02, 0.06), glow, 0.5)
    ground.blur(0.006)
    return ground


_SCENES: tuple[Callable[[tuple[int, int], Dice], _Ground], ...] = (
    _draw_park, _draw_wall, _draw_shelf, _draw_sunset, _draw_window, _draw_street, _draw_cafe,
)  # fmt: skip


def draw_scene(number: int, size: tuple[int, int], *, flipped: bool) -> Image.Image:
    """Draw a scene of `size` pixels; numbers that follow each other give different places."""
    dice = np.random.default_rng([73, number])
    small = (max(size[0] // REDUCTION, 8), max(size[1] // REDUCTION, 8))
    image = _SCENES[number % len(_SCENES)](small, dice).image
    if flipped:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return image.resize(size, Image.Resampling.BICUBIC)
