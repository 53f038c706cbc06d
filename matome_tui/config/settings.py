"""What can be set: the tables of config.toml as typed, immutable values.

`setting` puts a setting's default, check and meaning in one place; check and meaning are in the
metadata of the dataclass field, as "check" and "help".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar

from matome_tui.config.checks import (
    boolean,
    folder,
    front_matter_keys,
    front_matter_values,
    hex_color,
    http_url,
    one_line,
    one_of,
    path_pattern,
    source_line,
    text,
    time_zone,
    whole_number,
)

T = TypeVar("T")


def setting(default: T, check: Callable[[object], T], meaning: str) -> T:
    """Return a dataclass field with a `default`, a `check` and a `meaning` for people."""
    return field(default=default, metadata={"check": check, "help": meaning})


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """`[site]`."""

    path: str = setting("", folder, "Folder of the Hugo site; ~ is your home. Empty: not set.")


@dataclass(frozen=True, slots=True)
class HnSettings:
    """`[hn]`."""

    firebase_url: str = setting(
        "https://hacker-news.firebaseio.com/v0", http_url, "Address of the official API."
    )
    algolia_url: str = setting(
        "https://hn.algolia.com/api/v1", http_url, "Address of the search API by Algolia."
    )
    live: bool = setting(True, boolean, "Watch the open thread for new comments.")
    offline_megabytes: int = setting(
        500, whole_number(0, 1_000_000), "Room for threads kept for reading offline, in megabytes."
    )


@dataclass(frozen=True, slots=True)
class PostSettings:
    """`[post]`."""

    format: Literal["matome", "blockquote"] = setting(
        "matome",
        one_of("matome", "blockquote"),
        "How quotes are written: 'matome' with its shortcode, 'blockquote' in plain Markdown.",
    )
    path: str = setting(
        "content/posts/{year}_{month}/{date}_{slug}/index.md",
        path_pattern,
        "Where in the site a post goes; fields: year, month, day, date, slug, id.",
    )
    slug_words: int = setting(8, whole_number(1, 50), "Words of the title in the post's address.")
    date: Literal["story", "today"] = setting(
        "story", one_of("story", "today"), "The date that a new post starts with."
    )
    time_zone: str = setting("UTC", time_zone, "Time zone of the quotes' times.")
    group_size: int = setting(30, whole_number(1, 1000), "Quotes that stand open, and in a fold.")
    source_line: str = setting(
        "引用元：[{url}]({url})", source_line, "The line that names the thread."
    )
    section_summary: str = setting(
        "もっとコメントを表示（{n}）", one_line, "What a fold shows; {n} is its number."
    )
    tail: str = setting(
        '[記事一覧へ]({{% ref "/posts/" %}})', one_line, "The last line; may be empty."
    )
    ids: bool = setting(False, boolean, "Give each quote the id of its comment.")
    front_matter: tuple[str, ...] = setting(
        ("date", "months", "draft", "title", "tags", "featureimage"),
        front_matter_keys,
        "The keys of a new post's front matter, in their order.",
    )
    extra: tuple[tuple[str, object], ...] = setting(
        (), front_matter_values, "Keys of your own for the front matter, with their values."
    )
    style: Literal["typographic", "exact"] = setting(
        "typographic",
        one_of("typographic", "exact"),
        "How quotes, angle brackets and backslashes are written: 'typographic' gives them "
        "full-width or curly forms, 'exact' keeps them.",
    )
    ellipsis: str = setting(" … ", text, "What stands for what an excerpt leaves out.")


@dataclass(frozen=True, slots=True)
class SitePosts:
    """`[[sites]]`: what is different on one of several sites.

    Attributes:
        folder: The site's folder.
        post: What `[post]` says, with the site's own values in place.
    """

    folder: str
    post: PostSettings


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """`[editor]`."""

    target: int = setting(
        200, whole_number(1, 100_000), "Characters that the text of a clip should not go beyond."
    )
    language: str = setting(
        "ja", one_of("ja", ""), "What clips are written in: 'ja' tells of those without Japanese."
    )


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`[reader]`."""

    measure: int = setting(100, whole_number(40, 300), "Longest line of a comment, in cells.")
    ascii: bool = setting(
        False, boolean, "Draw with ASCII only, for terminals that draw other signs too wide."
    )


@dataclass(frozen=True, slots=True)
class UiSettings:
    """`[ui]`."""

    theme: str = setting("textual-dark", text, "Name of the colour theme.")


@dataclass(frozen=True, slots=True)
class Color:
    """`[[colors]]`: a colour to mark comments in."""

    name: str = setting("", text, "What the colour is called.")
    value: str = setting("", hex_color, "The colour as '#rrggbb'; it goes into the post.")
    meaning: str = setting("", text, "What you mark with it, if you like.")


DEFAULT_COLORS = (
    Color("aqua", "#38d3d3"),
    Color("orange", "#ff5733"),
    Color("green", "#45d325"),
    Color("violet", "#785bff"),
    Color("pink", "#ff33a1"),
    Color("red", "#ff5c5c"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one field a table of config.toml."""

    site: SiteSettings = field(
        default_factory=SiteSettings, metadata={"help": "The Hugo site that posts are saved in."}
    )
    hn: HnSettings = field(
        default_factory=HnSettings, metadata={"help": "Where Hacker News is read from."}
    )
    post: PostSettings = field(
        default_factory=PostSettings, metadata={"help": "How posts are written."}
    )
    sites: tuple[SitePosts, ...] = field(
        default=(),
        metadata={"help": "Sites, by folder, with settings of [post] that differ there."},
    )
    editor: EditorSettings = field(
        default_factory=EditorSettings, metadata={"help": "How the text of clips is looked at."}
    )
    reader: ReaderSettings = field(
        default_factory=ReaderSettings, metadata={"help": "How threads are shown."}
    )
    ui: UiSettings = field(default_factory=UiSettings, metadata={"help": "How the program looks."})
    colors: tuple[Color, ...] = field(
        default=DEFAULT_COLORS, metadata={"help": "The colours of the keys 1 to 6, in order."}
    )
    keys: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata={"help": "Keys by command: a key such as 'j', or several, 'j,down'."},
    )

    def post_on(self, site: Path | None) -> PostSettings:
        """Return how posts are written on a site; None for none in particular."""
        wanted = site and site.expanduser().absolute()
        own = (o.post for o in self.sites if Path(o.folder).absolute() == wanted)
        return next(own, self.post)
