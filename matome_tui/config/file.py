"""The file config.toml: loading settings from it, and saving single values and sites."""

import os
from collections.abc import Callable, Iterable, Mapping
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
        message = message.format(reason=error.strerror or error)
        unreadable.append(Problem(path.name, message, is_unreadable=True))
    except ValueError as error:
        message = _("{reason}; defaults are used")
        message = message.format(reason=error)
        unreadable.append(Problem(path.name, message, is_unreadable=True))
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
    section, __, name = key.partition(".")

    def change(tables: dict[str, Any]) -> None:
        if not name or not isinstance(tables.setdefault(section, {}), dict):
            message = _("{key} cannot be set: {table} is not a table")
            raise ValueError(message.format(key=key, table=section))
        tables[section][name] = value

    _edit(path, key, change, lambda text: _with_value(text, section, name, value))


def save_site(path: Path, folder: Path, values: Mapping[str, Any]) -> None:
    """Set settings of one site under `[[sites]]` in the file at `path`, like `save_value`.

    Args:
        path: The config.toml.
        folder: The site's folder, absolute; a site that the file does not have is added.
        values: The values by setting.

    Raises:
        OSError, ValueError: As `save_value`.
    """
    values = {name: _plain(value) for name, value in values.items()}
    at: int | None = None

    def change(tables: dict[str, Any]) -> None:
        nonlocal at
        sites = tables.setdefault("sites", [])
        if not isinstance(sites, list) or not all(isinstance(site, dict) for site in sites):
            raise ValueError(_("sites is not a list of [[sites]] tables: edit it by hand"))
        named = (number for number, site in enumerate(sites) if _is_of(site, folder))
        at = next(named, None)
        if at is None:
            sites.append({"folder": str(folder), **values})
        else:
            sites[at].update(values)

    _edit(path, "sites", change, lambda text: _with_site(text, at, folder, values))


def site_settings(path: Path, folder: Path) -> set[str]:
    """Return the names of the settings that the file at `path` has for a site, if it parses."""
    try:
        sites = _parse(_read(path)).get("sites")
    except (OSError, ValueError):  # reported by `load`
        return set()
    tables = [site for site in (sites if isinstance(sites, list) else []) if isinstance(site, dict)]
    return {name for site in tables if _is_of(site, folder) for name in site}


def _edit(
    path: Path, key: str, change: Callable[[dict[str, Any]], None], write: Callable[[str], str]
) -> None:
    """Change the file at `path`, if that changes nothing but what is meant.

    Args:
        path: The config.toml.
        key: What is set, for the message if that fails.
        change: Makes the change in the parsed tables. May raise ValueError.
        write: Returns the text with the change.
    """
    text = _read(path)
    try:
        expected = _parse(text)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    change(expected)
    changed = write(text)
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):
        changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
    # TOML has many forms of tables; refusing a rare one is better than corrupting the file.
    if _parse(changed) != expected:
        raise ValueError(_("{key} cannot be set in this file: edit it by hand").format(key=key))
    make_folder(path.parent)
    write_atomically(path, changed)


def _plain(value: Any) -> Any:
    """Return a value with the types that TOML is parsed to."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _is_of(site: Mapping[str, object], folder: Path) -> bool:
    """Return whether a `[[sites]]` table is that of a folder."""
    named = site.get("folder")
    try:
        return isinstance(named, str) and Path(named).expanduser().absolute() == folder
    except RuntimeError:  # the home of an unknown user
        return False


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

    document = _document(text)
    table = document.setdefault(section, tomlkit.table())
    _set(table, {name: value})
    return tomlkit.dumps(document)


def _with_site(text: str, at: int | None, folder: Path, values: Mapping[str, Any]) -> str:
    """Return TOML `text` with values of the site at that place set, or of a new site."""
    import tomlkit

    document = _document(text)
    written = {name: _inline(value) for name, value in values.items()}
    if at is not None:
        _set(document["sites"][at], written)
        return tomlkit.dumps(document)
    new = tomlkit.table()
    new.update({"folder": str(folder), **written})
    sites = document.setdefault("sites", tomlkit.aot())
    if not isinstance(sites, tomlkit.items.AoT):
        raise ValueError(_("sites is not a list of [[sites]] tables: edit it by hand"))  # noqa: TRY004
    if not sites:
        text += "" if text.endswith("\n") or not text else "\n"
        text += "" if text.endswith("\n\n") or not text.strip() else "\n"
        return text + tomlkit.dumps({"sites": [new]})
    new.value.body.extend(_take_end(sites[-1]))
    sites[-1].add(tomlkit.nl())
    sites.append(new)
    return tomlkit.dumps(document)


def _inline(value: Any) -> Any:
    """Return a value as TOML has it on one line."""
    import tomlkit

    if not isinstance(value, Mapping):
        return value
    table = tomlkit.inline_table()
    table.update({key: _inline(item) for key, item in value.items()})
    return table


def _document(text: str) -> Any:
    import tomlkit

    # tomlkit 0.15 joins a new key to a last line that has a dotted key and no line end.
    return tomlkit.parse(text if text.endswith("\n") or not text else text + "\n")


def _set(table: Any, values: Mapping[str, Any]) -> None:
    """Set values of a table; new keys go above the comments at its end."""
    end = _take_end(table) if any(name not in table for name in values) else []
    table.update(values)
    if end:
        table.value.body.extend(end)


def _take_end(table: Any) -> list[Any]:
    """Remove the comments and blank lines at the end of a table, which belong to the next one."""
    import tomlkit

    body = table.value.body if isinstance(table, tomlkit.items.AbstractTable) else []
    end: list[Any] = []
    while body and body[-1][0] is None:
        end.append(body.pop())
    return end[::-1]
