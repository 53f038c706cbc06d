"""Progress of a command, one line on a terminal that each next line replaces."""

import sys
from types import TracebackType
from typing import Self

from matome_tui.core.text import one_line

_ERASE = "\r\x1b[K"


class Progress:
    """Shows what is being done on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self._is_shown = False

    def show(self, line: str) -> None:
        """Replace the line."""
        if sys.stderr.isatty():
            sys.stderr.write(f"{_ERASE}{one_line(line)}")
            sys.stderr.flush()
            self._is_shown = True

    def clear(self) -> None:
        """Erase the line."""
        if self._is_shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()
            self._is_shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()
