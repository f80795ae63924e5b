"""Work that goes on in a process of its own, beside the one that began it."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType


class ApartError(Exception):
    """The work failed; the text says how, with the traceback of the process it was done in."""


class Apart:
    """Does `act` in a process of its own: from the beginning of the `with` block until `wait`, or else until its end.

    The process has everything that this one has at the moment, but nothing that `act` changes in memory comes back:
    what it makes are files. Begin it while there are no other threads: the new process has none of them, but every
    lock that one of them holds. Where a process can't be split so (Windows), or not safely (macOS, whose own
    libraries may hold threads), `act` is done when it is waited for.
    """

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._process: multiprocessing.process.BaseProcess | None = None

    def __enter__(self) -> Apart:
        if sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("fork")
            self._answer, theirs = context.Pipe(duplex=False)
            self._process = context.Process(target=_run, args=(self._act, theirs), daemon=True)
            self._process.start()
            theirs.close()
        return self

    def wait(self) -> None:
        """Wait until it is done. Raises ApartError when it failed."""
        if self._process is None:
            try:
                self._act()
            except Exception:
                raise ApartError(traceback.format_exc()) from None
            return
        try:
            fault = self._answer.recv()
        except EOFError:
            fault = None
        self._process.join()
        if fault or self._process.exitcode:
            raise ApartError(fault or f"the process ended with {self._process.exitcode}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._answer.close()


def _run(act: Callable[[], None], answer: Connection) -> None:
    # Ctrl+C reaches both processes; the one that began this ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # To look at what was there before as possible garbage would copy all of it into this process.
    gc.freeze()
    try:
        act()
    except BaseException:
        answer.send(traceback.format_exc())
    else:
        answer.send("")
    finally:
        answer.close()
