"""A brush for smooth shapes in the drawing's own units: curves, ellipses, soft edges, tints and clipping."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
Array = npt.NDArray[np.float64]


def bend(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> list[Point]:
    """Lay a smooth (Catmull-Rom) curve through points; `steps` is how many points come between two."""
    nodes = np.array(points, dtype=float)
    nodes = np.vstack([nodes[-1:], nodes, nodes[:2]]) if closed else np.vstack([nodes[:1], nodes, nodes[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    curve = [_bend_between(nodes[i : i + 4], t) for i in range(len(nodes) - 3)]
    end = [] if closed else [nodes[-1:]]
    return [(float(x), float(y)) for x, y in np.vstack([*curve, *end])]


def _bend_between(four: Array, t: Array) -> Array:
    a, b, c, d = four
    squared, cubed = 2 * a - 5 * b + 4 * c - d, 3 * b - a - 3 * c + d
    between: Array = 0.5 * (2 * b + (c - a) * t + squared * t**2 + cubed * t**3)
    return between


def oval(x: float, y: float, width: float, height: float, angle: float = 0.0) -> list[Point]:
    """Give the outline of an ellipse around (x, y); width and height are half axes, the angle is in radians."""
    turns = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    across, down = width * np.cos(turns), height * np.sin(turns)
    xs = x + across * np.cos(angle) - down * np.sin(angle)
    ys = y + across * np.sin(angle) + down * np.cos(angle)
    return [(float(px), float(py)) for px, py in zip(xs, ys, strict=True)]


def mirror(points: Sequence[Point]) -> list[Point]:
    """Continue the right half of a symmetric outline with its left half, walked backwards."""
    return [*points, *[(-x, y) for x, y in reversed(points) if x]]


def mix(colour: Colour, other: Colour, share: float) -> Colour:
    """Mix two colours; a share of 1 is all of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def darken(colour: Colour, share: float) -> Colour:
    """Mix a colour towards a warm black."""
    return mix(colour, (24, 12, 14), share)


def lighten(colour: Colour, share: float) -> Colour:
    """Mix a colour towards a warm white."""
    return mix(colour, (255, 248, 238), share)


class Tile(NamedTuple):
    """A mask for one part of the picture, and where that part is."""

    mask: Image.Image
    box: Box


class Brush:
    """Paints on one picture; `place` turns the drawing's units into pixels, of which one unit has `scale`."""

    def __init__(self, image: Image.Image, place: Callable[[Point], Point], scale: float) -> None:
        self.image = image
        self.place = place
        self.scale = scale
        self._clip: Image.Image | None = None

    def fill(self, shape: Sequence[Point], colour: Colour, alpha: float = 1.0, soft: float = 0.0) -> None:
        """Fill a shape; `soft` is the width of its blurred edge in units."""
        self.fill_all([shape], colour, alpha, soft)

    def fill_all(
        self, shapes: Sequence[Sequence[Point]], colour: Colour, alpha: float = 1.0, soft: float = 0.0
    ) -> None:
        """Fill many shapes of one colour at once, which is much quicker than one by one."""
        tile = self._cut_tile(shapes, alpha, soft)
        if tile is not None:
            self.image.paste(colour, tile.box, tile.mask)

    def cover(self, shape: Sequence[Point], texture: Image.Image) -> None:
        """Fill a shape with the same part of a picture of the same size."""
        tile = self._cut_tile([shape], 1.0, 0.0)
        if tile is not None:
            self.image.paste(texture.crop(tile.box), tile.box, tile.mask)

    def stroke(
        self, line: Sequence[Point], colour: Colour, width: float, alpha: float = 1.0, soft: float = 0.0
    ) -> None:
        """Draw a line that is thick in its middle and thin at both ends; `width` in units at the middle."""
        self.fill(thicken(line, width), colour, alpha, soft)

    def clip(self, shape: Sequence[Point] | None) -> None:
        """Paint only inside a shape from now on; None ends it."""
        if shape is None:
            self._clip = None
            return
        self._clip = Image.new("L", self.image.size)
        tile = _draw_tile([[self.place(point) for point in shape]], self.image.size, 1.0, 0.0)
        if tile is not None:
            self._clip.paste(tile.mask, tile.box)

    def _cut_tile(self, shapes: Sequence[Sequence[Point]], alpha: float, soft: float) -> Tile | None:
        pixels = [[self.place(point) for point in shape] for shape in shapes]
        tile = _draw_tile(pixels, self.image.size, alpha, soft * self.scale)
        if tile is None or self._clip is None:
            return tile
        return Tile(ImageChops.multiply(tile.mask, self._clip.crop(tile.box)), tile.box)


def _draw_tile(
    shapes: Sequence[Sequence[Point]], size: tuple[int, int], alpha: float, blur: float
) -> Tile | None:
    box = _find_box([point for shape in shapes for point in shape], size, 3 * blur + 2)
    if box is None:
        return None
    # Sharp edges are drawn finer and soft ones coarser than the picture: smooth either way, and quick.
    zoom = 2.0 if blur < 2 else min(1.0, 4 / blur)  # noqa: PLR2004
    width, height = box[2] - box[0], box[3] - box[1]
    mask = Image.new("L", (max(round(width * zoom), 1), max(round(height * zoom), 1)))
    draw = ImageDraw.Draw(mask)
    for shape in shapes:
        draw.polygon([((x - box[0]) * zoom, (y - box[1]) * zoom) for x, y in shape], fill=round(255 * alpha))
    if blur:
        mask = mask.filter(ImageFilter.GaussianBlur(blur * zoom))
    return Tile(mask.reduce(2) if zoom > 1 else mask.resize((width, height), Image.Resampling.BILINEAR), box)


def _find_box(points: Sequence[Point], size: tuple[int, int], room: float) -> Box | None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = max(int(min(xs) - room), 0), max(int(min(ys) - room), 0)
    right, bottom = min(int(max(xs) + room) + 1, size[0]), min(int(max(ys) + room) + 1, size[1])
    return (left, top, right, bottom) if left < right and top < bottom else None


def thicken(line: Sequence[Point], width: float) -> list[Point]:
    """Give the outline of a line that is `width` thick in its middle and thin at both ends."""
    points = np.array(line, dtype=float)
    along = np.gradient(points, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    half = width / 2 * np.sin(np.linspace(0.12, np.pi - 0.12, len(points)))[:, None]
    outline = np.vstack([points + across * half, (points - across * half)[::-1]])
    return [(float(x), float(y)) for x, y in outline]
