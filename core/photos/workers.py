"""One worker process as its parent sees it: tasks go in, answers come out by number, and a lost one is told at once."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

from core.photos.frames import Broken, Message, read_message, write_message

ROOT: Final = Path(__file__).parents[2]
# A worker opens strangers' files, so it is given no more of the environment than a process needs to start.
KEPT: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "SYSTEMROOT",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
)
# Two arenas instead of glibc's eight per core: two headshots at once then need 390 MB instead of 440.
LEAN: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
GOODBYE_SECONDS: Final = 2.0
# How a process ends that worked for longer than it may.
OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 0) or None


class WorkerLost(Exception):  # noqa: N818 - an expected end of a task on a hostile file
    """A task has no answer; `why` is `died`, `memory`, `time`, `start`, `closed` or an exception's name."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Worker:
    """A worker process; `threads` tasks may be asked of it at once, each from a thread of its own."""

    def __init__(self, models_dir: Path, threads: int, niceness: int) -> None:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [
            sys.executable,
            "-P",
            "-m",
            "core.photos.worker",
            str(models_dir),
            str(threads),
            str(niceness),
        ]
        environment |= LEAN | {"PYTHONPATH": str(ROOT)}
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment)
        except OSError:
            raise WorkerLost("start") from None
        self._lock, self._sending = threading.Lock(), threading.Lock()
        self._numbers = count()
        self._waiting: dict[int, Future[Message]] = {}
        self._gone = False
        self.load = 0
        self.idle_since = 0.0
        self._reader = threading.Thread(target=self._read_answers, name="photo-answers", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def waiting(self) -> int:
        """How many tasks were sent and are not answered yet."""
        with self._lock:
            return len(self._waiting)

    def is_alive(self) -> bool:
        """Tell whether the process still runs and can be asked."""
        return not self._gone and self._process.poll() is None

    def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> Message:
        """Send one task and wait for its answer, at most `seconds`; otherwise end the process and raise WorkerLost.

        `seconds` in the head are how long the processor may work on it, where the system can count that.
        """
        late = threading.Event()
        timer = threading.Timer(seconds, self._end_late, args=(late,))
        timer.daemon = True
        timer.start()
        try:
            head, body = self._post(head, body).result()
        except WorkerLost as lost:
            self.end()
            is_late = late.is_set() or self._process.returncode == OUT_OF_TIME
            raise WorkerLost("time" if is_late else lost.why) from None
        finally:
            timer.cancel()
        if "failed" in head:
            self.end()
            raise WorkerLost(str(head["failed"]))
        return head, body

    def _end_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _post(self, head: dict[str, Any], body: bytes) -> "Future[Message]":
        answer: Future[Message] = Future()
        with self._lock:
            if self._gone or self._process.stdin is None:
                raise WorkerLost("died")
            number = next(self._numbers)
            self._waiting[number] = answer
        try:
            with self._sending:
                write_message(self._process.stdin, {**head, "number": number}, body)
        except Broken:
            raise WorkerLost("died") from None
        return answer

    def _read_answers(self) -> None:
        stdout = self._process.stdout
        try:
            while stdout is not None:
                head, body = read_message(stdout)
                with self._lock:
                    answer = self._waiting.pop(head.get("number", -1), None)
                if answer is not None:
                    answer.set_result((head, body))
        except Broken:
            self._tell_lost()

    def _tell_lost(self) -> None:
        with self._lock:
            self._gone = True
            waiting, self._waiting = list(self._waiting.values()), {}
        for answer in waiting:
            answer.set_exception(WorkerLost("died"))

    def end(self) -> None:
        """Stop the process now; a worker holds nothing that would be lost."""
        self._gone = True
        self._process.kill()
        self._process.wait(GOODBYE_SECONDS)
        self._reader.join(GOODBYE_SECONDS)
        for pipe in (self._process.stdout, self._process.stdin):
            if pipe is not None:
                with suppress(OSError):  # what was not yet sent has no reader any more
                    pipe.close()
