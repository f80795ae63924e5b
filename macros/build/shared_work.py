"""Work that is shared by several processes: each takes the next piece as soon as it is done with one."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
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


def share(jobs: Sequence[Callable[[], Any]], count: int, progress: Callable[[int], None] = lambda _: None) -> list[Any]:
    """Do all the jobs in `count` processes, this one among them; give back what each gave, in their order.

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
    context = multiprocessing.get_context("fork")
    following = context.Value("i", 0)

    def work(tell: Callable[[int], None]) -> dict[int, Any]:
        done: dict[int, Any] = {}
        while True:
            with following.get_lock():
                number = following.value
                following.value = number + 1
            if number >= len(jobs):
                return done
            tell(number)
            done[number] = _done(jobs[number])

    gc.collect()
    gc.freeze()  # to look at what is there as possible garbage would copy all of it into every process
    workers: list[tuple[Any, Connection]] = []
    try:
        for _ in range(count - 1):
            answer, theirs = context.Pipe(duplex=False)
            part = (lambda: work(lambda _: None), theirs, os.getpid())
            worker = context.Process(target=_run, args=part, daemon=True)
            worker.start()
            theirs.close()
            workers.append((worker, answer))
        done = work(progress)
        for worker, answer in workers:
            done |= _answered(worker, answer)
        return [done[number] for number in range(len(jobs))]
    finally:
        for worker, answer in workers:
            worker.terminate()
            worker.join()
            answer.close()
        gc.unfreeze()


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


def _run(act: Callable[[], Any], answer: Connection, parent: int) -> None:
    # Ctrl+C reaches all processes; the one that began this ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    try:
        said = act(), ""
    except ApartError as error:
        said = {}, str(error)
    except BaseException:
        said = {}, traceback.format_exc()
    answer.send(said)
    answer.close()


def _end_with(parent: int) -> None:
    """Let this process end when its parent does: one that is killed ends nobody, and its folder would stay held."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL))  # PR_SET_PDEATHSIG
    if os.getppid() != parent:  # it ended before
        os._exit(1)
