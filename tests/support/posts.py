"""Posts in the site of a test."""

from pathlib import Path

import tomlkit

from tests.support.files import write

ITEM = "https://news.ycombinator.com/item?id={}"


def post(thread: int = 0, **values: object) -> str:
    """Return a post with this front matter that quotes a thread; 0 for none."""
    url = ITEM.format(thread)
    source = f"\n> Title\n\n引用元：[{url}]({url})\n" if thread else ""
    return f"+++\n{tomlkit.dumps(values)}+++\n{source}"


def add_posts(site: Path, *posts: str) -> None:
    """Add posts to a site's content, in folders named p1, p2 and so on."""
    folder = site / "content" / "posts"
    write(folder, {f"p{number}/index.md": text for number, text in enumerate(posts, start=1)})
