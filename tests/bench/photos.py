"""What a photo's check and four headshots cost: processor time and memory of fresh processes, by their own account."""

import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from core.domain.styles import Style
from core.photos.check import check_photo
from core.photos.lanes import Lane
from core.photos.selfie import CheckedPhoto, SelfieFacts
from core.photos.studio.choose import choose_selfies
from core.photos.workers import Worker
from sandbox.faces import draw_selfie
from tests.bench.figures import Figure, compare_most
from tests.weights import MODELS

NAMES = ("photo.check", "photo.check.memory", "studio.four", "studio.four.memory", "studio.four.cores")
_ROOT = Path(__file__).resolve().parents[2]
_PAIRS = 9  # alternating, since a shared machine's speed drifts within a minute
_REPEATS = 4
_SELFIES = 10
_BOTH_CORES = 1.2
_LARGE = (3024, 4032)
_KIB_IN_MIB = 1024


def measure() -> Iterator[Figure]:
    """The check of a 12-MP JPEG beside its half-scale decode, and four headshots from ten such selfies."""
    with TemporaryDirectory() as folder:
        photos = [write_large_photo(Path(folder), number) for number in range(_SELFIES)]
        yield from _measure_check(photos[0])
        yield from _measure_studio(photos)


def write_large_photo(folder: Path, number: int) -> Path:
    """A drawn selfie of 12 MP with a camera's noise, which makes its JPEG as heavy as a real one."""
    noise = np.random.default_rng(number).normal(0, 4, (_LARGE[1], _LARGE[0], 1)).astype(np.float32)
    drawn = np.asarray(draw_selfie(1, number, (1512, 2016)).resize(_LARGE, Image.Resampling.BICUBIC))
    path = folder / f"{number}.jpg"
    Image.fromarray(np.clip(drawn + noise, 0, 255).astype(np.uint8)).save(path, quality=90)
    return path


def _measure_check(photo: Path) -> Iterator[Figure]:
    pairs = [(run_apart("decode", photo), run_apart("check", photo)) for _ in range(_PAIRS)]
    decode = statistics.median(one["cpu_ms"] for one, _ in pairs)
    check = statistics.median(other["cpu_ms"] for _, other in pairs)
    ratio = statistics.median(other["cpu_ms"] / one["cpu_ms"] for one, other in pairs)
    yield compare_most("photo.check", check, "CPU ms", decode, ratio, most=3.0)
    peak = max(other["peak_mib"] for _, other in pairs)
    yield limit_most("photo.check.memory", peak, "MiB at most in the process", 200)


def run_apart(what: str, photo: Path) -> dict[str, float]:
    """Do one thing a few times in a fresh process; CPU milliseconds of one time, and the peak of the process."""
    command = [sys.executable, "-m", "tests.bench.photos", what, str(photo), str(MODELS)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _measure_studio(photos: list[Path]) -> Iterator[Figure]:
    checked = [check_photo(photo.read_bytes(), [], MODELS) for photo in photos]
    good = [photo for photo in checked if isinstance(photo, CheckedPhoto)]
    pairs = [(render_four(good, style, 1), render_four(good, style, 2)) for style in Style]
    cpu = statistics.median(two["cpu_s"] for _, two in pairs)
    yield limit_most("studio.four", cpu, "CPU s each", 1.0)
    peak = max(two["peak_mib"] for _, two in pairs)
    yield limit_most("studio.four.memory", peak, "MiB at most in all processes", 450)
    alone, together = (statistics.median(run["wall_s"] for run in runs) for runs in zip(*pairs, strict=True))
    yield Figure(
        name="studio.four.cores",
        value=together,
        unit="s for four, two at once; the limit is one at a time",
        limit=alone,
        ratio=together / alone,
        goal="two cores both used: >= 1.2 times as fast",
        holds=alone >= _BOTH_CORES * together,
    )


def render_four(selfies: list[CheckedPhoto], style: Style, at_once: int) -> dict[str, float]:
    """Make four headshots as the lab does, in a fresh process: CPU seconds each, wall seconds, peak memory."""
    sources = choose_selfies([selfie.facts for selfie in selfies])
    before = os.times()
    lane = Lane(lambda: Worker(MODELS, at_once, 0), at_once, at_once, 30.0)
    lane.submit(
        {"task": "check", "seen": []}, b"", 60
    ).result()  # the process has started, and imported everything
    started = time.perf_counter()
    waiting = [
        lane.submit(write_task(selfies[source].facts, style, index), selfies[source].jpeg, 300)
        for index, source in enumerate(sources)
    ]
    for answer in waiting:
        answer.result()
    wall = time.perf_counter() - started
    peak = sum(read_peak(pid) for pid in lane.pids)
    lane.close()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"cpu_s": cpu / len(sources), "wall_s": wall, "peak_mib": peak}


def write_task(facts: SelfieFacts, style: Style, index: int) -> dict[str, Any]:
    """A headshot as the lab asks a worker for it."""
    return {
        "task": "render",
        "face": facts.to_json()["face"],
        "style": style.value,
        "index": index,
        "seed": 1,
    }


def limit_most(name: str, value: float, unit: str, most: float) -> Figure:
    """A figure that has a fixed limit and no peer."""
    goal = f"<= {most:g} {unit}"
    return Figure(
        name=name, value=value, unit=unit, limit=most, ratio=value / most, goal=goal, holds=value <= most
    )


def read_peak(pid: int) -> float:
    """The most memory that a process ever had, in MiB; ru_maxrss would count what its parent had at the fork."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return (
        next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / _KIB_IN_MIB
    )


def decode_half(data: bytes) -> None:
    """What nobody can do without: libjpeg-turbo decoding the photo at half scale."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (image.width // 2, image.height // 2))
        image.load()


def main(what: str, photo: str, models: str) -> None:
    """Print the cost of one thing done here, after a first time that loads what it needs."""
    data = Path(photo).read_bytes()

    def work() -> None:
        if what == "decode":
            decode_half(data)
        else:
            check_photo(data, [], Path(models))

    work()
    before = time.process_time()
    for _ in range(_REPEATS):
        work()
    spent = (time.process_time() - before) / _REPEATS * 1000
    sys.stdout.write(json.dumps({"cpu_ms": spent, "peak_mib": read_peak(os.getpid())}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
