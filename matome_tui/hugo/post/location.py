"""The path of a post in a site: its slug, its day, and the fields of the path setting."""

import re
from datetime import date

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError
from matome_tui.i18n import _

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A date as YYYY-MM-DD."""

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_SLUG = 100
_SLUG = re.compile(rf"[a-z0-9_-]{{1,{_LONGEST_SLUG}}}")
_FIELD = re.compile(r"\{(\w+)\}")


def slug(title: str, words: int = 8, separator: str = "_") -> str:
    """Return the first `words` runs of ASCII letters and digits of a title, joined."""
    return separator.join(_WORD.findall(title.lower())[:words])


def post_path(draft: Draft, options: PostOptions | None = None) -> str:
    """Return the path of a draft's post in a site, as `Places.find` takes it.

    The fields of `options.path` are `year`, `month`, `day`, `date` (`2025_01_31`), `slug` and `id`.

    Raises:
        PostError: The date or the draft's own slug cannot be part of a path.
    """
    options = options or PostOptions()
    year, month, day = day_of(draft.metadata.date).split("-")
    values = {
        "year": year,
        "month": month,
        "day": day,
        "date": f"{year}_{month}_{day}",
        "slug": _own_slug(draft.metadata) or default_slug(draft, options),
        "id": str(draft.thread),
    }
    return _FIELD.sub(lambda match: values[match[1]], options.path)


def default_slug(draft: Draft, options: PostOptions) -> str:
    """Return the slug of the story's title, or the thread's id if the title has no ASCII word."""
    words = slug(draft.story_title, options.slug_words, options.slug_separator)
    return words or str(draft.thread)


def day_of(text: str) -> str:
    """Return `text` if it is a date of the form YYYY-MM-DD, else raise PostError."""
    if not text.strip():
        raise PostError(_("The date is empty; write YYYY-MM-DD"))
    try:
        date.fromisoformat(text)
    except ValueError:
        is_day = False
    else:
        is_day = bool(DAY.fullmatch(text))
    if not is_day:
        raise PostError(_("The date {date!r} is not of the form YYYY-MM-DD").format(date=text))
    return text


def _own_slug(metadata: Metadata) -> str:
    if metadata.slug and not _SLUG.fullmatch(metadata.slug):
        message = _("The slug {slug!r} may hold only a-z, 0-9, _ and -, at most {most} of them")
        raise PostError(message.format(slug=metadata.slug, most=_LONGEST_SLUG))
    return metadata.slug
