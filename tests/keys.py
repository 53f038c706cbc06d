"""Generator of the README's table of keys: `python -m tests.keys`."""

import re
from pathlib import Path

from matome_tui.ui.commands import GROUP_TITLES, keys_of, of_group

README = Path(__file__).parents[1] / "README.md"
_TABLE = re.compile(r"(<!-- keys: .*? -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def table() -> str:
    """Return the table of all commands as Markdown."""
    lines: list[str] = []
    for group, title in GROUP_TITLES.items():
        lines += [f"**{title}**", "", "| Keys | Command | Id |", "| --- | --- | --- |"]
        for command in of_group(group):
            keys = " ".join(f"`{key}`" for key in keys_of(command, {}).split())
            lines.append(f"| {keys} | {command.shown_title()} | `{command.id}` |")
        lines.append("")
    return "\n".join(lines)


def with_table(readme: str) -> str:
    """Return the README with the current table."""
    return _TABLE.sub(lambda match: f"{match[1]}{table()}\n{match[2]}", readme)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
