"""Settings of posts with their defaults: format, quotes in a section, fixed lines, path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Format = Literal["matome", "blockquote"]
"""How a quote is written: as a `matomeQuote` shortcode, or as a Markdown blockquote."""

Style = Literal["typographic", "exact"]
"""How a body writes characters that a shortcode or HTML cannot hold: as look-alikes or entities."""


@dataclass(frozen=True, slots=True)
class PostOptions:
    """How posts are written on a site.

    Attributes:
        format: How a quote is written.
        path: The post's path in the site, with fields such as `{slug}`.
        slug_words: Number of words of the title in the path.
        date: The date a new post starts with: the story's or today's.
        time_zone: Time zone of the quotes' times; a name of the IANA database.
        group_size: Number of quotes above the first section, and in each section.
        source_line: The line that links to the thread; `{url}` is its address.
        section_summary: Summary of a section; `{n}` is its number.
        tail: The last line; may be empty.
        ids: Whether quotes carry the ids of their comments.
        front_matter: Keys of a new post's front matter, in order.
        extra: Further keys of the front matter, with their values.
        style: How text is encoded.
        ellipsis: Text that joins the parts of an excerpt.
        archetype: Front matter that a new post starts from, with its fences; empty for none.
    """

    format: Format = "matome"
    path: str = "content/posts/{year}_{month}/{date}_{slug}/index.md"
    slug_words: int = 8
    date: Literal["story", "today"] = "story"
    time_zone: str = "UTC"
    group_size: int = 30
    source_line: str = "引用元：[{url}]({url})"
    section_summary: str = "もっとコメントを表示（{n}）"
    tail: str = '[記事一覧へ]({{% ref "/posts/" %}})'
    ids: bool = False
    front_matter: tuple[str, ...] = ("date", "months", "draft", "title", "tags", "featureimage")
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    style: Style = "typographic"
    ellipsis: str = " … "
    archetype: str = ""

    def summary(self, number: int) -> str:
        """Return the default summary of the section with that number, counted from 1."""
        return self.section_summary.replace("{n}", str(number))
