from dataclasses import replace

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.core.thread.thread import Thread
from tests.support.threads import STORY, UNKNOWN, Parts, comment, parts


def replies(thread: Thread, parent: int) -> list[int]:
    """Ids of what a thread shows of the replies to something, in order."""
    return [one.id for one in thread.comments if one.parent == parent]


class Assemblies(RuleBasedStateMachine):
    """A thread that arrives in pieces while it is being read."""

    @initialize(parts=parts(), share=st.integers(0, 4))
    def begin(self, parts: Parts, share: int) -> None:
        self.parts = parts
        known, self.waiting = parts.comments[:share], list(parts.comments[share:])
        self.assembly = Assembly(replace(parts.story, kids=()), known)
        self.assembly.end_first_load()
        self.shown = self.assembly.rebuild()

    @rule(count=st.integers(1, 4))
    def more_comments(self, count: int) -> None:
        self.assembly.add(self.waiting[:count])
        del self.waiting[:count]

    @rule(data=st.data())
    def a_rank(self, data: st.DataObject) -> None:
        assume(self.parts.ranks)
        parent = data.draw(st.sampled_from(sorted(self.parts.ranks)))
        self.assembly.rank(parent, self.parts.ranks[parent])

    @rule()
    def the_story(self) -> None:
        self.assembly.story = self.parts.story

    @rule(data=st.data())
    def a_deletion(self, data: st.DataObject) -> None:
        known = sorted(self.assembly.comments)
        assume(known)
        one = self.assembly.comments[data.draw(st.sampled_from(known))]
        self.assembly.add([replace(one, deleted=True, author="", html="")])

    @rule(data=st.data())
    def rebuild(self, data: st.DataObject) -> None:
        before = self.shown
        pinned = data.draw(
            st.sets(st.sampled_from([STORY, UNKNOWN, *(one.parent for one in before.comments)]))
        )
        self.shown = self.assembly.rebuild(pinned)
        for parent in pinned:
            kept = [one for one in replies(before, parent) if self.shown.find(one) is not None]
            assert replies(self.shown, parent) == kept
            assert all(
                self.assembly.comments[gone].is_gone
                for gone in set(replies(before, parent)) - set(kept)
            )
        for index, one in enumerate(self.shown.comments):
            if before.find(one.id) is None and one.parent in self.assembly.comments:
                assert self.shown.parents[index] == self.shown.find(one.parent)

    @rule()
    def settle_everything(self) -> None:
        assembly = self.assembly
        self.shown = assembly.rebuild()
        whole = Thread(assembly.story, assembly.comments.values(), assembly.ranks)
        assert self.shown.comments == whole.comments
        assert assembly.pending() == 0

    @invariant()
    def live_comments_are_shown_or_held(self) -> None:
        known = self.assembly.comments.values()
        hidden = [one for one in known if not one.is_gone and self.shown.find(one.id) is None]
        assert self.assembly.pending() == len(hidden)


TestAssemblies = Assemblies.TestCase
TestAssemblies.settings = settings(max_examples=100, stateful_step_count=15, deadline=None)


# --- examples -------------------------------------------------------------------------------------

STORY_ITSELF = Story(STORY, "A story", kids=(103, 101, 102))


def loaded(*comments: Comment) -> Assembly:
    """A thread whose first load is done, as it is shown."""
    assembly = Assembly(STORY_ITSELF, comments)
    assembly.end_first_load()
    assembly.rebuild()
    return assembly


def shown(thread: Thread) -> list[tuple[int, int]]:
    """Ids and depths."""
    return [(one.id, depth) for one, depth in zip(thread.comments, thread.depths, strict=True)]


def test_pinned_replies_wait_and_the_rest_comes_at_once() -> None:
    assembly = loaded(comment(101), comment(102))
    assert assembly.pending() == 0
    assembly.add([comment(103), comment(104, 102), comment(105, 103)])
    assert assembly.pending() == 3
    assert shown(assembly.rebuild({STORY})) == [(101, 0), (102, 0), (104, 1)]
    assert assembly.pending() == 2
    assert shown(assembly.rebuild()) == [(103, 0), (105, 1), (101, 0), (102, 0), (104, 1)]
    assert assembly.pending() == 0


def test_a_rank_waits_while_its_replies_are_pinned() -> None:
    assembly = loaded(comment(101), *(comment(at, 101) for at in (104, 105)))
    assembly.rank(101, (105, 104))
    assert shown(assembly.rebuild({101})) == [(101, 0), (104, 1), (105, 1)]
    assert shown(assembly.rebuild()) == [(101, 0), (105, 1), (104, 1)]


def test_gone_comments_are_not_counted_as_waiting() -> None:
    assembly = loaded(comment(101))
    assembly.add([comment(102, deleted=True), comment(103, dead=True), comment(104)])
    assert assembly.pending() == 1


def test_replies_to_what_waits_wait_as_well() -> None:
    assembly = loaded(comment(101))
    assembly.add([comment(104, 102), comment(102), comment(105, 104)])
    assert shown(assembly.rebuild({STORY})) == [(101, 0)]
    assert assembly.pending() == 3


def test_a_reply_below_a_deleted_comment_does_not_bring_it_into_pinned_ones() -> None:
    assembly = loaded(comment(101), comment(102, deleted=True))
    assembly.add([comment(104, 102)])
    assert shown(assembly.rebuild({STORY})) == [(101, 0)]
    assert shown(assembly.rebuild()) == [(101, 0), (102, 0), (104, 1)]


def test_a_comment_whose_parent_is_still_unknown_waits_with_the_top_level() -> None:
    assembly = loaded(comment(101))
    assembly.add([comment(104, 103)])
    assert shown(assembly.rebuild({STORY})) == [(101, 0)]


def test_a_parent_that_comes_late_does_not_take_away_what_is_read() -> None:
    assembly = Assembly(STORY_ITSELF, [comment(101), comment(104, 103)])
    assert shown(assembly.rebuild()) == [(101, 0), (104, 0)]
    assembly.add([comment(103, 101)])
    assert shown(assembly.rebuild({103})) == [(101, 0), (104, 0)]
    assert shown(assembly.rebuild()) == [(101, 0), (103, 1), (104, 2)]


def test_a_newer_state_of_a_comment_is_shown() -> None:
    assembly = loaded(comment(101))
    assembly.add([comment(101, html="edited")])
    assert assembly.pending() == 0
    assert assembly.rebuild({STORY}).comments[0].html == "edited"


def test_gone_comments_are_not_counted_among_the_living() -> None:
    assembly = Assembly(Story(STORY, "T"), [comment(101), comment(102, deleted=True)])
    assert assembly.live == 1
    assembly.add([comment(103)])
    assert assembly.live == 2


def test_the_first_load_comes_around_what_is_read_and_nothing_of_it_is_new() -> None:
    assembly = Assembly(Story(STORY, "T", kids=(101, 102, 103)))
    assembly.rebuild()
    assembly.add([comment(101), comment(103)])
    read = {CommentId(101), CommentId(103)}
    assembly.rebuild()
    assembly.add([comment(102), comment(104, 103), comment(105, 102), comment(106)])
    thread = assembly.rebuild({STORY, 101}, read)
    assert shown(thread) == [(101, 0), (103, 0), (104, 1), (106, 0)]
    assembly.end_first_load()
    assembly.add([comment(107)])
    thread = assembly.rebuild({STORY, 101}, read)
    assert shown(thread) == [(101, 0), (103, 0), (104, 1), (106, 0)]
    assert (assembly.pending(), assembly.filling) == (1, 2)
    thread = assembly.rebuild({STORY}, {CommentId(103)})
    assert [at for at, _ in shown(thread)] == [101, 102, 105, 103, 104, 106]
    assert (assembly.pending(), assembly.filling) == (1, 0)


def test_the_first_load_comes_above_what_is_read_only_if_it_is_out_of_view() -> None:
    assembly = Assembly(STORY_ITSELF, [comment(101)])
    assembly.rebuild()
    assembly.add([comment(103)])
    read = {CommentId(101)}
    assert shown(assembly.rebuild({STORY}, read, is_view_full=False)) == [(101, 0)]
    assert shown(assembly.rebuild({STORY}, read)) == [(103, 0), (101, 0)]
