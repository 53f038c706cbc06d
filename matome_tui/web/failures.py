"""Reasons of failed connections, in the user's language."""

import errno
import socket
import ssl
from collections.abc import Iterator

from matome_tui.i18n import N_, _

_UNREACHABLE = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH})
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, N_("its name was not found")),
    (ssl.SSLCertVerificationError, N_("its certificate is not valid")),
    (ssl.SSLEOFError, N_("the connection was lost")),
    (ssl.SSLError, N_("the TLS handshake failed")),
    (ConnectionRefusedError, N_("the connection was refused")),
    (TimeoutError, N_("the connection timed out")),
    (ConnectionError, N_("the connection was lost")),
)
"""Reasons by the type of the error; the first that fits counts."""


def reason_of(error: BaseException) -> str:
    """Return why a connection failed, to follow a colon.

    In the library's words, which begin like a sentence, if the causes do not tell.
    """
    reasons = filter(None, map(_reason, _causes(error)))
    return next(reasons, "") or _within_sentence(str(error)) or _("the connection was lost")


def _within_sentence(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


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
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return _("the network is unreachable")
    return next((_(reason) for kind, reason in _REASONS if isinstance(error, kind)), "")
