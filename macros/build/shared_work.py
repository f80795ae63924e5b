"""Work that is shared by several processes: each takes the next piece as soon as it is done with one."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from macros.build import folders
from macros.build.background import ApartError

#: More processes cost more memory than they save time.
MOST = 4


def processes() -> int:
    """How many processes work together on this machine: as many as it has cores for this one, within reason.

    One where a process can't be split in two (Windows), or not safely (macOS, whose own libraries may hold threads).
    """
    if sys.platform == "darwin" or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return max(1, min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


def share(
    jobs: Sequence[Callable[[], Any]], count: int, progress: Callable[[int], None] = lambda _: None, *, apart: int = 0
) -> list[Any]:
    """Do all the jobs in `count` processes, this one among them; give back what each gave, in their order.

    The first `apart` jobs are for the others: each in a process of its own, so that what it loads is gone with it.
    What a job gives back goes through a pipe; of what it changes in memory only what this process did itself is seen
    here. `progress` gets the number of jobs that were begun. Begin while there are no other threads. Raises ApartError,
    with the traceback or what the disk refused, when a job failed or a process ended before it was done.
    """
    if count < 2 or len(jobs) < 2:
        found = []
        for number, job in enumerate(jobs):
            progress(number)
            found.append(_done(job))
        return found
    gc.collect()
    gc.freeze()  # to look at what is there as possible garbage would copy all of it into every process
    before = gc.get_threshold()
    gc.set_threshold(10_000, 10, 10)  # little is left to look at
    shared = _Shared(jobs, apart)
    try:
        for _ in range(count - 1):
            shared.start()
        for number in shared.free():
            progress(number)
            shared.done[number] = _done(jobs[number])
            shared.take(0)
        while shared.workers:
            shared.take(None)
        return [shared.done[number] for number in range(len(jobs))]
    finally:
        shared.end()
        gc.set_threshold(*before)
        gc.unfreeze()


class _Shared:
    """Jobs that several processes do: which are done, and who does the others."""

    def __init__(self, jobs: Sequence[Callable[[], Any]], apart: int) -> None:
        self.done: dict[int, Any] = {}
        self.workers: dict[Connection, Any] = {}
        self._jobs = jobs
        self._context = multiprocessing.get_context("fork")
        self._apart = list(range(apart))
        self._following = self._context.Value("i", apart)

    def start(self) -> None:
        """Begin one more process, if there is anything left for it."""
        if not self._apart and self._following.value >= len(self._jobs):
            return
        numbers = [self._apart.pop(0)] if self._apart else self.free()
        answer, theirs = self._context.Pipe(duplex=False)
        part = (self._jobs, numbers, theirs, os.getpid())
        worker = self._context.Process(target=_run, args=part, daemon=True)
        worker.start()
        theirs.close()
        self.workers[answer] = worker

    def free(self) -> Iterator[int]:
        """The numbers of the jobs that nobody does yet, each for whoever asks first."""
        while True:
            with self._following.get_lock():
                number = self._following.value
                self._following.value = number + 1
            if number >= len(self._jobs):
                return
            yield number

    def take(self, patience: float | None) -> None:
        """Take what processes have done that are through, and begin others in their place.

        Waits so many seconds for the first; with None until there is one.
        """
        for answer in wait(list(self.workers), patience):
            assert isinstance(answer, Connection)
            self.done |= _answered(self.workers[answer], answer)
            self.workers.pop(answer)
            answer.close()
            self.start()

    def end(self) -> None:
        """End the processes that are still at work."""
        for answer, worker in self.workers.items():
            worker.terminate()
            worker.join()
            answer.close()


def _done(job: Callable[[], Any]) -> Any:
    """What a job gives back. Raises ApartError when it failed: with what the disk refused, else the traceback."""
    try:
        return job()
    except OSError as error:
        raise ApartError(folders.refused(error) or traceback.format_exc()) from None
    except Exception:
        raise ApartError(traceback.format_exc()) from None


def _answered(worker: Any, answer: Connection) -> dict[int, Any]:
    """What a worker has done. Raises ApartError when it failed."""
    try:
        done, fault = answer.recv()
    except EOFError:
        done, fault = {}, ""
    worker.join()
    if fault or worker.exitcode:
        raise ApartError(fault or f"the process ended with {worker.exitcode}")
    found: dict[int, Any] = done
    return found


def _run(jobs: Sequence[Callable[[], Any]], numbers: Iterable[int], answer: Connection, parent: int) -> None:
    # Ctrl+C reaches all processes; the one that began this ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    found: dict[int, Any] = {}
    fault = ""
    try:
        for number in numbers:
            found[number] = _done(jobs[number])
    except ApartError as error:
        fault = str(error)
    except BaseException:
        fault = traceback.format_exc()
    answer.send((found, fault))
    answer.close()


def _end_with(parent: int) -> None:
    """Let this process end when its parent does: one that is killed ends nobody, and its folder would stay held."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL))  # PR_SET_PDEATHSIG
    if os.getppid() != parent:  # it ended before
        os._exit(1)
