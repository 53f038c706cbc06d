"""The form of log files, which are in English in every language."""

import logging
from collections.abc import Iterator
from types import TracebackType

from matome_tui.i18n import english

_ErrorInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class EnglishFormatter(logging.Formatter):
    """Writes messages of the program with their source texts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line, and a traceback if there is an error; see `Formatter.format`."""
        if isinstance(record.args, tuple):
            record.args = tuple(map(english, record.args))
        return super().format(record)

    def formatException(self, ei: _ErrorInfo) -> str:  # noqa: N802  # as in the base class
        """Return a traceback; see `Formatter.formatException`."""
        text = super().formatException(ei)
        for error in _causes(ei[1]):
            text = text.replace(str(error), str(english(error)))
        return text


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__
