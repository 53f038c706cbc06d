"""What can be set: the tables of config.toml as typed, immutable values.

`setting` puts a setting's default, check and help in one place, a field of a dataclass.
`POST_SETTINGS` adds checks and help to the fields of `PostOptions`, which the core defines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, get_args

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
from matome_tui.core.draft.post_options import Format, PostOptions, Style
from matome_tui.i18n import N_

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting's check, which returns the value or raises ValueError, and its help."""

    check: Callable[[object], Any]
    help: str


def setting(default: T, check: Callable[[object], T], meaning: str) -> T:
    """Return a dataclass field with a `default`, a `check` and a `meaning` for people."""
    return field(default=default, metadata={"check": check, "help": meaning})


def settings_of(table: "type[DataclassInstance]") -> Mapping[str, Setting]:
    """Return the settings of a table of config.toml, given its dataclass."""
    if table is PostOptions:
        return POST_SETTINGS
    return {
        item.name: Setting(item.metadata["check"], item.metadata["help"]) for item in fields(table)
    }


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


POST_SETTINGS: Mapping[str, Setting] = {
    "format": Setting(
        one_of(*get_args(Format)),
        N_("How quotes are written: 'matome' with its shortcode, 'blockquote' in plain Markdown."),
    ),
    "path": Setting(
        path_pattern, N_("Path of a post in the site; fields: year, month, day, date, slug, id.")
    ),
    "slug_words": Setting(
        whole_number(1, 50), N_("Number of words of the title in the post's path.")
    ),
    "date": Setting(
        one_of("story", "today"), N_("Date that a new post starts with: the story's or today's.")
    ),
    "time_zone": Setting(time_zone, N_("Time zone of the quotes' times.")),
    "group_size": Setting(
        whole_number(1, 1000), N_("Number of quotes above the first section, and in each section.")
    ),
    "source_line": Setting(source_line, N_("Line that links to the thread; {url} is its address.")),
    "section_summary": Setting(one_line, N_("Summary of a section; {n} is its number.")),
    "tail": Setting(one_line, N_("Last line of a post; may be empty.")),
    "ids": Setting(boolean, N_("Give each quote the id of its comment.")),
    "front_matter": Setting(front_matter_keys, N_("Keys of a new post's front matter, in order.")),
    "extra": Setting(
        front_matter_values, N_("Further keys of the front matter, with their values.")
    ),
    "style": Setting(
        one_of(*get_args(Style)),
        N_(
            "How quotation marks, angle brackets and backslashes are written: 'typographic' in "
            "curly or full-width forms, 'exact' as they are."
        ),
    ),
    "ellipsis": Setting(text, N_("Text that joins the parts of an excerpt.")),
}
"""`[post]`: the fields of `PostOptions` that can be set."""


@dataclass(frozen=True, slots=True)
class SitePosts:
    """`[[sites]]`: options of posts on one of several sites.

    Attributes:
        folder: The site's folder.
        post: The options of `[post]`, with the site's own values.
    """

    folder: str
    post: PostOptions


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
    post: PostOptions = field(
        default_factory=PostOptions, metadata={"help": "How posts are written."}
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

    def post_on(self, site: Path | None) -> PostOptions:
        """Return the options of posts on a site, or without a site those of `[post]`."""
        wanted = site and site.expanduser().absolute()
        own = (o.post for o in self.sites if Path(o.folder).absolute() == wanted)
        return next(own, self.post)
