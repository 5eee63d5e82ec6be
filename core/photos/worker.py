"""The process in which strangers' pictures are opened: it takes tasks from its parent and dies with it."""

import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, Final

import cv2

from core.domain.photos import PhotoProblem
from core.domain.styles import Style
from core.photos.check import check_photo
from core.photos.embedding import embed_picture
from core.photos.frames import Broken, Message, read_message, write_message
from core.photos.generated import frame_generated
from core.photos.read import read_picture
from core.photos.selfie import Face, PhotoPrint, Unusable
from core.photos.studio.render import render_headshot

MEMORY_BYTES: Final = 2 * 1024**3  # of address space; a 50-MP picture needs about half of it
OUT_OF_MEMORY: Final[dict[str, Any]] = {"failed": "memory"}


def main(models_dir: Path, threads: int, niceness: int) -> None:
    """Serve tasks from standard input, `threads` at once, until it closes."""
    limit_process(niceness)
    answers, tasks = _keep_stdout_for_answers(), queue.SimpleQueue[Message]()
    writing = threading.Lock()
    for _ in range(threads):
        threading.Thread(target=serve_tasks, args=(tasks, answers, writing, models_dir), daemon=True).start()
    read_tasks(sys.stdin.buffer, tasks)


def serve_tasks(
    tasks: "queue.SimpleQueue[Message]", answers: BinaryIO, writing: threading.Lock, models_dir: Path
) -> None:
    """Do one task after another and answer each under its number."""
    while True:
        head, body = tasks.get()
        answer, result = answer_task(head, body, models_dir)
        try:
            with writing:
                write_message(answers, {**answer, "number": head["number"]}, result)
        except Broken:
            os._exit(0)


def limit_process(niceness: int) -> None:
    """One thread, a bounded memory, no core dump, and politeness towards the service's own process."""
    cv2.setNumThreads(1)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the parent says when to end
    if sys.platform == "win32":
        return
    import resource  # there is none on Windows

    os.nice(niceness)
    for limit, value in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # macOS has no limit on address space
            continue


def limit_time(seconds: int) -> None:
    """The system ends this process once it has worked for so long from now on, to the second."""
    if sys.platform == "win32":
        return
    import resource

    end, (_, most) = int(time.process_time()) + 1 + seconds, resource.getrlimit(resource.RLIMIT_CPU)
    # An administrator's own limit stays: asking for more than it would be refused, and with it every photo.
    resource.setrlimit(resource.RLIMIT_CPU, (end if most == resource.RLIM_INFINITY else min(end, most), most))


def _keep_stdout_for_answers() -> BinaryIO:
    """Return a private copy of standard output; what a library prints goes to standard error from now on."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def read_tasks(stream: BinaryIO, tasks: "queue.SimpleQueue[Message]") -> None:
    """Queue what the parent sends; when the parent is gone, even killed, end at once, in the middle of a task too."""
    try:
        while True:
            tasks.put(read_message(stream))
    except Broken:
        os._exit(0)


def answer_task(head: dict[str, Any], body: bytes, models_dir: Path) -> Message:
    """Do one task and return its answer; a failure is told by its kind, never by its text.

    `seconds` in its head are the processor's, and for a process that has one task at a time.
    """
    try:
        if "seconds" in head:
            limit_time(head["seconds"])
        return TASKS[head["task"]](head, body, models_dir)
    except MemoryError:
        return OUT_OF_MEMORY, b""
    except cv2.error as error:
        return (OUT_OF_MEMORY, b"") if error.code == cv2.Error.StsNoMem else ({"failed": "cv2.error"}, b"")
    except Exception as error:  # noqa: BLE001 - the parent is told, and decides
        return {"failed": type(error).__name__}, b""


def answer_check(head: dict[str, Any], body: bytes, models_dir: Path) -> Message:
    """Judge the photo in `body`."""
    answer = check_photo(body, [PhotoPrint(*pair) for pair in head["seen"]], models_dir)
    if isinstance(answer, PhotoProblem):
        return {"problem": answer.value}, b""
    return {"facts": answer.facts.to_json()}, answer.jpeg


def answer_render(head: dict[str, Any], body: bytes, models_dir: Path) -> Message:
    """Make one headshot of the normalised selfie in `body`."""
    face = Face.from_json(head["face"])
    return {}, render_headshot(body, face, Style(head["style"]), head["index"], head["seed"], models_dir)


def answer_frame(_head: dict[str, Any], body: bytes, _models_dir: Path) -> Message:
    """Make a headshot of the provider's picture in `body`."""
    try:
        return {}, frame_generated(body)
    except Unusable as unusable:
        return {"problem": unusable.problem.value}, b""


def answer_embed(_head: dict[str, Any], body: bytes, models_dir: Path) -> Message:
    """Tell the numbers of the one face in the picture in `body`."""
    try:
        return {"embedding": embed_picture(read_picture(body).image, models_dir)}, b""
    except Unusable as unusable:
        return {"problem": unusable.problem.value}, b""


TASKS: Final = {"check": answer_check, "render": answer_render, "frame": answer_frame, "embed": answer_embed}

if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
