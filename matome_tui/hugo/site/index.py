"""Index of a site's posts: their threads, tags and images, read from the front matter."""

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matome_tui.core.address import find_linked_thread
from matome_tui.files import MAX_BYTES, open_regular
from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.post.front_matter.document import FENCE, JSON_START, find
from matome_tui.hugo.post.location import DAY
from matome_tui.hugo.post.tags import variant_groups
from matome_tui.hugo.site.site import Site, images

_HEAD = 8192
"""Bytes that hold nearly every front matter and the source line after it."""

_THUMBNAILS = "thumbnails"

_QUOTE = re.compile(r"\{\{<\s*(?:matomeQuote|details)\b")


@dataclass(frozen=True, slots=True)
class IndexedPost:
    """The front matter of a post and the thread it quotes.

    Attributes:
        path: Its file.
        date: `YYYY-MM-DD`; empty for none.
        title: Empty for none.
        tags: As spelt.
        image: As front matter names it; empty for none.
        thread: Hacker News' id of the quoted thread, if the post names one.
    """

    path: Path
    date: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class SiteImage:
    """An image for posts.

    Attributes:
        name: As front matter names it.
        path: Its file.
        last_used: The date of the newest post with it; empty for none.
    """

    name: str
    path: Path
    last_used: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """The posts of a site, and their tags, images and threads.

    Attributes:
        site: The site.
        posts: Newest first.
        tags: Number of posts with each tag, as spelt.
        images: Least recently used first; images in the folders of used images precede the rest.
        threads: The posts of each thread, newest first.
    """

    site: Site
    posts: tuple[IndexedPost, ...]
    tags: Counter[str]
    images: tuple[SiteImage, ...]
    threads: Mapping[int, Sequence[IndexedPost]]

    def variants(self, tags: Iterable[str], *, same_kana: bool = False) -> dict[str, str]:
        """Return the most used spelling of each of `tags` that is a rarer variant of another tag.

        The other tag may be on the site or among `tags`. See `fold` for `same_kana`.
        """
        chosen = tuple(tags)
        usual = {
            tag: max(group, key=lambda spelt: self.tags[spelt])
            for group in variant_groups([*chosen, *self.tags], same_kana=same_kana)
            for tag in group
        }
        return {tag: usual[tag] for tag in chosen if usual.get(tag, tag) != tag}


def read_index(site: Site) -> Index:
    """Read the posts of a site. Posts that cannot be read or parsed are skipped."""
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
    """Return the index entry of a post; None if its front matter cannot be read."""
    try:
        with open(path, "rb", opener=open_regular) as file:
            head = file.read(_HEAD)
            text = head.decode("utf-8", "surrogateescape")
            found = find(text)
            if not found and (FENCE.match(text) or JSON_START.match(text)):
                text = (head + file.read(MAX_BYTES)).decode("utf-8", "surrogateescape")
                found = find(text)
        if found is None:
            return None
        found.source.encode()  # bytes that are not UTF-8 raise ValueError
        values = found.values()
    except (OSError, ValueError):
        return None
    date = page.day(values)
    return IndexedPost(
        path,
        date if DAY.fullmatch(date) else "",
        page.title(values),
        tuple(page.tags(values)),
        page.image(values),
        _thread(text[len(found.source) :]),
    )


def _thread(body: str) -> int | None:
    """Return the thread of the first address of one before the first quote."""
    quote = _QUOTE.search(body)
    # The part of the file that was read may end within an address.
    end = quote.start() if quote else max(map(body.rfind, ("\n", ")"))) + 1
    return find_linked_thread(body[:end])
