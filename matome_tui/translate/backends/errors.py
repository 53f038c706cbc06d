"""Errors of HTTP as those of translation."""

from collections.abc import Iterator
from contextlib import contextmanager

from matome_tui.i18n import _
from matome_tui.translate.backend import TranslationError
from matome_tui.web.client import NotFoundError, UnreachableError, WebError

_KEY_REFUSED = (401, 403)
_LIMITED = 429
_USED_UP = (402, 456)
"""402 is Payment Required; DeepL answers 456 when the quota is used up."""


@contextmanager
def as_translation_error(host: str) -> Iterator[None]:
    """Convert errors of a request to `TranslationError`."""
    try:
        yield
    except WebError as error:
        raise _converted(error, host) from error


def invalid_response(host: str) -> TranslationError:
    """Return the error of an answer that does not follow the protocol."""
    return TranslationError(_("{host} sent an invalid response").format(host=host))


def checked_texts(found: object, number: int, host: str) -> list[str]:
    """Return the texts of an answer, as many as were sent. Raises TranslationError."""
    if isinstance(found, list) and len(found) == number:
        texts = [text for text in found if isinstance(text, str)]
        if len(texts) == number:
            return texts
    raise invalid_response(host)


def _converted(error: WebError, host: str) -> TranslationError:
    if error.status in _KEY_REFUSED:
        message = _("{host} refuses the key; check key_env, key_command or key_file")
        return TranslationError(message.format(host=host), is_final=True)
    if error.status in _USED_UP:
        message = _("{host} says that your quota is used up")
        return TranslationError(message.format(host=host), is_final=True)
    if error.status == _LIMITED:
        message = _("{host} is asked too often; lower concurrency in [translate], or try later")
        return TranslationError(message.format(host=host))
    if isinstance(error, NotFoundError):
        message = _("{host} has no such address or model; check url and model in [translate]")
        return TranslationError(message.format(host=host), is_final=True)
    return TranslationError(str(error), is_final=isinstance(error, UnreachableError))
