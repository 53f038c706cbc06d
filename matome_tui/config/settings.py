"""Settings of config.toml: checks and descriptions of all, defaults of all but those of posts.

`setting` keeps default, check and description of a setting together; `POST_SETTINGS` adds checks
and descriptions to `PostOptions`, which the core defines. Descriptions are translated when shown,
and make the table of settings in the README.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, get_args

from matome_tui.config.checks import (
    attribution,
    boolean,
    command_line,
    contact,
    file_path,
    folder,
    front_matter_date,
    front_matter_keys,
    front_matter_values,
    hex_color,
    hosts,
    http_url,
    language,
    one_line,
    one_of,
    path_pattern,
    pattern,
    service_url,
    source_line,
    text,
    text_by_text,
    time_zone,
    user_names,
    variable_name,
    whole_number,
    words,
)
from matome_tui.core.draft.post_options import Format, FrontMatterFormat, PostOptions, Style
from matome_tui.i18n import N_

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")


class Setting(NamedTuple):
    """A setting of a table of config.toml.

    Attributes:
        check: Returns the value or raises ValueError.
        help: Describes it to the user.
        is_private: Whether a wrong value is not shown, as it may be a key put into the wrong place.
    """

    check: Callable[[object], Any]
    help: str
    is_private: bool = False


def setting(
    default: T, check: Callable[[object], T], description: str, *, is_private: bool = False
) -> T:
    """Return a dataclass field with a default and the attributes of a `Setting`."""
    metadata = {"check": check, "help": description, "is_private": is_private}
    if isinstance(default, Mapping):  # dataclasses take no default that cannot be hashed
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


def settings_of(table: "type[DataclassInstance]") -> Mapping[str, Setting]:
    """Return the settings of a table of config.toml, given its dataclass."""
    if table is PostOptions:
        return POST_SETTINGS
    return {item.name: Setting(**item.metadata) for item in fields(table)}


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """`[site]`."""

    path: str = setting(
        "", folder, N_("Folder of the Hugo site; ~ is your home folder. Empty: not set.")
    )


@dataclass(frozen=True, slots=True)
class HnSettings:
    """`[hn]`."""

    firebase_url: str = setting(
        "https://hacker-news.firebaseio.com/v0", http_url, N_("URL of the official API.")
    )
    algolia_url: str = setting(
        "https://hn.algolia.com/api/v1", http_url, N_("URL of Algolia's search API.")
    )
    pages_url: str = setting(
        "https://news.ycombinator.com", http_url, N_("URL of the site's own pages.")
    )
    pages: bool = setting(
        True, boolean, N_("Load the site's page of an opened thread: it has the order at once.")
    )
    prefetch: bool = setting(
        True, boolean, N_("Load the thread of a story when the cursor has moved to it and rests.")
    )
    contact: str = setting(
        "",
        contact,
        N_("Your mail address or URL, sent with the program's name. Empty: not sent."),
    )
    live: bool = setting(True, boolean, N_("Watch the open thread for new comments."))
    offline_megabytes: int = setting(
        500, whole_number(0, 1_000_000), N_("Megabytes for threads stored for offline reading.")
    )


POST_SETTINGS: Mapping[str, Setting] = {
    "format": Setting(
        one_of(*get_args(Format)),
        N_(
            "How quotes are written: 'matome' with a shortcode, 'blockquote' in plain Markdown, "
            "which has other defaults."
        ),
    ),
    "path": Setting(
        path_pattern, N_("Path of a post in the site; fields: year, month, day, date, slug, id.")
    ),
    "slug_words": Setting(
        whole_number(1, 50), N_("Maximum number of title words in a post's slug.")
    ),
    "slug_separator": Setting(one_of("_", "-"), N_("What joins the words of a slug.")),
    "date": Setting(
        one_of("story", "today"), N_("Date of a new post: of its 'story', or 'today'.")
    ),
    "time_zone": Setting(
        time_zone, N_("Time zone of the times in quotes and of the date in front matter.")
    ),
    "group_size": Setting(
        whole_number(1, 1000),
        N_("Number of quotes before the first section, and in each automatic section."),
    ),
    "title_line": Setting(boolean, N_("Repeat the title above the source line.")),
    "source_line": Setting(source_line, N_("Line that links to the thread.")),
    "section_summary": Setting(one_line, N_("Summary of a section; field: n, its number.")),
    "tail": Setting(one_line, N_("Last line of a post. Empty: none.")),
    "blank_lines": Setting(
        whole_number(1, 10), N_("Number of blank lines between the parts of a new post.")
    ),
    "attribution": Setting(
        attribution,
        N_(
            "Last line of a quote in the format 'blockquote'; fields: author, url, date, as "
            "'date:' with directives of strftime."
        ),
    ),
    "ids": Setting(boolean, N_("Give each quote the id of its comment.")),
    "archetypes": Setting(
        one_of("section", "any", "none"),
        N_(
            "Archetypes that new posts start from: of the 'section', 'any' (without one of the "
            "section default.md), or 'none'."
        ),
    ),
    "front_matter": Setting(
        front_matter_keys,
        N_(
            "Keys of a new post's front matter, in order; that of the image is the theme's, such "
            "as 'cover.image'."
        ),
    ),
    "front_matter_format": Setting(
        one_of(*get_args(FrontMatterFormat)),
        N_("Format of a new post's front matter, unless an archetype gives it."),
    ),
    "date_format": Setting(
        front_matter_date,
        N_(
            "Date in front matter, with directives of strftime. Empty: in the archetype's form, "
            "or without an archetype the day, as 2025-01-31."
        ),
    ),
    "quoted_date": Setting(boolean, N_("Write the date in front matter in quotation marks.")),
    "extra": Setting(
        front_matter_values, N_("Your own front matter for new posts: keys and values.")
    ),
    "style": Setting(
        one_of(*get_args(Style)),
        N_(
            "How quotes, angle brackets and backslashes are written: 'typographic' replaces them "
            "with curly or full-width forms, 'exact' keeps them."
        ),
    ),
    "ellipsis": Setting(text, N_("Replaces the parts that an excerpt leaves out.")),
}
"""`[post]`: the fields of `PostOptions` that can be set."""


@dataclass(frozen=True, slots=True)
class SitePosts:
    """`[[sites]]`: options of posts for one site.

    Attributes:
        folder: The site's folder.
        post: The options of `[post]`, with the site's own values.
    """

    folder: str = setting("", folder, N_("Folder of the site."))
    post: PostOptions = field(default_factory=PostOptions)


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """`[publish]`."""

    message: str = setting(
        "Add {title}",
        pattern("title", "date"),
        N_("Message of the commit that adds a post; fields: title, date."),
    )
    update_message: str = setting(
        "Update {title}",
        pattern("title", "date"),
        N_("Message of a commit that changes a post; fields: title, date."),
    )
    share: str = setting(
        "{title} {tags} {url}",
        pattern("title", "tags", "url", has_lines=True),
        N_("Text to share a post with; fields: title, tags (as hashtags), url."),
    )
    check_site: bool = setting(
        False, boolean, N_("Have Hugo build the whole site before each push.")
    )

    @property
    def messages(self) -> tuple[str, str]:
        """The messages for a new and for a changed post."""
        return self.message, self.update_message


@dataclass(frozen=True, slots=True)
class TranslateSettings:
    """`[translate]`."""

    backend: Literal["", "openai", "deepl", "libretranslate", "command"] = setting(
        "",
        one_of("", "openai", "deepl", "libretranslate", "command"),
        N_(
            "What translates: 'openai' (any service with Chat Completions), 'deepl', "
            "'libretranslate', or 'command'. Empty: nothing, and nothing is sent."
        ),
    )
    url: str = setting(
        "",
        service_url,
        N_("URL of the service, up to the version for 'openai': http://127.0.0.1:11434/v1."),
        is_private=True,
    )
    model: str = setting("", one_line, N_("Name of the language model, for 'openai'."))
    command: str = setting(
        "",
        command_line,
        N_("Program and arguments, for 'command': reads a text, writes its translation."),
    )
    target: str = setting("ja", language, N_("Language to translate into, as a code."))
    style: str = setting(
        "", text, N_("How a language model shall write, in your own words. Empty: plainly.")
    )
    limit: int = setting(
        200,
        whole_number(0, 100_000),
        N_("Maximum characters of a language model's rendering. 0: no limit."),
    )
    glossary: Mapping[str, str] = setting(
        MappingProxyType({}), text_by_text, N_("Terms and how to translate them.")
    )
    concurrency: int = setting(
        2, whole_number(1, 32), N_("Number of texts that are translated at the same time.")
    )
    max_characters: int = setting(
        500_000,
        whole_number(0, 1_000_000_000),
        N_("Characters sent in a session beyond which the program asks. 0: no limit."),
    )
    new_tags: bool = setting(
        False, boolean, N_("Suggest tags that the site does not have, as well.")
    )
    key_env: str = setting(
        "", variable_name, N_("Environment variable with the service's key."), is_private=True
    )
    key_command: str = setting(
        "",
        command_line,
        N_("Program and arguments that print the service's key, such as 'pass show deepl'."),
        is_private=True,
    )
    key_file: str = setting(
        "",
        file_path,
        N_("File with the service's key, which only you can read (mode 600)."),
        is_private=True,
    )


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """`[people]`."""

    follow: tuple[str, ...] = setting(
        (), user_names, N_("Users who are marked in threads and lists.")
    )
    mute: tuple[str, ...] = setting(
        (), user_names, N_("Users whose comments are folded, and whose stories leave the lists.")
    )


@dataclass(frozen=True, slots=True)
class ListSettings:
    """`[lists]`."""

    mute_words: tuple[str, ...] = setting(
        (), words, N_("Words of titles; such stories leave the lists.")
    )
    mute_sites: tuple[str, ...] = setting(
        (), hosts, N_("Sites, with their subdomains; links to them leave the lists.")
    )


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """`[editor]`."""

    target: int = setting(
        200, whole_number(1, 100_000), N_("Characters beyond which a clip counts as too long.")
    )
    language: str = setting(
        "ja",
        one_of("ja", ""),
        N_("Language of clips: 'ja' flags those without Japanese. Empty: any language."),
    )


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`[reader]`."""

    measure: int = setting(100, whole_number(40, 300), N_("Maximum width of comments, in cells."))
    ascii: bool = setting(
        False, boolean, N_("Draw with ASCII only, for terminals that draw other symbols too wide.")
    )


@dataclass(frozen=True, slots=True)
class UiSettings:
    """`[ui]`."""

    theme: str = setting("textual-dark", text, N_("Name of the colour theme."))
    language: Literal["auto", "en", "ja"] = setting(
        "auto",
        one_of("auto", "en", "ja"),
        N_("Language of the program; 'auto' takes it from LC_ALL, LC_MESSAGES or LANG."),
    )
    ambiguous_width: Literal["auto", 1, 2] = setting(
        "auto",
        one_of("auto", 1, 2),
        N_(
            "Cells of characters such as … “ ① α, which terminals draw with one or two; "
            "'auto' asks the terminal."
        ),
    )
    kitty_keyboard: Literal["auto", "on", "off"] = setting(
        "auto",
        one_of("auto", "on", "off"),
        N_("The kitty keyboard protocol; 'auto' is off in terminals that lose Japanese with it."),
    )
    tray_width: int = setting(
        36,
        whole_number(20, 200),
        N_("Width of the tray beside a thread, in cells; ( ) and the mouse change it."),
    )
    same_kana: bool = setting(
        False,
        boolean,
        N_("Hiragana and katakana match each other in searches, suggestions and tags."),
    )


@dataclass(frozen=True, slots=True)
class Color:
    """`[[colors]]`: a colour to mark comments with."""

    name: str = setting("", text, N_("Name of the colour."))
    value: str = setting("", hex_color, N_("The colour as '#rrggbb', as written in posts."))
    meaning: str = setting("", text, N_("Meaning of the colour, as a reminder."))


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
    """All settings; each field is a table of config.toml."""

    site: SiteSettings = field(
        default_factory=SiteSettings,
        metadata={"help": N_("The Hugo site that posts are saved in.")},
    )
    hn: HnSettings = field(
        default_factory=HnSettings, metadata={"help": N_("How Hacker News is read.")}
    )
    post: PostOptions = field(
        default_factory=PostOptions, metadata={"help": N_("How posts are written.")}
    )
    sites: tuple[SitePosts, ...] = field(
        default=(),
        metadata={"help": N_("Settings of [post] that differ on one site: a table for each site.")},
    )
    publish: PublishSettings = field(
        default_factory=PublishSettings,
        metadata={"help": N_("How posts are committed and pushed with git.")},
    )
    translate: TranslateSettings = field(
        default_factory=TranslateSettings,
        metadata={"help": N_("Translation by a service or a program; none at first.")},
    )
    people: PeopleSettings = field(
        default_factory=PeopleSettings,
        metadata={"help": N_("People to follow or mute; commands on their profile write them.")},
    )
    lists: ListSettings = field(
        default_factory=ListSettings, metadata={"help": N_("What leaves the lists of stories.")}
    )
    editor: EditorSettings = field(
        default_factory=EditorSettings, metadata={"help": N_("How the text of clips is checked.")}
    )
    reader: ReaderSettings = field(
        default_factory=ReaderSettings, metadata={"help": N_("How threads are shown.")}
    )
    ui: UiSettings = field(
        default_factory=UiSettings, metadata={"help": N_("Appearance and language.")}
    )
    colors: tuple[Color, ...] = field(
        default=DEFAULT_COLORS, metadata={"help": N_("The colours of the keys 1 to 6, in order.")}
    )
    keys: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata={"help": N_("Keys by command id: a key such as 'j', or several, 'j,down'.")},
    )

    def post_on(self, site: Path | None) -> PostOptions:
        """Return the options of posts on a site, or without a site those of `[post]`."""
        own = self._own(site)
        return own.post if own else self.post

    def has_site(self, site: Path) -> bool:
        """Return whether a site has a table of its own."""
        return self._own(site) is not None

    def with_site(self, site: Path, post: PostOptions) -> "Settings":
        """Return the settings with these options of posts on a site."""
        own = SitePosts(str(site.absolute()), post)
        others = (other for other in self.sites if other is not self._own(site))
        return replace(self, sites=(*others, own))

    def _own(self, site: Path | None) -> SitePosts | None:
        wanted = site and site.expanduser().absolute()
        return next((own for own in self.sites if Path(own.folder).absolute() == wanted), None)
