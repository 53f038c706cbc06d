"""How posts are laid out on a site, and where in it they stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.encode import Style

Form = Literal["matome", "blockquote"]
"""How a quote is written: as a `matomeQuote` shortcode, or as a quote of Markdown."""

HEAD_KEYS = ("date", "months", "draft", "title", "tags", "featureimage")
PATH = "content/posts/{year}_{month}/{date}_{slug}/index.md"
SOURCE_LINE = "引用元：[{url}]({url})"
FOLD_SUMMARY = "もっとコメントを表示（{n}）"
TAIL = '[記事一覧へ]({{% ref "/posts/" %}})'

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_SLUG = 100
_SLUG = re.compile(rf"[a-z0-9_-]{{1,{_LONGEST_SLUG}}}")
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class PostOptions:
    """How a post is laid out.

    Attributes:
        group_size: So many quotes stand open; so many are in each fold.
        style: How text is encoded.
        form: How a quote is written.
        path: The post's place as `Places.find` takes it, with the fields of `post_path`.
        slug_words: So many words of the title are in the path.
        source_line: The line that names the thread; `{url}` is its address.
        section_summary: What a fold shows; `{n}` is its number.
        tail: The last line; may be empty.
        time_zone: Of the quotes' times; a name of the IANA database.
        with_ids: Whether quotes carry the ids of their comments.
        front_matter: The keys of a new post's front matter in their order.
        extra: Keys of the site's own with their values.
        archetype: Front matter to begin from, with its fences; empty for none.
    """

    group_size: int = 30
    style: Style = "typographic"
    form: Form = "matome"
    path: str = PATH
    slug_words: int = 8
    source_line: str = SOURCE_LINE
    section_summary: str = FOLD_SUMMARY
    tail: str = TAIL
    time_zone: str = "UTC"
    with_ids: bool = False
    front_matter: tuple[str, ...] = HEAD_KEYS
    extra: Mapping[str, Any] = field(default_factory=dict)
    archetype: str = ""

    @property
    def zone(self) -> tzinfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    def summary(self, number: int) -> str:
        """Return the usual text of the fold with that number, from 1."""
        return self.section_summary.replace("{n}", str(number))


def slug(title: str, words: int = 8) -> str:
    """Return the first `words` runs of ASCII letters and digits of a title, joined by `_`."""
    return "_".join(_WORD.findall(title.lower())[:words])


def post_path(draft: Draft, options: PostOptions | None = None) -> str:
    """Return where the post stands in a site, as `Places.find` takes it.

    Fields of the layout's path: `year`, `month`, `day`, `date` (as `2025_01_31`), `slug` and `id`.
    PostError where the date or the draft's own slug can not stand in a path.
    """
    options = options or PostOptions()
    year, month, day = day_of(draft.metadata.date).split("-")
    values = {
        "year": year,
        "month": month,
        "day": day,
        "date": f"{year}_{month}_{day}",
        "slug": _own_slug(draft.metadata) or usual_slug(draft, options),
        "id": str(draft.thread),
    }
    return _FIELD.sub(lambda match: values[match[1]], options.path)


def usual_slug(draft: Draft, options: PostOptions) -> str:
    """Return a draft's slug where it has none of its own: of the story's title, or else its id."""
    return slug(draft.story_title, options.slug_words) or str(draft.thread)


def _own_slug(metadata: Metadata) -> str:
    if metadata.slug and not _SLUG.fullmatch(metadata.slug):
        allowed = f"a-z, 0-9, _ and -, at most {_LONGEST_SLUG} of them"
        raise PostError(f"The slug {metadata.slug!r} may hold only {allowed}")
    return metadata.slug


def day_of(text: str) -> str:
    """Return a date as it can stand in a post, and in a path: PostError unless it is one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        is_day = False
    else:
        is_day = bool(_DAY.fullmatch(text))
    if not is_day:
        raise PostError(f"The date {text!r} is not of the form YYYY-MM-DD")
    return text
