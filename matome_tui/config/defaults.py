"""The text of a config.toml that has every setting, as a comment, with its default."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from textwrap import wrap
from typing import Any

from matome_tui.config.settings import OwnSettings, Settings, settings_of
from matome_tui.core.draft.post_options import IMPLIED, PostOptions
from matome_tui.i18n import _

_WIDTH = 78


def default_text() -> str:
    """Return the text; without the signs of comments it is a configuration of defaults."""
    settings = Settings()
    lines: list[str] = []
    for table in fields(settings):
        lines += _help(table)
        value = getattr(settings, table.name)
        if table.name == "sites":
            folder = fields(OwnSettings)[0]
            lines += ["#[[sites]]", *_help(folder), '#folder = ""', ""]
        elif isinstance(value, tuple):
            for entry in value:
                lines += [f"#[[{table.name}]]", *_settings(entry), ""]
        else:
            lines += [f"#[{table.name}]", *_settings(value), ""]
    return "\n".join(lines)


def _help(item: Field[Any]) -> list[str]:
    description: str = item.metadata["help"]
    return _comment(_(description))


def _settings(table: object) -> Iterator[str]:
    if not is_dataclass(table) or isinstance(table, type):
        return
    for name, setting in settings_of(type(table)).items():
        yield from _comment(_(setting.help))
        yield f"#{name} = {toml(getattr(table, name))}"
        if isinstance(table, PostOptions) and name in IMPLIED:
            yield f"# 'blockquote': {toml(IMPLIED[name])}"


def toml(value: object) -> str:
    """Return the default of a setting as TOML."""
    if isinstance(value, Mapping):
        return "{}"
    return json.dumps(value, ensure_ascii=False)


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, _WIDTH, break_on_hyphens=False)]
