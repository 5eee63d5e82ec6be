"""Where head and body are in the photo, how they are turned, and how light falls on them."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from sandbox.portraits.brush import Colour, Point, darken, lighten
from sandbox.portraits.looks import Shot

# Lengths are in face widths; x grows to the right, y down, (0, 0) is the middle of the face.
_NECK: Point = (0.0, 0.8)
_HALF_WIDTH, _HALF_HEIGHT = 0.56, 0.8
_TURN_REACH, _NOD_REACH = 0.075, 0.05


@dataclass(frozen=True)
class Pose:
    """The frame of one figure: middle of the face and face width in pixels, and the turns of the head."""

    size: tuple[int, int]
    middle: Point
    scale: float
    tilt: float
    yaw: float
    pitch: float

    def place_body(self, point: Point) -> Point:
        """Give the pixel of a point of neck, shoulders and clothes."""
        return self.middle[0] + point[0] * self.scale, self.middle[1] + point[1] * self.scale

    def place_head(self, point: Point) -> Point:
        """Give the pixel of a point of the head: turned and nodded by its depth, then tilted on the neck."""
        x, y = point
        depth = max(0.0, 1 - (x / _HALF_WIDTH) ** 2 - (y / _HALF_HEIGHT) ** 2) ** 0.5
        x, y = x + self.yaw * _TURN_REACH * depth, y + self.pitch * _NOD_REACH * depth
        across, down = x - _NECK[0], y - _NECK[1]
        cos, sin = float(np.cos(self.tilt)), float(np.sin(self.tilt))
        return self.place_body((_NECK[0] + across * cos - down * sin, _NECK[1] + across * sin + down * cos))


def choose_pose(shot: Shot, size: tuple[int, int]) -> Pose:
    """Frame a figure so that hair and shoulders are inside, whatever the size of the photo."""
    width, height = size
    scale = shot.face_share * min(width, height * 0.75)
    middle = (width * 0.5 + shot.shift * scale * 0.8, height * 0.435 - (scale / width - 0.37) * 0.3 * height)
    return Pose(size, middle, scale, shot.tilt, shot.yaw, shot.pitch)


def shade_ball(pose: Pose, colour: Colour, light_from: float, strength: float = 1.0) -> Image.Image:
    """Paint a picture-sized patch of colour as light falls on a ball as large as the head."""
    width, height = pose.size[0] // 4, pose.size[1] // 4
    ys, xs = np.mgrid[0:height, 0:width].astype(float) * 4
    x = (xs - pose.middle[0]) / pose.scale / 0.62
    y = (ys - pose.middle[1]) / pose.scale / 0.9
    z = np.sqrt(np.clip(1 - x**2 - y**2, 0.0, 1))
    light = np.array([light_from, -0.42, 0.82]) / np.linalg.norm([light_from, -0.42, 0.82])
    lit = np.clip(x * light[0] + y * light[1] + z * light[2], 0, 1)[..., None]
    dark, bright = darken(colour, 0.42 * strength), lighten(colour, 0.22 * strength)
    shades = np.array(dark) + (np.array(colour) - dark) * np.clip(lit / 0.72, 0, 1)
    shades += (np.array(bright) - colour) * np.clip((lit - 0.72) / 0.28, 0, 1)
    return Image.fromarray(shades.astype(np.uint8)).resize(pose.size, Image.Resampling.BICUBIC)
