"""The texts about a thread: facts for the title, and the status."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matome_tui.core.thread.assembly import Assembly
from matome_tui.i18n import _, ngettext
from matome_tui.ui.drawing.formats import gone, posted
from matome_tui.ui.thread.reader import Reader

if TYPE_CHECKING:
    from matome_tui.hugo.site.index import IndexedPost


def title_facts(
    assembly: Assembly, post: "IndexedPost | None", *, is_bookmarked: bool
) -> list[str]:
    """Return facts of a thread and of the site's post of it."""
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
    if pending := assembly.pending():
        facts.append(_("{number} new: r shows them").format(number=pending))
    return facts


def status(reader: Reader, notes: Iterable[str]) -> str:
    """Return where the reader is, and the notes."""
    parts: list[str] = []
    if reader.thread and (comment := reader.current):
        parts += [reader.place_of_cursor(), comment.author or _("[deleted]")]
    return "  ".join(part for part in (*parts, *notes) if part)
