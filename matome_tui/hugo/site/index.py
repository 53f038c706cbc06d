"""What a site's posts have used, read from the heads of their files alone."""

import os
import posixpath
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matome_tui.core.address import find_linked_thread
from matome_tui.files import MOST_BYTES, open_bytes
from matome_tui.hugo.post.encode import case_variants
from matome_tui.hugo.post.front_matter import read_yaml
from matome_tui.hugo.site.site import Site, images

_HEAD = 8192
"""Bytes that hold nearly every front matter, and the source line after it."""

_THUMBNAILS = "thumbnails"

_FENCE = re.compile(rb"(?:\xef\xbb\xbf)?(?P<fence>\+\+\+|---)[ \t\r]*\n")
_FRONT_MATTER = re.compile(_FENCE.pattern + rb"(?P<inner>.*?)^(?P=fence)", re.DOTALL | re.MULTILINE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_QUOTE = re.compile(rb"\{\{<\s*(?:matomeQuote|details)\b")


@dataclass(frozen=True, slots=True)
class IndexedPost:
    """What the head of a post says.

    Attributes:
        path: Its file.
        date: `YYYY-MM-DD`; empty where it has none.
        title: Empty where it has none.
        tags: As spelt.
        image: The value of `featureimage`; empty for none.
        thread: Hacker News' id of the thread that it quotes, if it links to one.
    """

    path: Path
    date: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class SiteImage:
    """An image that posts can have.

    Attributes:
        name: As `featureimage` has it.
        path: Its file.
        last_used: The date of the newest post that has it; empty for none.
    """

    name: str
    path: Path
    last_used: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What a site's posts have used.

    Attributes:
        site: The site.
        posts: The newest first.
        tags: How many posts have each tag, as spelt.
        images: The one used longest ago first; those from folders that posts take their images
            from before the rest.
        threads: The posts of each thread, the newest first.
    """

    site: Site
    posts: tuple[IndexedPost, ...]
    tags: Counter[str]
    images: tuple[SiteImage, ...]
    threads: Mapping[int, Sequence[IndexedPost]]

    def variants(self, tags: Iterable[str]) -> dict[str, str]:
        """Return the more usual spelling of those of `tags` that are one page with another tag.

        The other may be on the site or among `tags` itself.
        """
        chosen = tuple(tags)
        usual = {
            tag: max(group, key=lambda spelt: self.tags[spelt])
            for group in case_variants([*chosen, *self.tags])
            for tag in group
        }
        return {tag: usual[tag] for tag in chosen if usual.get(tag, tag) != tag}


def read_index(site: Site) -> Index:
    """Read a site's posts. One that does not parse, or can not be read, is passed over."""
    found = (_read(path) for path in _pages(site.places.roots))
    posts = sorted((post for post in found if post), key=lambda post: post.date, reverse=True)
    threads: dict[int, list[IndexedPost]] = {}
    for post in posts:
        if post.thread is not None:
            threads.setdefault(post.thread, []).append(post)
    tags = Counter(tag for post in posts for tag in dict.fromkeys(post.tags))
    return Index(site, tuple(posts), tags, _images(site, posts), threads)


def _images(site: Site, posts: Iterable[IndexedPost]) -> tuple[SiteImage, ...]:
    newest_last = sorted((post for post in posts if post.image), key=lambda post: post.date)
    used = {post.image: post.date for post in newest_last}
    dates = {name.lstrip("/"): date for name, date in used.items()}
    homes = {_THUMBNAILS, *map(posixpath.dirname, dates)}
    static = site.root / "static"
    in_static = set(images(static))
    paths = {name: static / bare for name in used if (bare := name.lstrip("/")) in in_static}
    paths |= {name: site.assets_dir / name for name in images(site.assets_dir)}

    def place(image: SiteImage) -> tuple[bool, str, str]:
        is_elsewhere = posixpath.dirname(image.name.lstrip("/")) not in homes
        return is_elsewhere, image.last_used, image.name

    found = (SiteImage(name, paths[name], dates.get(name.lstrip("/"), "")) for name in paths)
    return tuple(sorted(found, key=place))


def _pages(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        for folder, _, names in os.walk(root):
            yield from (Path(folder, name) for name in names if name.endswith(".md"))


def _read(path: Path) -> IndexedPost | None:
    """Return what the head of a post says; None where it has none that can be read."""
    try:
        with open_bytes(path) as file:
            text = file.read(_HEAD)
            if _FENCE.match(text) and not _FRONT_MATTER.match(text):
                text += file.read(MOST_BYTES)
        match = _FRONT_MATTER.match(text)
        values = _values(match) if match else None
    except (OSError, ValueError, RecursionError):  # old versions of tomllib set no limit to nesting
        return None
    if match is None or values is None:
        return None
    date, tags = str(values.get("date", ""))[:10], values.get("tags", [])
    return IndexedPost(
        path,
        date if _DAY.fullmatch(date) else "",
        str(values.get("title", "")),
        tuple(str(tag) for tag in (tags if isinstance(tags, list) else [tags]) if tag),
        str(values.get("featureimage", "")),
        _thread(text[match.end() :]),
    )


def _values(match: re.Match[bytes]) -> Mapping[str, Any]:
    text = match["inner"].decode()
    return tomllib.loads(text) if match["fence"] == b"+++" else read_yaml(text)


def _thread(body: bytes) -> int | None:
    """Return the thread that a link before the first quote leads to."""
    quote = _QUOTE.search(body)
    # What was read of the file may end within an address.
    end = quote.start() if quote else max(map(body.rfind, (b"\n", b")"))) + 1
    return find_linked_thread(body[:end].decode("utf-8", "replace"))
