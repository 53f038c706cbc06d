"""The README's tables of settings: `python -m tests.settings` writes them."""

import re
from collections.abc import Iterator
from dataclasses import Field, fields, is_dataclass
from typing import Any

from matome_tui.config.defaults import toml
from matome_tui.config.settings import OwnSettings, Settings, settings_of
from matome_tui.core.draft.post_options import IMPLIED, PostOptions
from tests.keys import README

_TABLES = re.compile(r"(<!-- settings: .*? -->\n).*?(<!-- end of settings -->)", re.DOTALL)
_BRACKETS = {"sites": "[[sites]]", "colors": "[[colors]]"}


def tables() -> str:
    """Return a table for each table of config.toml, as Markdown."""
    lines: list[str] = []
    settings = Settings()
    for item in fields(settings):
        name = _BRACKETS.get(item.name, f"[{item.name}]")
        lines += [f"**`{name}`** {item.metadata['help']}", ""]
        if rows := list(_rows(item, getattr(settings, item.name))):
            lines += ["| setting | default | |", "| --- | --- | --- |", *rows, ""]
    return "\n".join(lines)


def with_tables(readme: str) -> str:
    """Return the README with the tables up to date."""
    return _TABLES.sub(lambda match: f"{match[1]}{tables()}\n{match[2]}", readme)


def _rows(table: "Field[Any]", value: Any) -> Iterator[str]:
    if table.name == "sites":
        folder = fields(OwnSettings)[0]
        yield f"| `folder` | | {folder.metadata['help']} |"
        for other in ("post", "editor"):
            yield f"| those of `[{other}]` | those of `[{other}]` | |"
        return
    entry = value[0] if isinstance(value, tuple) else value
    if is_dataclass(entry) and not isinstance(entry, type):
        for name, setting in settings_of(type(entry)).items():
            default = f"`{toml(getattr(entry, name))}`"
            if isinstance(entry, PostOptions) and name in IMPLIED:
                default += f"; in `blockquote` `{toml(IMPLIED[name])}`"
            yield f"| `{name}` | {default} | {setting.help} |"


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
