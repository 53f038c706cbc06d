"""Generator of the README's tables of keys: `python -m tests.keys`."""

import re
from pathlib import Path

from matome_tui.ui.commands import GROUP_TITLES, Command, find, keys_of, of_group
from tests.support.languages import spoken

README = Path(__file__).parents[1] / "README.md"
_TABLE = re.compile(r"(<!-- keys: .*? -->\n).*?(<!-- end of keys -->)", re.DOTALL)
_JAPANESE = re.compile(r"(<!-- 主なキー: .*? -->\n).*?(<!-- end of 主なキー -->)", re.DOTALL)
_MAIN = (
    *("thread.next", "thread.previous", "thread.next_sibling", "thread.next_root"),
    *("thread.enter", "thread.leave", "thread.fold", "search.start", "search.filter"),
    *("assist.rendering", "assist.reading", "clips.article"),
    *("clips.mark", "clips.mark_branch", "clips.edit", "clips.excerpt", "clips.undo", "clips.redo"),
    *("clips.tray", "tray.earlier", "tray.later", "tray.heading", "tray.remark", "tray.section"),
    *("tray.remove", "clips.link", "clips.post", "clips.save", "clips.preview", "clips.refresh"),
    *("post.publish", "everywhere.drafts", "everywhere.palette", "everywhere.help"),
    *("everywhere.back", "everywhere.quit"),
)
"""Commands in the short table of the Japanese section."""


def table() -> str:
    """Return the table of all commands as Markdown."""
    lines: list[str] = []
    for group, title in GROUP_TITLES.items():
        lines += [f"**{title}**", "", "| Keys | Command | Id |", "| --- | --- | --- |"]
        for command in of_group(group):
            lines.append(f"| {_keys(command)} | {command.shown_title()} | `{command.id}` |")
        lines.append("")
    return "\n".join(lines)


def japanese_table() -> str:
    """Return the table of the main commands in Japanese as Markdown."""
    with spoken("ja"):
        rows = [f"| {_keys(command)} | {command.shown_title()} |" for command in map(find, _MAIN)]
    return "\n".join(["", "| キー | 操作 |", "| --- | --- |", *rows, ""])


def with_table(readme: str) -> str:
    """Return the README with the current tables."""
    readme = _TABLE.sub(lambda match: f"{match[1]}{table()}\n{match[2]}", readme)
    return _JAPANESE.sub(lambda match: f"{match[1]}{japanese_table()}\n{match[2]}", readme)


def _keys(command: Command) -> str:
    return " ".join(f"`{key}`" for key in keys_of(command, {}).split())


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
