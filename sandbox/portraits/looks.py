"""Who is drawn and how: the look of each person, and what differs from shot to shot."""

from dataclasses import dataclass

import numpy as np

from sandbox.portraits.brush import Colour

SKINS: tuple[Colour, ...] = (
    (239, 198, 170),
    (141, 92, 66),
    (224, 174, 138),
    (188, 132, 96),
    (246, 212, 190),
    (98, 63, 48),
)
HAIRS: tuple[Colour, ...] = (
    (92, 56, 34),
    (28, 22, 24),
    (38, 28, 26),
    (20, 18, 22),
    (186, 132, 72),
    (30, 24, 24),
)
IRISES: tuple[Colour, ...] = (
    (92, 128, 96),
    (66, 42, 28),
    (74, 50, 34),
    (58, 38, 28),
    (88, 126, 160),
    (48, 32, 24),
)
CUTS = ("long", "crop", "bob", "side", "wavy", "bun")
# What is worn where: light clothes in the two dark scenes (books, cafe), deep ones elsewhere, so that shoulders
# stand out from every place.
DEEP_CLOTHES: tuple[Colour, ...] = (
    (46, 74, 132), (188, 62, 56), (40, 104, 84), (52, 54, 66), (168, 60, 92), (110, 46, 58), (148, 84, 52),
    (26, 108, 128), (84, 96, 50),
)  # fmt: skip
LIGHT_CLOTHES: tuple[Colour, ...] = (
    (234, 228, 214), (226, 176, 72), (142, 184, 214), (226, 150, 160), (196, 204, 208), (232, 132, 104),
)  # fmt: skip
_DARK_SCENES = (2, 6)
_SCENE_COUNT = 7
NECKS = ("crew", "shirt", "v", "hood")
MOUTHS = ("smile", "laugh", "calm", "smirk")
LIGHTS: tuple[Colour, ...] = ((255, 250, 244), (255, 240, 220), (244, 248, 255), (255, 245, 234))


@dataclass(frozen=True)
class Look:
    """What stays the same in every photo of a person; shapes in face widths."""

    skin: Colour
    hair: Colour
    iris: Colour
    cut: str
    bearded: bool
    glasses: bool
    feminine: bool
    jaw: float
    length: float
    eye: float
    brow: float
    lips: float
    nose: float
    freckled: bool


@dataclass(frozen=True)
class Shot:
    """What differs between two photos of a person. Angles in radians, moves in face widths."""

    scene: int
    flipped: bool
    clothes: Colour
    neck: str
    mouth: str
    light: Colour
    light_from: float
    brightness: float
    tilt: float
    yaw: float
    pitch: float
    face_share: float
    shift: float
    gaze: float


def choose_look(person: int) -> Look:
    """Choose the look of a person by number; the first six differ in everything that is easy to see."""
    dice = np.random.default_rng([71, person])
    kind = person % len(CUTS)
    feminine = CUTS[kind] in ("long", "bob", "wavy", "bun")
    # Every further half dozen combines the same parts anew.
    turn = person // len(CUTS)
    return Look(
        skin=SKINS[(kind + turn) % len(SKINS)],
        hair=HAIRS[(kind + 2 * turn) % len(HAIRS)],
        iris=IRISES[(kind + turn) % len(IRISES)],
        cut=CUTS[kind],
        bearded=not feminine and kind % 4 == 1,
        glasses=kind == 3,  # noqa: PLR2004 - the fourth wears glasses
        feminine=feminine,
        jaw=float(dice.uniform(0.0, 1.0)) * (0.5 if feminine else 1.0),
        length=float(dice.uniform(0.97, 1.05)),
        eye=float(dice.uniform(0.98, 1.1)) * (1.06 if feminine else 1.0),
        brow=float(dice.uniform(0.8, 1.0)) * (0.72 if feminine else 1.2),
        lips=float(dice.uniform(0.9, 1.1)) * (1.12 if feminine else 0.9),
        nose=float(dice.uniform(0.9, 1.1)),
        freckled=kind == 4,  # noqa: PLR2004 - and the fifth has freckles
    )


def choose_shot(person: int, shot: int) -> Shot:
    """Choose what a photo shows besides the person; shots that follow each other differ in all of it."""
    dice = np.random.default_rng([72, person, shot])
    scene = shot + 3 * person
    side = -1.0 if (shot + person) % 2 else 1.0
    return Shot(
        scene=scene,
        flipped=bool(shot // 7 % 2),
        clothes=_choose_clothes(shot * 4 + person * 2, scene),
        neck=_choose_neck(shot + person, CUTS[person % len(CUTS)]),
        mouth=MOUTHS[(shot + person) % len(MOUTHS)] if shot % 3 else "smile",
        light=LIGHTS[(shot + person) % len(LIGHTS)],
        light_from=-side * float(dice.uniform(0.25, 0.7)),
        brightness=float(dice.uniform(0.94, 1.06)),
        tilt=float(dice.uniform(-0.09, 0.09)),
        yaw=side * float(dice.uniform(0.15, 0.95)),
        pitch=float(dice.uniform(-0.5, 0.5)),
        face_share=float(dice.uniform(0.36, 0.415)),
        shift=float(dice.uniform(-0.12, 0.12)),
        gaze=float(dice.uniform(-0.25, 0.25)),
    )


def _choose_clothes(number: int, scene: int) -> Colour:
    choice = LIGHT_CLOTHES if scene % _SCENE_COUNT in _DARK_SCENES else DEEP_CLOTHES
    return choice[number % len(choice)]


def _choose_neck(number: int, cut: str) -> str:
    neck = NECKS[number % len(NECKS)]
    # A collar between long hair looks like a picture of its own to the model that cuts people out.
    return "crew" if neck == "shirt" and cut in ("long", "wavy") else neck
