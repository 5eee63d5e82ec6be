"""Draws selfies of people who do not exist, for demo and tests; the same numbers give the same pictures."""

from PIL import Image

from sandbox.portraits.figure import draw_figure
from sandbox.portraits.looks import choose_look, choose_shot

PHONE_SIZE = (1500, 2000)


def draw_selfie(person: int, shot: int, size: tuple[int, int] = PHONE_SIZE) -> Image.Image:
    """Draw photo number `shot` of person number `person` (both from 0), `size` in pixels, RGB."""
    return draw_figure(choose_look(person), choose_shot(person, shot), size)


def draw_selfies(person: int, count: int) -> list[Image.Image]:
    """Draw the first `count` photos of a person; each shows another place, light, pose and clothes."""
    return [draw_selfie(person, shot) for shot in range(count)]
