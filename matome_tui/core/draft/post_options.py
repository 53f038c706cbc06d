"""Settings of posts with their defaults: format, quotes in a section, fixed lines, path."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

Format = Literal["matome", "blockquote"]
"""How a quote is written: as a `matomeQuote` shortcode, or as a Markdown blockquote."""

Style = Literal["typographic", "exact"]
"""How a body writes characters that a shortcode or HTML cannot hold: as look-alikes or entities."""

FrontMatterFormat = Literal["toml", "yaml", "json"]
"""The language of front matter."""

IMAGE_KEYS = (
    *("featureimage", "featured_image", "featuredimage"),
    *("cover.image", "cover", "image", "thumbnail", "images"),
)
"""Keys that themes have for a post's image, in lower case; the first one there counts.

A key with a full stop is in a table.
"""

IMPLIED: Mapping[str, Any] = MappingProxyType(
    {
        "path": "content/posts/{slug}.md",
        "slug_separator": "-",
        "archetypes": "any",
        "title_line": False,
        "source_line": "Source: [Hacker News]({url})",
        "tail": "",
        "blank_lines": 1,
        "front_matter": ("date", "draft", "title", "tags", "featureimage"),
        "date_format": "",
        "quoted_date": False,
        "style": "exact",
    }
)
"""The defaults of the format `blockquote` that differ from those of `matome`."""


@dataclass(frozen=True, slots=True)
class PostOptions:
    """How posts are written on a site.

    The defaults are those of the format `matome`; see `in_format` for the others.

    Attributes:
        format: How a quote is written.
        path: The post's path in the site, with fields such as `{slug}`.
        slug_words: Number of words of the title in the path.
        slug_separator: What joins these words.
        date: The date a new post starts with: the story's or today's.
        time_zone: Time zone of the quotes' times; a name of the IANA database.
        group_size: Number of quotes above the first section, and in each section.
        title_line: Whether the title is repeated above the source line.
        source_line: The line that links to the thread; `{url}` is its address.
        section_summary: Summary of a section; `{n}` is its number.
        tail: The last line; may be empty.
        blank_lines: Number of blank lines between blocks of a new post.
        attribution: The last line of a blockquote; fields: `author`, `url`, `date`, the last with
            directives as in `{date:%Y-%m-%d}`.
        ids: Whether quotes carry the ids of their comments.
        archetypes: The archetype that a new post starts from: that of its section, or without one
            `default.md`, or none.
        front_matter: Keys of a new post's front matter, in order.
        front_matter_format: The language of a new post's front matter; an archetype has its own.
        date_format: The date in front matter, with directives; empty for the archetype's form, or
            without an archetype for `%Y-%m-%d`.
        quoted_date: Whether the date in front matter is a string.
        extra: Further keys of the front matter, with their values.
        style: How text is encoded.
        ellipsis: Text that joins the parts of an excerpt.
        archetype: Front matter that a new post starts from, with its fences; empty for none.
    """

    format: Format = "matome"
    path: str = "content/posts/{year}_{month}/{date}_{slug}/index.md"
    slug_words: int = 8
    slug_separator: Literal["_", "-"] = "_"
    date: Literal["story", "today"] = "story"
    time_zone: str = "UTC"
    group_size: int = 30
    title_line: bool = True
    source_line: str = "引用元：[{url}]({url})"
    section_summary: str = "もっとコメントを表示（{n}）"
    tail: str = '[記事一覧へ]({{% ref "/posts/" %}})'
    blank_lines: int = 4
    attribution: str = "— [{author}]({url}), {date:%-d %b %Y}"
    ids: bool = False
    archetypes: Literal["section", "any", "none"] = "section"
    front_matter: tuple[str, ...] = ("date", "months", "draft", "title", "tags", "featureimage")
    front_matter_format: FrontMatterFormat = "toml"
    date_format: str = "%Y-%m-%dT%H:%M:%S"
    quoted_date: bool = True
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    style: Style = "typographic"
    ellipsis: str = " … "
    archetype: str = ""

    @property
    def image_key(self) -> str:
        """The key of the image of a new post."""
        own = (key for key in self.front_matter if key.lower() in IMAGE_KEYS)
        return next(own, IMAGE_KEYS[0])

    def summary(self, number: int) -> str:
        """Return the default summary of the section with that number, counted from 1."""
        return self.section_summary.replace("{n}", str(number))

    def in_format(self, form: Format) -> "PostOptions":
        """Return the options with a format and all that it implies."""
        usual = PostOptions()
        implied = IMPLIED if form == "blockquote" else {n: getattr(usual, n) for n in IMPLIED}
        return replace(self, format=form, **implied)
