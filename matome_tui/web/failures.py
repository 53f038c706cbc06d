"""Reasons of failed connections, in the user's language."""

import errno
import socket
from collections.abc import Iterator

from matome_tui.i18n import _

_UNREACHABLE = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH})


def reason_of(error: BaseException) -> str:
    """Return why a connection failed; in the library's words if the causes do not tell."""
    reasons = filter(None, map(_reason, _causes(error)))
    return next(reasons, "") or str(error) or _("the connection was lost")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes; of several addresses, the last to fail first."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        for each in reversed(error.exceptions):
            yield from _causes(each)
    # httpcore raises some errors "from None", which leaves the cause in the context.
    if (cause := error.__cause__ or error.__context__) is not None:
        yield from _causes(cause)


def _reason(error: BaseException) -> str:
    match error:
        case socket.gaierror():
            return _("its name was not found")
        case ConnectionRefusedError():
            return _("the connection was refused")
        case TimeoutError():
            return _("the connection timed out")
        case ConnectionError():
            return _("the connection was lost")
        case OSError() if error.errno in _UNREACHABLE:
            return _("the network is unreachable")
    return ""
