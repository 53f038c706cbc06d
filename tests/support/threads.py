"""Threads of any shape, for property tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.thread import Thread

STORY = 100
UNKNOWN = 50
_FLAGS = ("", "", "", "", "deleted", "dead", "anonymous")


@dataclass(frozen=True)
class Parts:
    """The parts of a thread; the ids of its comments follow that of the story.

    Attributes:
        story: Its kids may name comments twice, comments of others, and none at all.
        comments: In any order.
        ranks: As the story's kids.
    """

    story: Story
    comments: tuple[Comment, ...]
    ranks: dict[int, tuple[int, ...]]

    @property
    def thread(self) -> Thread:
        """The thread."""
        return Thread(self.story, self.comments, self.ranks)


def comment(
    comment_id: int, parent: int = STORY, author: str = "ann", html: str = "", **flags: bool
) -> Comment:
    """Return a comment, its time that of its id."""
    return Comment(
        CommentId(comment_id), parent, author, comment_id, html or f"text {comment_id}", **flags
    )


def thread(*comments: Comment, story: Story | None = None) -> Thread:
    """Return a thread without ranks."""
    return Thread(story or Story(STORY, "A story", "sue"), comments)


def chain(length: int) -> Thread:
    """Return a thread of comments of which each answers the one before."""
    return thread(*(comment(at, at - 1) for at in range(STORY + 1, STORY + 1 + length)))


@st.composite
def parts(draw: st.DrawFn, *, least: int = 0, most: int = 16, any_parent: bool = False) -> Parts:
    """Draw the parts of a thread.

    Args:
        draw: Given by Hypothesis.
        least: The fewest comments.
        most: The most comments.
        any_parent: Whether a comment may answer itself or a younger one, not only older ones, the
            story and what is unknown.
    """
    shapes = draw(
        st.lists(
            st.tuples(st.integers(-2, most), st.sampled_from(_FLAGS)),
            min_size=least,
            max_size=most,
        )
    )
    ids = [STORY + 1 + at for at in range(len(shapes))]
    comments = []
    for at, (choice, flag) in enumerate(shapes):
        choices = [STORY, *(ids if any_parent else ids[:at])]
        parent = UNKNOWN if choice == -2 else choices[-1 if choice < 0 else choice % len(choices)]
        author = "" if flag in ("deleted", "anonymous") else "ann"
        comments.append(
            comment(ids[at], parent, author, deleted=flag == "deleted", dead=flag == "dead")
        )
    orders = st.lists(st.sampled_from([*ids, UNKNOWN]), max_size=most).map(tuple)
    story = Story(
        STORY,
        "A story",
        draw(st.sampled_from(["ann", "sue"])),
        html=draw(st.sampled_from(["", "its text"])),
        kids=draw(orders),
    )
    ranks = draw(st.dictionaries(st.sampled_from([*ids, UNKNOWN]), orders, max_size=3))
    return Parts(story, tuple(draw(st.permutations(comments))), ranks)


def ids(comments: Sequence[Comment]) -> list[int]:
    """Return the ids of comments."""
    return [each.id for each in comments]
