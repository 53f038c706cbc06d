"""What a reader without comments says: what this is, and what can be done."""

from collections.abc import Callable, Iterator

from matome_tui.core.items import Story
from matome_tui.i18n import _, ngettext
from matome_tui.ui.thread.loading import Feed

KeyOf = Callable[[str], str]
"""Returns the key of a command by its id."""

_GAP = "   "


def empty_lines(feed: Feed, clips: int, key: KeyOf) -> list[str]:
    """Return the lines to show instead of a thread; none while it loads.

    Args:
        feed: The thread.
        clips: Number of clips of its draft.
        key: Returns the key of a command by its id.
    """
    lines = [] if feed.is_loading else [*_state(feed, key)]
    if clips:
        line = ngettext(
            "{number} clip: {key} goes there", "{number} clips: {key} goes there", clips
        )
        lines += ["", line.format(number=f"{clips:,}", key=key("clips.tray"))]
    return lines


def _state(feed: Feed, key: KeyOf) -> Iterator[str]:
    if feed.failure:
        yield from _why_failed(feed, key)
    elif feed.assembly is None:
        yield feed.note
        if feed.note:
            yield _GAP.join((_recent(key), _back(key)))
    else:
        yield from _why_empty(feed.assembly.story, feed, key)


def _why_failed(feed: Feed, key: KeyOf) -> Iterator[str]:
    if feed.is_unknown:
        line = _("{reason}: {number}")
        yield line.format(reason=feed.failure, number=feed.start_at or feed.item_id)
        another = _("{key} opens another id or address").format(key=key("everywhere.open"))
        yield _GAP.join((another, _back(key)))
    else:
        yield feed.failure
        again = _("{key} tries again").format(key=key("clips.refresh"))
        yield _GAP.join((again, _recent(key), _back(key)))


def _why_empty(story: Story, feed: Feed, key: KeyOf) -> Iterator[str]:
    ways = []
    if feed.missing:
        yield feed.missing.line()
        ways.append(_("{key} tries again").format(key=key("clips.refresh")))
    elif story.comments and feed.note:
        yield feed.note
    elif story.kind == "job":
        yield _("A job: it has no comments")
    elif story.deleted:
        yield _("The story was deleted, and has no comments")
    elif story.dead:
        yield _("Hacker News has hidden the story, and it has no comments")
    else:
        yield _("No comments yet")
        ways.append(_("{key} looks again").format(key=key("clips.refresh")))
    if story.url:
        ways.append(_("{key} opens its link").format(key=key("clips.link")))
        ways.append(_("{key} reads it here").format(key=key("clips.article")))
    yield _GAP.join((*ways, _back(key)))


def _recent(key: KeyOf) -> str:
    return _("{key} lists the threads read so far").format(key=key("everywhere.recent"))


def _back(key: KeyOf) -> str:
    return _("{key} goes back").format(key=key("everywhere.back"))
