"""The shipped data, read and checked once in a process: it takes two seconds. Who takes it only reads."""

from functools import cache

from macros.model import Playbook
from macros.validation.check import load_playbook
from tests.copies import PROJECT


@cache
def shipped_playbook() -> Playbook:
    """The shipped data, checked; it raises `DataError` if it has an error."""
    return load_playbook(PROJECT)
