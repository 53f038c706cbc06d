import logging
import sys

from matome_tui import i18n
from matome_tui.cli.log import EnglishFormatter
from matome_tui.hugo.executable import HugoError
from tests.support.languages import spoken


def failure() -> HugoError:
    """Return an error as the program raises it, with a reason that is translated too."""
    reason = ValueError(i18n._("not UTF-8"))
    return HugoError(i18n._("Cannot open {path}: {reason}").format(path="苔.md", reason=reason))


def logged(*arguments: object, error: BaseException | None = None) -> str:
    """Return what is logged about some values, or an error."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "Said: %s", arguments, info)
    return EnglishFormatter("%(message)s").format(record)


def test_messages_are_logged_in_english() -> None:
    with spoken("ja"):
        error = failure()
        assert str(error) == "苔.mdを開けません：UTF-8ではありません"
        assert logged(error) == "Said: Cannot open 苔.md: not UTF-8"
        number = i18n.ngettext("{number} clip", "{number} clips", 2).format(number=2)
        assert (number, logged(number)) == ("クリップ2件", "Said: 2 clips")


def test_tracebacks_are_logged_in_english() -> None:
    with spoken("ja"):
        try:
            try:
                raise failure()
            except HugoError as error:
                raise KeyError(1) from error
        except KeyError:
            text = logged("x", error=sys.exc_info()[1])
    assert "HugoError: Cannot open 苔.md: not UTF-8" in text
    assert "ません" not in text
