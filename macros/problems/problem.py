"""One problem of the data: where it stands, its code and its words."""

from __future__ import annotations

from dataclasses import dataclass

Key = str | int
Loc = tuple[Key, ...]
Position = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a data file.

    `file` is relative to the project, `line` and `column` count from 1, `code` is stable (E-… must not ship,
    W-… is style), `text` is the whole message in Chinese.
    """

    file: str
    line: int
    column: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.text}"

    @property
    def is_error(self) -> bool:
        """Whether it must not ship."""
        return self.code.startswith("E-")
