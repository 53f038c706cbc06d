"""The key of a service: from the environment, a command, or a file only the user can read."""

import os
import re
import shlex
import stat
from collections.abc import Mapping
from pathlib import Path

from matome_tui.config.settings import TranslateSettings
from matome_tui.files import open_bytes, plain
from matome_tui.i18n import _
from matome_tui.processes import StoppedError, run
from matome_tui.translate.backend import TranslationError

_KEY = re.compile("[!-~]{1,4096}")
_COMMAND_SECONDS = 60.0
"""The user may have to enter a password."""
_MAX_BYTES = 10_000


def read_key(settings: TranslateSettings, environ: Mapping[str, str] = os.environ) -> str:
    """Return the key that the settings lead to; empty if they name none.

    A command may take long. Errors name the setting, never its value or what was read.

    Raises:
        TranslationError: There is no key where the settings say; it is final.
    """
    if settings.key_env:
        return _checked(environ.get(settings.key_env, ""), "key_env")
    if settings.key_command:
        return _checked(_output(settings.key_command, environ), "key_command")
    if settings.key_file:
        return _checked(_content(Path(settings.key_file)), "key_file")
    return ""


def _checked(text: str, setting: str) -> str:
    key = text.strip()
    if not _KEY.fullmatch(key):
        message = _("[translate] {setting} does not give a key")
        raise TranslationError(message.format(setting=setting), is_final=True)
    return key


def _output(command: str, environ: Mapping[str, str]) -> str:
    """Return the first line that a command prints."""
    try:
        done = run(shlex.split(command), environment=environ, timeout=_COMMAND_SECONDS)
    except OSError as error:
        message = _("[translate] key_command cannot be started: {reason}")
        raise TranslationError(message.format(reason=plain(error)), is_final=True) from None
    except StoppedError:
        message = _("[translate] key_command took longer than {seconds} s")
        seconds = f"{_COMMAND_SECONDS:.0f}"
        raise TranslationError(message.format(seconds=seconds), is_final=True) from None
    if done.status:
        message = _("[translate] key_command failed with status {status}")
        raise TranslationError(message.format(status=done.status), is_final=True)
    return done.output.decode(errors="replace").strip().partition("\n")[0]


def _content(path: Path) -> str:
    try:
        with open_bytes(path, _MAX_BYTES) as file:
            status = os.fstat(file.fileno())
            if os.name == "posix" and stat.S_IMODE(status.st_mode) & 0o077:
                message = _("Others can read [translate] key_file; run: chmod 600 {path}")
                raise TranslationError(message.format(path=path), is_final=True)
            return file.read(_MAX_BYTES).decode()
    except (OSError, UnicodeDecodeError) as error:
        message = _("[translate] key_file cannot be read: {reason}")
        raise TranslationError(message.format(reason=plain(error)), is_final=True) from None
