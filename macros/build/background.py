"""Work that goes on in a process of its own, beside the one that began it."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, TypeVar

from macros.build import folders

Answer = TypeVar("Answer")


class ApartError(Exception):
    """The work failed; the text says what the disk refused, else how, with the traceback of the process it was done in."""


def can_split() -> bool:
    """Whether a process can be split in two here: not on Windows; on macOS not safely, its libraries may hold threads."""
    return sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()


class Apart(Generic[Answer]):
    """Does `act` in a process of its own, from `begin` until `wait`, or else until the end of the `with` block.

    The process has everything that this one has at the moment, but nothing that `act` changes in memory comes back:
    only what it gives back, through a pipe. Begin it while there are no other threads: the new process has none of
    them, but every lock that one of them holds. Where no process can be split, `act` is done when it is waited for.
    """

    def __init__(self, act: Callable[[], Answer]) -> None:
        self._act = act
        self._process: Any = None
        #: Ready to be read when the work is through; None where it is done by this process.
        self.answer: Connection | None = None
        self._found: tuple[Answer] | None = None

    def begin(self) -> None:
        """Start the process."""
        if not can_split():
            return
        context = multiprocessing.get_context("fork")
        self.answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_run, args=(self._act, theirs, os.getpid()), daemon=True)
        self._process.start()
        theirs.close()

    def wait(self) -> Answer:
        """What the work gives back, once it is through, however often. Raises ApartError when it failed."""
        if self._found is None:
            self._found = (done(self._act) if self.answer is None else self._received(self.answer),)
        return self._found[0]

    def end(self) -> None:
        """End the process if it is still at work."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        if self.answer is not None:
            self.answer.close()

    def __enter__(self) -> Apart[Answer]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _received(self, answer: Connection) -> Answer:
        try:
            found, fault = answer.recv()
        except EOFError:
            found, fault = None, ""
        self._process.join()
        if fault or self._process.exitcode:
            raise ApartError(fault or f"the process ended with {self._process.exitcode}")
        received: Answer = found
        return received


def done(act: Callable[[], Answer]) -> Answer:
    """What `act` gives back. Raises ApartError when it failed."""
    try:
        return act()
    except ApartError:
        raise
    except OSError as error:
        raise ApartError(folders.refused(error) or traceback.format_exc()) from None
    except Exception:
        raise ApartError(traceback.format_exc()) from None


def _run(act: Callable[[], Any], answer: Connection, parent: int) -> None:
    # Ctrl+C reaches all processes; the one that began this ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(parent)
    # To look at what was there before as possible garbage would copy all of it into this process.
    gc.freeze()
    found, fault = None, ""
    try:
        found = done(act)
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
