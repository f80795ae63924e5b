"""Work that is shared by several processes: each takes the next piece as soon as it is done with one."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import wait
from typing import Any

from macros.build.background import Apart, can_split, done

#: More processes cost more memory than they save time.
MOST = 4


def processes() -> int:
    """How many processes work together on this machine: as many as it has cores for this one, within reason."""
    if not can_split():
        return 1
    return max(1, min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


def share(
    jobs: Sequence[Callable[[], Any]],
    count: int,
    progress: Callable[[int], None] = lambda _: None,
    *,
    apart: int = 0,
    begun: Sequence[Apart[Any]] = (),
) -> list[Any]:
    """Do all the jobs in `count` processes, this one among them; give back what each gave, in their order.

    The first `apart` jobs are for the others: each in a process of its own, so that what it loads is gone with it.
    `begun` is work that went on before: it counts as one of the processes, and is through at the end. What a job gives
    back goes through a pipe; of what it changes in memory only what this process did itself is seen here. `progress`
    gets the number of jobs that were begun. Begin while there are no other threads. Raises ApartError when a job failed
    or a process ended before it was done.
    """
    if count < 2 or len(jobs) < 2:
        found = []
        for number, job in enumerate(jobs):
            progress(number)
            found.append(done(job))
        for work in begun:
            work.wait()
        return found
    gc.freeze()  # to look at what is there as possible garbage would copy all of it into every process
    before = gc.get_threshold()
    gc.set_threshold(10_000, 10, 10)  # little is left to look at
    shared = _Shared(jobs, apart, begun)
    try:
        for _ in range(count - 1 - len(shared.workers)):
            shared.start()
        for number in shared.free():
            progress(number)
            shared.done[number] = done(jobs[number])
            shared.take(0)
        while shared.workers:
            shared.take(None)
        for work in begun:
            work.wait()
        return [shared.done[number] for number in range(len(jobs))]
    finally:
        shared.end()
        gc.set_threshold(*before)
        gc.unfreeze()


class _Shared:
    """Jobs that several processes do: which are done, and who does the others."""

    def __init__(self, jobs: Sequence[Callable[[], Any]], apart: int, begun: Sequence[Apart[Any]]) -> None:
        self.done: dict[int, Any] = {}
        self.workers = [work for work in begun if work.answer is not None]
        self._begun = begun
        self._jobs = jobs
        self._apart = list(range(apart))
        self._following = multiprocessing.get_context("fork").Value("i", apart)

    def start(self) -> None:
        """Begin one more process, if there is anything left for it."""
        if not self._apart and self._following.value >= len(self._jobs):
            return
        worker = Apart(partial(self._some, [self._apart.pop(0)] if self._apart else self.free()))
        worker.begin()
        self.workers.append(worker)

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
        through = wait([worker.answer for worker in self.workers if worker.answer is not None], patience)
        for worker in [worker for worker in self.workers if worker.answer in through]:
            found = worker.wait()
            self.workers.remove(worker)
            if worker not in self._begun:
                self.done |= found
                worker.end()
            self.start()

    def end(self) -> None:
        """End the processes that are still at work."""
        for worker in self.workers:
            worker.end()

    def _some(self, numbers: Iterable[int]) -> dict[int, Any]:
        """What these jobs give back, by their numbers."""
        return {number: done(self._jobs[number]) for number in numbers}
