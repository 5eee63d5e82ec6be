"""The shape of one measured figure, as bench.json lists it."""

from typing import TypedDict


class Figure(TypedDict):
    """One figure beside its limit; both are in `unit`, and the limit was measured in the same run.

    `ratio` is value / limit, `goal` the words of the goal, `holds` whether it is met. Where nothing can be
    compared with, `limit` and `ratio` are None.
    """

    name: str
    value: float
    unit: str
    limit: float | None
    ratio: float | None
    goal: str
    holds: bool


def compare(name: str, value: float, unit: str, limit: float, ratio: float, *, least: float) -> Figure:
    """A figure whose `ratio` should be at least `least`."""
    goal, holds = f">= {least:g}x", ratio >= least
    return Figure(name=name, value=value, unit=unit, limit=limit, ratio=ratio, goal=goal, holds=holds)


def compare_most(name: str, value: float, unit: str, limit: float, ratio: float, *, most: float) -> Figure:
    """A figure whose `ratio` should be at most `most`."""
    goal, holds = f"<= {most:g}x", ratio <= most
    return Figure(name=name, value=value, unit=unit, limit=limit, ratio=ratio, goal=goal, holds=holds)
