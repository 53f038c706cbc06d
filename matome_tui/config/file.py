"""Reading config.toml, and setting single values in it."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from matome_tui.atomic import write_atomically
from matome_tui.config.checks import http_url
from matome_tui.config.reading import Problem, from_tables, wrong_value
from matome_tui.config.settings import Settings
from matome_tui.files import read_bytes

_URL_VARIABLES = {"MATOME_FIREBASE_URL": "firebase_url", "MATOME_ALGOLIA_URL": "algolia_url"}


def load(path: Path, environ: Mapping[str, str] = os.environ) -> tuple[Settings, list[Problem]]:
    """Return the settings of the file at `path`, and what is wrong in it.

    Without a file everything has its default. A file that cannot be read or parsed is one problem,
    and again everything has its default. The variables `MATOME_FIREBASE_URL` and
    `MATOME_ALGOLIA_URL` of `environ` go before `[hn]`.
    """
    tables: dict[str, Any] = {}
    unreadable = []
    try:
        tables = _parse(_read(path))
    except OSError as error:
        reason = error.strerror or error
        unreadable.append(Problem(path.name, f"cannot be read ({reason}); defaults are used"))
    except ValueError as error:
        unreadable.append(Problem(path.name, f"{error}; defaults are used"))
    settings, wrong = from_tables(tables)
    settings, overridden = _override(settings, environ)
    return settings, unreadable + wrong + overridden


def save_value(path: Path, key: str, value: str | int | bool) -> None:
    """Set one setting in the file at `path`, and leave all else in it as it is.

    The value is not checked. Missing file and folders are made; the write is atomic.

    Args:
        path: The config.toml.
        key: The setting, as "table.name"; dots after the first belong to the name.
        value: What it becomes.

    Raises:
        OSError: The file cannot be read or written.
        ValueError: The file does not parse, or `key` has no place in it. It was not touched.
    """
    text = _read(path)
    expected = _parse(text)
    section, _, name = key.partition(".")
    if not name or not isinstance(expected.setdefault(section, {}), dict):
        raise ValueError(f"{key} cannot be set: {section} is not a table")
    expected[section][name] = value
    changed = _with_value(text, section, name, value)
    # TOML can write a table in many ways; better to refuse one than to spoil the user's file.
    if _parse(changed) != expected:
        raise ValueError(f"{key} cannot be set in this file: edit it by hand")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, changed)


def _read(path: Path) -> str:
    """Return the text of the file at `path`, "" if there is none.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not UTF-8; the message is one line that tells which.
    """
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return ""
    try:
        return data.decode("utf-8-sig")  # some editors on Windows put a byte order mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"not UTF-8 (at line {line})") from error


def _parse(text: str) -> dict[str, Any]:
    """Return the tables of TOML text.

    Raises:
        ValueError: The text is not TOML; the message is one line that tells which.
    """
    import tomllib  # start-up must be quick

    try:
        return tomllib.loads(text)
    except ValueError as error:
        last = text.rstrip().count("\n") + 1
        message = str(error).replace("at end of document", f"at line {last}, the end of the file")
        raise ValueError(message) from error
    except RecursionError as error:
        raise ValueError("arrays or tables too deep in each other") from error


def _override(settings: Settings, environ: Mapping[str, str]) -> tuple[Settings, list[Problem]]:
    """Return `settings` with the addresses that `environ` sets, and what is wrong with those."""
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


def _with_value(text: str, section: str, name: str, value: str | int | bool) -> str:
    """Return TOML `text` with one value set, every comment and blank as it was."""
    import tomlkit  # start-up must be quick

    # tomlkit 0.15 joins a new key to a last line that has dots in its key and no line end.
    if text and not text.endswith("\n"):
        text += "\n"
    document: Any = tomlkit.parse(text)
    table = document.setdefault(section, tomlkit.table())
    # Comments and blank lines at a table's end lead over to the next: a new key goes above them.
    body = table.value.body if isinstance(table, tomlkit.items.AbstractTable) else []
    end = []
    while name not in table and body and body[-1][0] is None:
        end.append(body.pop())
    table[name] = value
    body.extend(reversed(end))
    return tomlkit.dumps(document)
