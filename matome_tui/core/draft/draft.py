"""The draft of a post: its metadata and entries, with every edit as a new value."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import accumulate, chain
from typing import Literal, TypeVar

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.draft.entries import FIRST_KEY, Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.items import Comment, CommentId, Story

SourceChange = Literal["edited", "deleted"]
Order = Literal["thread", "time"]

EntryT = TypeVar("EntryT", Clip, Remark, Section)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a post.

    Attributes:
        title: The post's title.
        date: `YYYY-MM-DD`.
        tags: In the order of the post.
        image: As front matter names it; empty without an image.
        is_draft: Whether Hugo leaves the post out of the site.
        slug: The post's name in its path; empty to derive it from the story's title.
    """

    title: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    is_draft: bool = False
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a post, immutable: every edit returns a new one.

    Attributes:
        thread: Hacker News' id of the story.
        story_title: Its title on Hacker News, the source of the post's path.
        metadata: The metadata of the post.
        entries: The clips, remarks and sections in the order of the post.
        next_key: The key of the next entry.
        order: Where a new clip goes: by its place in the thread, or by its time.
        has_manual_sections: Whether the sections are those among the entries; if not, they are
            made by counting clips.
    """

    thread: int
    story_title: str
    metadata: Metadata
    entries: tuple[Entry, ...] = ()
    next_key: EntryKey = FIRST_KEY
    order: Order = "thread"
    has_manual_sections: bool = False

    @classmethod
    def begin(cls, story: Story, day: date | None = None) -> "Draft":
        """Return an empty draft with the title of its story.

        Args:
            story: The story.
            day: The post's date; by default the story's date in UTC, if known.
        """
        if day is None and story.time:
            day = datetime.fromtimestamp(story.time, UTC).date()
        date = day.isoformat() if day else ""
        return cls(story.id, story.title, Metadata(title=story.title, date=date))

    # Queries

    @property
    def clips(self) -> tuple[Clip, ...]:
        """The clips in the order of the post."""
        return tuple(entry for entry in self.entries if isinstance(entry, Clip))

    def entry(self, key: EntryKey) -> Entry:
        """Return the entry with a key. Raises KeyError if there is none."""
        for entry in self.entries:
            if entry.key == key:
                return entry
        raise KeyError(key)

    def clip(self, key: EntryKey) -> Clip:
        """Return the clip with a key. Raises KeyError if there is none."""
        entry = self.entry(key)
        if not isinstance(entry, Clip):
            raise KeyError(key)
        return entry

    def clips_of(self, comment: int) -> tuple[Clip, ...]:
        """Return the clips of a comment, in the order of the post."""
        return tuple(clip for clip in self.clips if clip.comment == comment)

    def unwritten_after(self, key: EntryKey) -> Clip | None:
        """Return the next clip that is not rewritten, of all in a circle; None if all are.

        Args:
            key: Of the entry to begin after, which comes last; `NO_KEY` for the first.
        """
        keys = [entry.key for entry in self.entries]
        at = keys.index(key) + 1 if key in keys else 0
        around = (*self.entries[at:], *self.entries[:at])
        clips = (entry for entry in around if isinstance(entry, Clip))
        return next((clip for clip in clips if not clip.is_rewritten), None)

    def source_changes(self, comments: Mapping[int, Comment]) -> dict[EntryKey, SourceChange]:
        """Return how the comments of clips have changed since they were clipped, by clip key.

        Args:
            comments: The present comments by id; a missing one counts as unchanged.
        """
        changes: dict[EntryKey, SourceChange] = {}
        for clip in self.clips:
            comment = comments.get(clip.comment)
            if comment is not None and comment.is_gone:
                changes[clip.key] = "deleted"
            elif comment is not None and comment.html != clip.source:
                changes[clip.key] = "edited"
        return changes

    # Adding and removing entries

    def add(
        self,
        comments: Iterable[Comment],
        place: Callable[[int], int | None],
        taken: int = 0,
        renderings: Mapping[CommentId, str] | None = None,
    ) -> "Draft":
        """Clip comments, each after the clip that is nearest before it in the draft's order.

        None comes between a clip and the remarks that stand above it.

        Args:
            comments: The comments, clipped whole and without colour.
            place: Returns a comment's place in the thread by its id, from 0; negative if it has
                none. A clip without a place stays with the entry above it.
            taken: The time of the clips; seconds since 1970, UTC.
            renderings: A machine's texts of comments, by id; they become the texts of the clips.
        """
        entries = list(self.entries)
        rank = _ranking(self.order, place)
        groups = _groups(entries)
        own = accumulate((rank(group[-1]) for group in groups), _inherited)
        ranks = [rank for group, rank in zip(groups, own, strict=True) for _ in group]
        for number, comment in enumerate(comments, self.next_key):
            machine = (renderings or {}).get(comment.id, "")
            text = machine or plain_text(comment.html)
            key, html = EntryKey(number), comment.html
            clip = Clip(key, comment.id, comment.author, comment.time, html, text, taken=taken)
            clip = replace(clip, machine=machine)
            at = _behind_nearest(ranks, rank(clip))
            ranks.insert(at, rank(clip))
            entries.insert(at, clip)
        next_key = EntryKey(self.next_key + len(entries) - len(self.entries))
        return replace(self, entries=tuple(entries), next_key=next_key)

    def clip_again(self, key: EntryKey) -> "Draft":
        """Add a second clip of the same comment after a clip, whole and without colour."""
        clip = self.clip(key)
        whole = replace(clip, key=self.next_key, color="", excerpt="", parts=(), machine="")
        second = replace(whole, text=whole.original or clip.text)
        return _with(self, second, self.entries.index(clip) + 1)

    def add_remark(self, text: str, at: int) -> "Draft":
        """Insert a remark, in Markdown, before the entry at index `at`."""
        return _with(self, Remark(self.next_key, text), at)

    def remove(self, keys: Iterable[EntryKey]) -> "Draft":
        """Remove entries."""
        gone = frozenset(keys)
        return replace(self, entries=tuple(e for e in self.entries if e.key not in gone))

    # Editing entries

    def set_color(self, keys: Iterable[EntryKey], color: str) -> "Draft":
        """Set the colour of clips: `#rrggbb`, or empty for none."""
        return _edited(self, Clip, keys, lambda clip: replace(clip, color=color))

    def set_text(self, key: EntryKey, text: str) -> "Draft":
        """Set the text of a clip or remark."""
        draft = _edited(self, Clip, (key,), lambda clip: replace(clip, text=text))
        return _edited(draft, Remark, (key,), lambda remark: replace(remark, text=text))

    def render(self, renderings: Mapping[EntryKey, str]) -> "Draft":
        """Set the texts of clips to a machine's, by key."""

        def rendered(clip: Clip) -> Clip:
            return replace(clip, text=renderings[clip.key], machine=renderings[clip.key])

        return _edited(self, Clip, renderings, rendered)

    def accept(self, keys: Iterable[EntryKey]) -> "Draft":
        """Take a machine's texts of clips for the user's own."""
        return _edited(self, Clip, keys, lambda clip: replace(clip, machine=""))

    def set_excerpt(
        self, key: EntryKey, excerpt: str, parts: tuple[tuple[int, int], ...]
    ) -> "Draft":
        """Set the excerpt of a clip (see `Clip`), which becomes its text.

        A text that was edited stays.
        """

        def edit(clip: Clip) -> Clip:
            chosen = replace(clip, excerpt=excerpt, parts=parts)
            return replace(chosen, text=chosen.original) if clip.is_untouched else chosen

        return _edited(self, Clip, (key,), edit)

    def update_source(self, key: EntryKey, html: str) -> "Draft":
        """Set the source of a clip to its comment's present HTML; an unedited text follows."""

        def edit(clip: Clip) -> Clip:
            fresh = replace(clip, source=html, excerpt="", parts=())
            return replace(fresh, text=fresh.original) if clip.is_untouched else fresh

        return _edited(self, Clip, (key,), edit)

    def set_summary(self, key: EntryKey, summary: str) -> "Draft":
        """Set the summary of a section; empty for the default."""
        return _edited(self, Section, (key,), lambda section: replace(section, summary=summary))

    def link_comments(self, comments: Iterable[Comment]) -> "Draft":
        """Link clips without a comment to comments by the same author and time, in order.

        Clips that a post links to their comment get its source, and if they have no time, its
        author and time.
        """
        clips = self.clips
        if all(clip.comment and clip.source for clip in clips):
            return self
        taken = {clip.comment for clip in clips}
        waiting: dict[tuple[str, int], list[Comment]] = {}
        known: dict[int, Comment] = {}
        for comment in sorted(comments, key=lambda comment: comment.id, reverse=True):
            if comment.id in taken:
                known[comment.id] = comment
            else:
                waiting.setdefault((comment.author, comment.time), []).append(comment)

        def linked(clip: Clip) -> Clip:
            if clip.comment:
                return _with_comment(clip, known.get(clip.comment))
            found = waiting.get((clip.author, clip.time))
            if not found:
                return clip
            comment = found.pop()
            return replace(clip, comment=comment.id, source=comment.html)

        return _edited(self, Clip, (clip.key for clip in clips), linked)

    def link_clips(self, others: Iterable[Clip]) -> "Draft":
        """Give clips without a time the author and time that another clip of the comment has."""
        known = {other.comment: other for other in others if other.comment and other.time}

        def linked(clip: Clip) -> Clip:
            other = None if clip.time else known.get(clip.comment)
            return replace(clip, author=other.author, time=other.time) if other else clip

        return _edited(self, Clip, (clip.key for clip in self.clips), linked)

    def with_metadata(self, metadata: Metadata) -> "Draft":
        """Set the metadata of the post."""
        return replace(self, metadata=metadata)

    # Order

    def move(self, keys: Collection[EntryKey], offset: int) -> "Draft":
        """Move entries together by `offset` places, at most to an end."""
        first = min((at for at, entry in enumerate(self.entries) if entry.key in keys), default=0)
        return self.move_to(keys, first + offset)

    def move_to(self, keys: Collection[EntryKey], place: int) -> "Draft":
        """Move entries together, keeping their order, so that the first is at index `place`."""
        moved = [entry for entry in self.entries if entry.key in keys]
        others = [entry for entry in self.entries if entry.key not in keys]
        at = max(place, 0)
        return replace(self, entries=(*others[:at], *moved, *others[at:]))

    def move_below_parent(self, key: EntryKey, parents: Callable[[int], int | None]) -> "Draft":
        """Move a clip after the clip of its parent comment and the replies that follow it.

        If the parent is not clipped, the nearest clipped ancestor counts.

        Args:
            key: The clip's key.
            parents: Returns a comment's parent by its id; None if it has none.
        """
        clip = self.clip(key)
        others = [entry for entry in self.entries if entry.key != key]
        clipped = {entry.comment: at for at, entry in enumerate(others) if isinstance(entry, Clip)}
        parent = next((c for c in _ancestors(clip.comment, parents) if c in clipped), None)
        if parent is None:
            return self
        at = clipped[parent] + 1
        while at < len(others) and _is_below(others[at], parent, parents):
            at += 1
        return replace(self, entries=(*others[:at], clip, *others[at:]))

    def sort_clips(self, order: Order, place: Callable[[int], int | None]) -> "Draft":
        """Sort the clips by thread or time.

        Remarks move with the clip that they stand above; sections keep their places.

        Args:
            order: The order, also of clips added later.
            place: As for `add`.
        """
        rank = _ranking(order, place)
        groups = _groups(self.entries)
        clips = [group for group in groups if isinstance(group[-1], Clip)]
        ranks = accumulate((rank(group[-1]) for group in clips), _inherited)
        ranked = sorted(zip(ranks, clips, strict=True), key=lambda pair: pair[0])
        in_order = iter(clip for _, clip in ranked)
        sorted_groups = (next(in_order) if isinstance(g[-1], Clip) else g for g in groups)
        return replace(self, entries=tuple(chain.from_iterable(sorted_groups)), order=order)

    # Sections

    def begin_section(self, at: int, *, is_open: bool = False) -> "Draft":
        """Begin a section before the entry at index `at`, or end one there (`is_open`)."""
        draft = replace(self, has_manual_sections=True)
        return _with(draft, Section(self.next_key, is_open=is_open), at)

    def drop_sections(self) -> "Draft":
        """Remove all manual sections; sections are then made by counting."""
        entries = tuple(entry for entry in self.entries if not isinstance(entry, Section))
        return replace(self, entries=entries, has_manual_sections=False)


def _edited(
    draft: Draft, kind: type[EntryT], keys: Iterable[EntryKey], edit: Callable[[EntryT], EntryT]
) -> Draft:
    wanted = frozenset(keys)
    entries = tuple(
        edit(entry) if isinstance(entry, kind) and entry.key in wanted else entry
        for entry in draft.entries
    )
    return replace(draft, entries=entries)


def _with_comment(clip: Clip, comment: Comment | None) -> Clip:
    if comment is None:
        return clip
    if not clip.time:
        source = clip.source or comment.html
        return replace(clip, author=comment.author, time=comment.time, source=source)
    is_same = clip.author == comment.author and not clip.source
    return replace(clip, source=comment.html) if is_same else clip


def _with(draft: Draft, entry: Entry, at: int) -> Draft:
    entries = (*draft.entries[:at], entry, *draft.entries[at:])
    return replace(draft, entries=entries, next_key=EntryKey(draft.next_key + 1))


def _ranking(order: Order, place: Callable[[int], int | None]) -> Callable[[Entry], int]:
    """Return the function of an entry's place in an order, negative for none."""

    def rank(entry: Entry) -> int:
        if not isinstance(entry, Clip):
            return -1
        at = entry.time if order == "time" else place(entry.comment)
        return -1 if at is None else at

    return rank


def _groups(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return entries in groups: a clip with the remarks above it, or any other entry alone."""
    groups: list[list[Entry]] = []
    remarks: list[Entry] = []
    for entry in entries:
        if isinstance(entry, Remark):
            remarks.append(entry)
        elif isinstance(entry, Clip):
            groups.append([*remarks, entry])
            remarks = []
        else:
            groups += [[remark] for remark in remarks] + [[entry]]
            remarks = []
    return groups + [[remark] for remark in remarks]


def _inherited(above: int, own: int) -> int:
    return own if own >= 0 else above


def _behind_nearest(ranks: list[int], own: int) -> int:
    before = ((rank, at) for at, rank in enumerate(ranks) if rank <= own)
    return max(before, default=(0, -1))[1] + 1


def _ancestors(comment: int, parents: Callable[[int], int | None]) -> Iterable[int]:
    above = parents(comment)
    while above is not None:
        yield above
        above = parents(above)


def _is_below(entry: Entry, parent: int, parents: Callable[[int], int | None]) -> bool:
    if not isinstance(entry, Clip):
        return False
    return entry.comment == parent or parent in _ancestors(entry.comment, parents)
