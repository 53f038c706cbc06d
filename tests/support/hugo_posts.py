"""Posts for the real Hugo."""

from pathlib import Path

from matome_tui.hugo.executable import Hugo, find_hugo

HEAD = "+++\ndate = '2025-08-15T00:00:00'\ntitle = 'A post'\ntags = ['a']\n+++\n\n> A post\n"
TAIL = '\n\n\n\n[back]({{% ref "/posts/" %}})\n'


def real_hugo() -> Hugo:
    """Return the hugo that comes with the test extra."""
    hugo = find_hugo()
    assert hugo, "the test extra brings hugo"
    return hugo


def quote(body: str, author: str = "someone") -> str:
    """Return a quote whose body is written as given."""
    time = "2025/08/15 10:00:00"
    return f'{{{{<matomeQuote body="{body}" userName="{author}" createdAt="{time}" color="">}}}}'


def post(*blocks: str, metadata: str = HEAD) -> str:
    """Return a post of these blocks."""
    return "\n\n\n\n\n".join([metadata, *blocks]) + TAIL


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder with what they hold."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
