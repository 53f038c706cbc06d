"""What is known of a thread's comments besides their text: marks, news, edits, people."""

from collections.abc import Collection, Mapping

from matome_tui.core.items import CommentId
from matome_tui.core.thread.heights import EstimatedHeights
from matome_tui.core.thread.navigator import Navigator
from matome_tui.core.thread.scores import Score
from matome_tui.core.thread.thread import Index
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.thread.painter import State
from matome_tui.ui.thread.position import Landmark, landmarks_of


class CommentStates:
    """The marks, the new and the edited comments of a reader, by id.

    Attributes:
        new: Ids of the comments that are new since the last visit.
        scores: Scores of the comments; None if they are not shown.
    """

    def __init__(self) -> None:
        self.new: Collection[int] = ()
        self.scores: Mapping[CommentId, Score] | None = None
        self._followed: Collection[str] = ()
        self._muted: Collection[str] = ()
        self._marks: Mapping[int, str] = {}
        self._edited: Collection[int] = ()
        self._edited_while_shown: set[int] = set()

    def set_marks(self, marks: Mapping[int, str]) -> set[int]:
        """Set the marked comments, by id, with their colours; return the ids that changed."""
        old, self._marks = self._marks, dict(marks)
        return {at for at in old.keys() | marks.keys() if old.get(at) != marks.get(at)}

    def set_edited(self, ids: Collection[int]) -> bool:
        """Set the edited comments, besides those of `add_edited`; return whether they changed."""
        has_changed = ids != self._edited
        self._edited = ids
        return has_changed

    def set_people(self, followed: Collection[str], muted: Collection[str]) -> bool:
        """Set the followed and the muted user names; return whether they changed."""
        has_changed = (followed, muted) != (self._followed, self._muted)
        self._followed, self._muted = followed, muted
        return has_changed

    def add_edited(self, ids: Collection[int]) -> None:
        """Add comments that were edited while the thread was shown."""
        self._edited_while_shown.update(ids)

    def forget_edited(self) -> None:
        """Forget the comments that were edited while another thread was shown."""
        self._edited_while_shown.clear()

    def of(self, index: Index, navigator: Navigator) -> State:
        """Return the state of a comment in the navigator's thread."""
        view = navigator.view
        comment = view.outline.thread.comments[index]
        comment_id, author = comment.id, comment.author
        score = self.scores.get(comment_id) if self.scores else None
        return State(
            is_cursor=index == view.cursor,
            is_folded=view.outline.is_folded(index),
            mark=self._marks.get(comment_id),
            is_new=comment_id in self.new,
            is_edited=comment_id in self._edited or comment_id in self._edited_while_shown,
            is_selected=navigator.is_selected(index),
            is_followed=author in self._followed,
            is_muted=author in self._muted,
            score=score.value if score else None,
            reason=score.reason_beside_replies if score and index == view.cursor else "",
            has_scores=self.scores is not None,
        )

    def landmarks(self, view: Viewport, heights: EstimatedHeights) -> list[Landmark]:
        """Return the landmarks of the new and the marked comments."""
        return landmarks_of(view, heights, self.new, self._marks)
