"""The texts about a thread: facts for the title, and the status."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matome_tui.core.draft.draft import Draft
from matome_tui.core.thread.assembly import Assembly
from matome_tui.i18n import _, ngettext
from matome_tui.ui.drawing.formats import gone, posted
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.reader import Reader

if TYPE_CHECKING:
    from matome_tui.hugo.site.index import IndexedPost


def title_facts(
    assembly: Assembly, post: "IndexedPost | None", new: int, key: str, *, is_bookmarked: bool
) -> list[str]:
    """Return facts of a thread and of the site's post of it.

    Args:
        assembly: The thread.
        post: The post; None if there is none.
        new: The number of comments that are new since the last visit.
        key: Shows comments that came since.
        is_bookmarked: Whether the user has bookmarked the story.
    """
    story = assembly.story
    facts = []
    if story.points is not None:
        points = ngettext("{number} point", "{number} points", story.points)
        facts.append(points.format(number=f"{story.points:,}"))
    if story.title and (story.dead or story.deleted):  # without a title, this is the title
        facts.append(gone(story))
    if story.kind == "job":
        facts.append(_("a job, without comments"))
    else:
        total = assembly.live if story.comments is None else story.comments
        comments = ngettext("{number} comment", "{number} comments", total)
        facts.append(comments.format(number=f"{total:,}"))
    if is_bookmarked:
        facts.append(_("bookmarked"))
    if post:
        facts.append(posted(post.date))
    if new:
        facts.append(_("{number} new since your visit").format(number=f"{new:,}"))
    if pending := assembly.pending():
        line = _("{number} new: {key} shows them")
        facts.append(line.format(number=f"{pending:,}", key=key))
    if assembly.filling:
        line = _("{number} more: {key} shows them")
        facts.append(line.format(number=f"{assembly.filling:,}", key=key))
    return facts


def place_of(reader: Reader) -> Iterator[str]:
    """Yield where the reader is."""
    if reader.thread and (comment := reader.current):
        yield reader.place_of_cursor()
        yield comment.author or gone(comment)


def clips_of(draft: Draft) -> str:
    """Return the number of a draft's clips; empty for none."""
    number = len(draft.clips)
    clips = ngettext("{number} clip", "{number} clips", number)
    return clips.format(number=f"{number:,}") if number else ""


def states_of(
    reader: Reader, search: Sequence[str], feed: Feed, sign: str, key: str
) -> Iterator[str]:
    """Yield what lasts in a thread, each with the key that ends it.

    Args:
        reader: Shows the thread.
        search: A line on the filter and one on the search, of which the last ends first.
        feed: The thread.
        sign: Shows that it is still loading; empty if that is not to be shown.
        key: Ends a state.
    """
    ends = _("{state} ({key} ends)")
    if reader.has_range:
        number = len(reader.chosen)
        line = ngettext("Range: {number} comment", "Range: {number} comments", number)
        yield ends.format(state=line.format(number=f"{number:,}"), key=key)
    yield from search[:-1]
    for last in search[-1:]:
        yield ends.format(state=last, key=key)
    if feed.is_loading and feed.note:
        stops = _("{state} ({key} stops)")
        yield stops.format(state=f"{sign} {feed.note}".strip(), key=key)
    elif reader.thread or not reader.display:  # without comments, the reader itself says that
        yield f"{sign} {feed.note}".strip()
