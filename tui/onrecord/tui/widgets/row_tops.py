"""Where the rows of a long list begin, computed row by row when it is asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload


class RowTops(Sequence[int]):
    """The lines at which the rows of a list begin and, last, the number of all lines."""

    def __init__(self, rows: int) -> None:
        """Take the number of rows."""
        self._rows = rows

    @abstractmethod
    def top(self, row: int) -> int:
        """Return the line at which a row begins; of the row behind the last one, the number of all lines."""

    def __len__(self) -> int:
        return self._rows + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        rows = range(len(self))[index]  # with its rules for slices and negative numbers
        return self.top(rows) if isinstance(rows, int) else [self.top(row) for row in rows]
