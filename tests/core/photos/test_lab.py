"""The lab's processes are bounded, replaced when lost, gone when idle, and never outlive their parent."""

import asyncio
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.domain.photos import PhotoProblem
from core.domain.styles import Style
from core.photos.frames import Broken, read_message, write_message
from core.photos.lab import Lab, PhotoWorkFailed, open_lab
from core.photos.selfie import CheckedPhoto
from core.photos.workers import Worker, WorkerLost
from tests.core.photos.shots import draw, read, take, write

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def lab(models_dir: Path) -> Iterator[Lab]:
    """A lab with two workers."""
    with open_lab(models_dir) as lab:
        yield lab


async def test_nothing_runs_before_the_first_picture(lab: Lab) -> None:
    assert (lab.checks.pids, lab.renders.pids) == ([], [])


async def test_checks_run_at_once_and_answer_each_for_itself(lab: Lab) -> None:
    files = [write(draw(person=person)) for person in range(4)] + [b"", b"<html>", write(draw())[:5000]]
    answers = await asyncio.gather(*(lab.check(data) for data in files))
    assert [isinstance(answer, CheckedPhoto) for answer in answers[:4]] == [True] * 4
    assert answers[4:] == [PhotoProblem.EMPTY_FILE, PhotoProblem.NOT_A_PHOTO, PhotoProblem.DAMAGED]
    assert len(lab.checks.pids) == 2


async def test_second_copy_is_known(lab: Lab) -> None:
    first = await lab.check(write(draw()))
    assert isinstance(first, CheckedPhoto)
    assert await lab.check(write(draw(), quality=60), [first.facts.print]) == PhotoProblem.DUPLICATE


async def test_check_in_a_process_equals_the_check_here(lab: Lab, models_dir: Path) -> None:
    assert await lab.check(write(draw())) == take(models_dir)


async def test_headshots_of_two_at_once_share_one_process(lab: Lab, models_dir: Path) -> None:
    selfie = take(models_dir)
    renders = [lab.render(selfie.jpeg, selfie.facts.face, Style.LINKEDIN, index, 1) for index in range(2)]
    assert [read(jpeg).size for jpeg in await asyncio.gather(*renders)] == [(1024, 1280)] * 2
    assert len(lab.renders.pids) == 1


async def test_selfie_that_is_none_is_a_typed_refusal(lab: Lab, models_dir: Path) -> None:
    with pytest.raises(PhotoWorkFailed) as refused:
        await lab.render(b"no picture", take(models_dir).facts.face, Style.CASUAL, 0, 1)
    assert (refused.value.code, refused.value.mend != "") == ("photo_work_failed", True)


def wait_for_tasks(worker: Worker, count: int) -> None:
    """Return when the worker was sent `count` tasks; they are sent by threads that tell nobody."""
    while worker.waiting < count:
        threading.Event().wait(0.001)


async def stop_in_the_middle(lab: Lab) -> "tuple[asyncio.Future[CheckedPhoto | PhotoProblem], int]":
    """Send a photo to a worker that stands still; the answer to come, and the process."""
    await lab.check(b"")
    (worker,) = lab.checks._workers
    os.kill(worker.pid, signal.SIGSTOP)
    answer = asyncio.ensure_future(lab.check(write(draw(size=(375, 500)))))
    await asyncio.to_thread(wait_for_tasks, worker, 1)
    return answer, worker.pid


async def test_photo_that_kills_two_workers_is_refused(lab: Lab) -> None:
    answer, pid = await stop_in_the_middle(lab)
    os.kill(pid, signal.SIGKILL)
    second = await asyncio.to_thread(wait_for_another, lab, pid)
    os.kill(second, signal.SIGKILL)
    assert await answer == PhotoProblem.TOO_HEAVY
    assert isinstance(await lab.check(write(draw())), CheckedPhoto)
    assert not {pid, second} & set(lab.checks.pids)


def wait_for_another(lab: Lab, pid: int) -> int:
    """The process that took over from `pid`, which has a task but has not even imported what it needs."""
    while True:
        for worker in lab.checks._workers:
            if worker.pid != pid and worker.waiting:
                return worker.pid
        threading.Event().wait(0.001)


async def test_ctrl_c_is_for_the_parent(lab: Lab) -> None:
    await lab.check(b"")
    (pid,) = lab.checks.pids
    os.kill(pid, signal.SIGINT)
    assert isinstance(await lab.check(write(draw())), CheckedPhoto)
    assert lab.checks.pids == [pid]


async def test_worker_that_died_for_another_reason_is_replaced_without_a_word(lab: Lab) -> None:
    await lab.check(b"")
    (pid,) = lab.checks.pids
    os.kill(pid, signal.SIGKILL)
    assert isinstance(await lab.check(write(draw())), CheckedPhoto)


def test_task_that_takes_too_long_ends_with_its_process(models_dir: Path) -> None:
    worker = Worker(models_dir, 1, 0)
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(WorkerLost) as lost:
        worker.ask({"task": "check", "seen": []}, write(draw()), 0.05)
    assert (lost.value.why, worker.is_alive()) == ("time", False)


def test_task_that_works_too_long_ends_with_its_process(models_dir: Path) -> None:
    """Only its own work counts: with no second to spare, the first task that reaches a full second is too much."""
    worker, photo = Worker(models_dir, 1, 0), write(draw())

    def check_again_and_again() -> None:
        for _ in range(1000):
            worker.ask({"task": "check", "seen": [], "seconds": 0}, photo, 60)

    with pytest.raises(WorkerLost) as lost:
        check_again_and_again()
    assert (lost.value.why, worker.is_alive()) == ("time", False)


async def test_headshots_in_a_lost_process_are_made_all_the_same(lab: Lab, models_dir: Path) -> None:
    selfie = take(models_dir)
    await lab.render(selfie.jpeg, selfie.facts.face, Style.CASUAL, 0, 1)
    (worker,) = lab.renders._workers
    os.kill(worker.pid, signal.SIGSTOP)
    renders = [
        asyncio.ensure_future(lab.render(selfie.jpeg, selfie.facts.face, Style.CASUAL, index, 1))
        for index in range(2)
    ]
    await asyncio.to_thread(wait_for_tasks, worker, 2)
    os.kill(worker.pid, signal.SIGKILL)
    assert [read(jpeg).size for jpeg in await asyncio.gather(*renders)] == [(1024, 1280)] * 2


async def test_idle_workers_are_let_go(models_dir: Path) -> None:
    with Lab(models_dir, 2, idle_seconds=0.05) as lab:
        await lab.check(write(draw()))
        (worker,) = lab.checks._workers
        await asyncio.to_thread(worker._process.wait, 20)
        assert lab.checks.pids == []
        assert isinstance(await lab.check(write(draw())), CheckedPhoto)


async def test_close_ends_workers_and_blames_no_photo(lab: Lab) -> None:
    answer, _ = await stop_in_the_middle(lab)
    lab.close()
    assert lab.checks.pids == []
    with pytest.raises(PhotoWorkFailed):
        await answer
    with pytest.raises(PhotoWorkFailed):
        await lab.check(write(draw()))


def test_workers_end_with_a_killed_parent(models_dir: Path, tmp_path: Path) -> None:
    selfie = tmp_path / "selfie.jpg"
    selfie.write_bytes(write(draw()))
    code = (
        "import asyncio, sys, pathlib\n"
        "from core.photos.lab import open_lab\n"
        "lab = open_lab(pathlib.Path(sys.argv[1]))\n"
        "asyncio.run(lab.check(pathlib.Path(sys.argv[2]).read_bytes()))\n"
        "print(*lab.checks.pids, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(models_dir), str(selfie)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert parent.stdout is not None
    assert parent.stderr is not None
    assert parent.stdout.readline().split()
    parent.kill()
    # The workers hold the other end of this pipe: it ends when the last of them is gone.
    assert parent.stderr.read() == b""
    parent.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's address space")
def test_worker_cannot_take_all_memory() -> None:
    code = "from core.photos.worker import limit_process; limit_process(0); bytearray(4 << 30)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("MemoryError")


def test_worker_sees_no_secret_of_its_parent(models_dir: Path) -> None:
    os.environ["STRIPE_SECRET_KEY"] = "sk_test_made_up"
    try:
        worker = Worker(models_dir, 1, 0)
    finally:
        del os.environ["STRIPE_SECRET_KEY"]
    worker.ask({"task": "check", "seen": []}, b"", 60)
    environment = Path(f"/proc/{worker.pid}/environ")
    if environment.exists():
        assert b"sk_test_made_up" not in environment.read_bytes()
    worker.end()


def test_messages_go_through_whole_or_not_at_all() -> None:
    pipe = io.BytesIO()
    write_message(pipe, {"task": "check"}, b"pixels")
    whole = pipe.getvalue()
    assert read_message(io.BytesIO(whole)) == ({"task": "check"}, b"pixels")
    for cut in (0, 3, len(whole) - 1):
        with pytest.raises(Broken):
            read_message(io.BytesIO(whole[:cut]))
    with pytest.raises(Broken):
        read_message(io.BytesIO(b"\xff" * 8 + whole))
