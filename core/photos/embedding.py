"""Turns a face into 128 numbers that lie close together for one person: the optional face model, run in numpy."""

import json
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from core.photos.faces import find_faces, pick_main_face
from core.photos.models import FACE_EMBEDDER, FACE_EMBEDDER_SHAPES
from core.photos.selfie import Face

Floats = NDArray[np.float32]

SIDE: Final = 150  # px of the square picture of a face that the network takes
MEAN: Final = np.array([122.782, 117.001, 104.298], np.float32)  # RGB, taken off each pixel
# Where eyes, nose and the corners of the mouth lie in it: dlib's mean face with a quarter of its width around it.
PLACES: Final = np.array([[47.5, 46.6], [100.5, 46.6], [74, 79], [50.5, 103], [97.5, 103]])
STEM: Final = "conv32_down"
BLOCKS: Final = (
    *("conv32_1", "conv32_2", "conv32_3"),
    *("conv64_down", "conv64_1", "conv64_2", "conv64_3"),
    *("conv128_down", "conv128_1", "conv128_2"),
    *("conv256_down", "conv256_1", "conv256_2", "conv256_down_out"),
)


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: `weights` has a column for each channel that comes out; `side` is the window's."""

    weights: Floats
    bias: Floats
    side: int


@dataclass(frozen=True, slots=True)
class Network:
    """The convolutions by name, and the last matrix."""

    layers: dict[str, Layer]
    last: Floats


def embed_picture(image: Image.Image, models_dir: Path) -> list[float]:
    """The 128 numbers of the one face in an upright RGB picture; raises Unusable when there is not exactly one.

    About 18 ms of a core once the face is found, and 40 ms for the first one.
    """
    face = pick_main_face(find_faces(image, models_dir))
    numbers = run_network(cut_face(image, face), load_network(models_dir))
    return [float(number) for number in numbers]


def cut_face(image: Image.Image, face: Face) -> NDArray[np.uint8]:
    """The face turned, moved and scaled until its landmarks lie as nearly as they can where they belong."""
    seen = np.array(face.landmarks)
    middle, wanted = seen.mean(0), PLACES.mean(0)
    # As complex numbers a turn with a scale is one factor: here the one with the least squares left over.
    offsets, goals = (seen - middle) @ [1, 1j], (PLACES - wanted) @ [1, 1j]
    factor = np.vdot(offsets, goals) / np.vdot(offsets, offsets).real
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    move = np.column_stack([turn, wanted - turn @ middle])
    return np.asarray(cv2.warpAffine(np.asarray(image), move, (SIDE, SIDE)), np.uint8)


def run_network(rgb: NDArray[np.uint8], network: Network) -> Floats:
    """A residual network of 29 layers after dlib's; distances between its answers are Euclidean."""
    layers = network.layers
    x = (rgb.astype(np.float32) - MEAN) / np.float32(255)
    x = cut_off(convolve(x, layers[STEM], stride=2, pad=0))
    x = np.asarray(sliding_window_view(x, (3, 3), (0, 1))[::2, ::2].max((3, 4)))
    for name in BLOCKS:
        first, second = layers[f"{name}/conv1"], layers[f"{name}/conv2"]
        if "down" in name:
            inner = convolve(cut_off(convolve(x, first, stride=2, pad=0)), second)
            x = cut_off(add_padded(halve(x), inner))
        else:
            x = cut_off(x + convolve(cut_off(convolve(x, first)), second))
    answer: Floats = x.mean((0, 1)) @ network.last
    return answer


def convolve(x: Floats, layer: Layer, stride: int = 1, pad: int = 1) -> Floats:
    """Rows, columns, channels in and out: every window as a row of one matrix, so that BLAS does the work."""
    padded = np.pad(x, ((pad, pad), (pad, pad), (0, 0)))
    windows = sliding_window_view(padded, (layer.side, layer.side), (0, 1))[::stride, ::stride]
    height, width = windows.shape[:2]
    rows = windows.transpose(0, 1, 3, 4, 2).reshape(height * width, -1)
    return (rows @ layer.weights + layer.bias).reshape(height, width, -1)


def cut_off(x: Floats) -> Floats:
    """Nothing below zero, in place."""
    np.maximum(x, 0, out=x)
    return x


def halve(x: Floats) -> Floats:
    """The mean of every 2x2 pixels; an odd last row or column falls away."""
    height, width = x.shape[0] // 2, x.shape[1] // 2
    halved: Floats = x[: 2 * height, : 2 * width].reshape(height, 2, width, 2, -1).mean((1, 3))
    return halved


def add_padded(a: Floats, b: Floats) -> Floats:
    """The sum of two maps of unlike size; what either lacks is zero, at its lower and right edge and last channels."""
    total = np.zeros(np.maximum(a.shape, b.shape), np.float32)
    for part in (a, b):
        height, width, depth = part.shape
        total[:height, :width, :depth] += part
    return total


@lru_cache(maxsize=1)
def load_network(models_dir: Path) -> Network:
    """Load the weights once per process and folder; each layer's scale goes into its convolution."""
    arrays = read_arrays(models_dir)
    layers = {}
    for name in (STEM, *(f"{block}/conv{n}" for block in BLOCKS for n in (1, 2))):
        filters, scale = arrays[f"{name}/conv/filters"], arrays[f"{name}/scale/weights"]
        bias = arrays[f"{name}/conv/bias"] * scale + arrays[f"{name}/scale/biases"]
        layers[name] = Layer(filters.reshape(-1, scale.size) * scale, bias, filters.shape[0])
    return Network(layers, arrays["fc"])


def read_arrays(models_dir: Path) -> dict[str, Floats]:
    """The arrays by name: one after the other in the file, as floats or as bytes with a scale and an offset."""
    [group] = json.loads((models_dir / FACE_EMBEDDER_SHAPES.name).read_text())
    data, place, found = (models_dir / FACE_EMBEDDER.name).read_bytes(), 0, {}
    for entry in group["weights"]:
        packing, shape = entry.get("quantization"), entry["shape"]
        raw = np.frombuffer(data, "u1" if packing else "<f4", prod(shape), place)
        place += raw.nbytes
        values = raw.astype(np.float32).reshape(shape)
        found[entry["name"]] = values * packing["scale"] + packing["min"] if packing else values
    return found
