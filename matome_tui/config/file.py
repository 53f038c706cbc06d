"""The file config.toml: loading settings from it, and saving single values."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from matome_tui.atomic import write_atomically
from matome_tui.config.checks import http_url
from matome_tui.config.reading import Problem, from_tables, wrong_value
from matome_tui.config.settings import Settings
from matome_tui.files import make_folder, read_bytes
from matome_tui.i18n import _

_URL_VARIABLES = {
    "MATOME_FIREBASE_URL": "firebase_url",
    "MATOME_ALGOLIA_URL": "algolia_url",
    "MATOME_PAGES_URL": "pages_url",
}


def load(path: Path, environ: Mapping[str, str] = os.environ) -> tuple[Settings, list[Problem]]:
    """Return the settings in the file at `path`, and the problems in it.

    Without a file every setting has its default. A file that cannot be read or parsed is one
    problem, and every setting has its default. The variables `MATOME_FIREBASE_URL`,
    `MATOME_ALGOLIA_URL` and `MATOME_PAGES_URL` in `environ` take precedence over `[hn]`.
    """
    tables: dict[str, Any] = {}
    unreadable = []
    try:
        tables = _parse(_read(path))
    except OSError as error:
        message = _("cannot be read ({reason}); defaults are used")
        unreadable.append(Problem(path.name, message.format(reason=error.strerror or error)))
    except ValueError as error:
        message = _("{reason}; defaults are used")
        unreadable.append(Problem(path.name, message.format(reason=error)))
    settings, wrong = from_tables(tables)
    settings, overridden = _override(settings, environ)
    return settings, unreadable + (with_lines(wrong, path) if wrong else []) + overridden


def with_lines(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """Return problems with their lines in the file at `path`, as far as it can be read."""
    try:
        text = _read(path)
        _parse(text)
    except (OSError, ValueError):  # reported by `load`, with its line
        return list(problems)
    from matome_tui.config.lines import line_of  # needed only if something is wrong

    return [problem._replace(line=line_of(text, problem.key)) for problem in problems]


def save_value(path: Path, key: str, value: str | int | bool | list[str]) -> None:
    """Set one setting in the file at `path`; comments and formatting stay.

    The value is not checked. The file and its folders are created if missing; the write is atomic.

    Args:
        path: The config.toml.
        key: The setting, as "table.name"; dots after the first belong to the name.
        value: The new value.

    Raises:
        OSError: The file cannot be read or written.
        ValueError: The file does not parse, or has no place for `key`. It was not changed.
    """
    text = _read(path)
    expected = _parse(text)
    section, __, name = key.partition(".")
    if not name or not isinstance(expected.setdefault(section, {}), dict):
        message = _("{key} cannot be set: {table} is not a table")
        raise ValueError(message.format(key=key, table=section))
    expected[section][name] = value
    changed = _with_value(text, section, name, value)
    # TOML has many forms of tables; refusing a rare one is better than corrupting the file.
    if _parse(changed) != expected:
        raise ValueError(_("{key} cannot be set in this file: edit it by hand").format(key=key))
    make_folder(path.parent)
    write_atomically(path, changed)


def _read(path: Path) -> str:
    """Return the text of the file at `path`, "" if there is none.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not UTF-8; the message is one line, with the number of the line.
    """
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return ""
    try:
        return data.decode("utf-8-sig")  # editors on Windows may add a byte order mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(_("not UTF-8 (at line {line})").format(line=line)) from error


def _parse(text: str) -> dict[str, Any]:
    """Return the tables of TOML text.

    Raises:
        ValueError: The text is not TOML; the message is one line, with the number of the line.
    """
    import tomllib  # needed only if there is a file

    try:
        return tomllib.loads(text)
    except ValueError as error:
        last = text.rstrip().count("\n") + 1
        message = str(error).replace("at end of document", f"at line {last}, the end of the file")
        raise ValueError(message) from error
    except RecursionError as error:
        raise ValueError(_("arrays or tables nested too deeply")) from error


def _override(settings: Settings, environ: Mapping[str, str]) -> tuple[Settings, list[Problem]]:
    """Return `settings` with the URLs in `environ`, and the problems with those."""
    hn, problems = settings.hn, []
    for variable, name in _URL_VARIABLES.items():
        if value := environ.get(variable):
            try:
                changes: dict[str, Any] = {name: http_url(value)}
            except ValueError as error:
                problems.append(wrong_value(variable, error, value, getattr(hn, name)))
            else:
                hn = replace(hn, **changes)
    return replace(settings, hn=hn), problems


def _with_value(text: str, section: str, name: str, value: str | int | bool | list[str]) -> str:
    """Return TOML `text` with one value set, and comments and blanks unchanged."""
    import tomlkit  # slow to import

    # tomlkit 0.15 joins a new key to a last line that has a dotted key and no line end.
    if text and not text.endswith("\n"):
        text += "\n"
    document: Any = tomlkit.parse(text)
    table = document.setdefault(section, tomlkit.table())
    # Comments and blank lines at a table's end belong to the next one: a new key goes above them.
    body = table.value.body if isinstance(table, tomlkit.items.AbstractTable) else []
    end = []
    while name not in table and body and body[-1][0] is None:
        end.append(body.pop())
    table[name] = value
    body.extend(reversed(end))
    return tomlkit.dumps(document)
