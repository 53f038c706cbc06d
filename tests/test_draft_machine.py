"""Random sequences of edits: undo and redo, storage, and the way to a post and back."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.draft.sections import make_sections_manual
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.thread import Thread
from matome_tui.hugo.post.blocks import parse
from matome_tui.hugo.post.compose import read_draft
from matome_tui.hugo.post.file import text_of
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import DraftSession, Publication
from tests.support.visible_post import visible_groups

pytestmark = pytest.mark.bulk

STORY = Story(100, "A story", "poster", 1_700_000_000)
HTML = (
    "One. Two. <i>Three.</i>",
    "苔は緑。水は青。",
    "&quot;Why?&quot; {{&lt; x &gt;}} &lt;b&gt; *no* `a` \\",
    '<a href="https:&#x2F;&#x2F;a.example&#x2F;x_y">https:&#x2F;&#x2F;a.example&#x2F;...</a>',
    "&gt; a quote<p>an answer<pre><code>  code</code></pre>",
)
ANSWERED = {102: 101, 103: 102, 104: 101, 106: 105, 107: 106, 108: 106}
COMMENTS = [
    Comment(
        CommentId(number),
        ANSWERED.get(number, STORY.id),
        f"user{number % 4}",
        STORY.time + 500 - number // 2 * 7,
        HTML[number % len(HTML)],
    )
    for number in range(101, 110)
]
THREAD = Thread(STORY, COMMENTS)

TEXTS = st.text(max_size=8) | st.lists(
    st.sampled_from(
        [
            *['"', "'", "\\", "\n", "\n\n\n", "{{<", "{{%", ">}}", "> ", "# ", "</details", "+++"],
            *["訳", "[x](y)", "{{</details>}}", "引用元：[a](b)", "\u2060", "\u3000", " ", "\t"],
        ]
    ),
    max_size=5,
).map("".join)
COLORS = st.sampled_from(("", "#ff5733", "#45d325"))
TAGS = st.lists(st.sampled_from(("AI", "苔", "it's", "C++")), max_size=3, unique=True)
DAYS = st.dates().map(lambda day: day.isoformat())


class Drafting(RuleBasedStateMachine):
    """Does to a draft what the draft_editor does."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.file = Path(self.folder.name) / "drafts.sqlite"
        self.store, self.other = DraftStore(self.file), DraftStore(self.file)
        self.session = self.store.begin(Draft.begin(STORY))
        self.states = [self.session.draft]
        self.position = 0
        self.post_options = PostOptions()

    def teardown(self) -> None:
        self.store.close()
        self.other.close()
        self.folder.cleanup()

    @initialize(size=st.integers(1, 3))
    def lay_out(self, size: int) -> None:
        self.post_options = PostOptions(group_size=size)

    @property
    def draft(self) -> Draft:
        return self.session.draft

    def do(self, draft: Draft, *, is_same_step: bool = False) -> None:
        """Edit the draft, and the list that says what it must be."""
        if self.session.edit("Edit", draft, is_same_step=is_same_step):
            self.position += 0 if is_same_step and self.position else 1
            self.states[self.position :] = [draft]

    def draw_keys(self, data: st.DataObject, kinds: tuple[type[Entry], ...]) -> list[EntryKey]:
        keys = [entry.key for entry in self.draft.entries if isinstance(entry, kinds)]
        return data.draw(st.lists(st.sampled_from(keys), max_size=3)) if keys else []

    # Entries added and removed

    def toggle(self, comments: Iterable[Comment]) -> None:
        comments = list(comments)
        fresh = [c for c in comments if not self.draft.clips_of(c.id)]
        clips = [clip.key for c in comments for clip in self.draft.clips_of(c.id)]
        self.do(self.draft.add(fresh, THREAD.find, 5) if fresh else self.draft.remove(clips))

    @rule(numbers=st.lists(st.integers(0, 8), max_size=4))
    def mark(self, numbers: list[int]) -> None:
        self.toggle(COMMENTS[number] for number in numbers)

    @rule(at=st.integers(0, 8))
    def mark_branch(self, at: int) -> None:
        self.toggle(THREAD.comments[at : at + THREAD.sizes[at]])

    @rule(data=st.data())
    def clip_again(self, data: st.DataObject) -> None:
        for key in self.draw_keys(data, (Clip,))[:1]:
            self.do(self.draft.clip_again(key))

    @rule(text=TEXTS | TEXTS.map("## {}".format), at=st.integers(0, 9))
    def remark(self, text: str, at: int) -> None:
        self.do(self.draft.add_remark(text, at))

    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        self.do(self.draft.remove(self.draw_keys(data, (Clip, Remark, Section))))

    # Entries edited

    @rule(data=st.data(), color=COLORS)
    def color(self, data: st.DataObject, color: str) -> None:
        self.do(self.draft.set_color(self.draw_keys(data, (Clip, Remark)), color))

    @rule(data=st.data(), text=TEXTS, is_same=st.booleans())
    def write(self, data: st.DataObject, text: str, is_same: bool) -> None:
        for key in self.draw_keys(data, (Clip, Remark))[:1]:
            self.do(self.draft.set_text(key, text), is_same_step=is_same)

    @rule(data=st.data(), end=st.integers(0, 9))
    def cut(self, data: st.DataObject, end: int) -> None:
        for key in self.draw_keys(data, (Clip,))[:1]:
            excerpt = replace(self.draft.clip(key), excerpt="").original[:end]
            self.do(self.draft.set_excerpt(key, excerpt, ((0, end),) if excerpt else ()))

    @rule(data=st.data(), html=st.sampled_from(HTML))
    def update_source(self, data: st.DataObject, html: str) -> None:
        for key in self.draw_keys(data, (Clip,))[:1]:
            self.do(self.draft.update_source(key, html))

    @rule(title=TEXTS, day=DAYS, tags=TAGS, image=TEXTS, is_draft=st.booleans())
    def set_head(self, title: str, day: str, tags: list[str], image: str, is_draft: bool) -> None:
        metadata = replace(
            self.draft.metadata,
            title=title,
            date=day,
            tags=tuple(tags),
            image=image,
            is_draft=is_draft,
        )
        self.do(self.draft.with_metadata(metadata))

    # Its order and its folds

    @rule(data=st.data(), places=st.integers(-3, 3))
    def move(self, data: st.DataObject, places: int) -> None:
        self.do(self.draft.move(self.draw_keys(data, (Clip, Remark, Section)), places))

    @rule(data=st.data(), place=st.integers(0, 9))
    def move_to(self, data: st.DataObject, place: int) -> None:
        self.do(self.draft.move_to(self.draw_keys(data, (Clip, Remark, Section)), place))

    @rule(data=st.data())
    def move_below_parent(self, data: st.DataObject) -> None:
        for key in self.draw_keys(data, (Clip,)):
            self.do(self.draft.move_below_parent(key, ANSWERED.get))

    @rule(order=st.sampled_from(("thread", "time")))
    def arrange(self, order: str) -> None:
        self.do(self.draft.sort_clips("time" if order == "time" else "thread", THREAD.find))

    @rule(at=st.integers(0, 9), is_open=st.booleans())
    def fold(self, at: int, is_open: bool) -> None:
        draft = make_sections_manual(self.draft, self.post_options.group_size)
        self.do(draft.begin_section(at, is_open=is_open))

    @rule(data=st.data(), summary=TEXTS)
    def name_fold(self, data: st.DataObject, summary: str) -> None:
        for key in self.draw_keys(data, (Section,))[:1]:
            self.do(self.draft.set_summary(key, summary))

    @rule()
    def drop_sections(self) -> None:
        self.do(self.draft.drop_sections())

    # Back and forth

    @rule()
    def undo(self) -> None:
        assert (self.session.undo() is None) == (self.position == 0)
        self.position = max(self.position - 1, 0)

    @rule()
    def redo(self) -> None:
        last = len(self.states) - 1
        assert (self.session.redo() is None) == (self.position == last)
        self.position = min(self.position + 1, last)

    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        self.position = data.draw(st.integers(0, len(self.states) - 1))
        self.session.go(self.position)

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        while self.session.undo() is not None:
            pass
        assert self.draft == Draft.begin(STORY)
        while self.session.redo() is not None:
            pass
        assert self.draft == self.states[-1]
        self.position = len(self.states) - 1

    @rule()
    def publish(self) -> None:
        text = text_of(self.draft, self.session.publication.text, self.post_options)
        self.session.publish(Publication("/site/index.md", text))

    @precondition(lambda self: self.session.id)
    @rule()
    def start_again(self) -> None:
        self.store.close()
        self.store = DraftStore(self.file)
        self.session = self.found(self.store)

    def found(self, store: DraftStore) -> DraftSession:
        session = store.of_thread(STORY.id)
        assert session is not None
        return session

    # Invariants

    @invariant()
    def the_draft_is_what_was_done(self) -> None:
        assert self.draft == self.states[self.position]
        assert [step.value for step in self.session.steps] == self.states

    @invariant()
    def disk_is_memory(self) -> None:
        if not self.session.id:
            assert self.other.of_thread(STORY.id) is None
            return
        kept = self.found(self.other)
        assert (kept.draft, kept.position) == (self.draft, self.position)
        assert kept.steps == self.session.steps
        assert kept.publication == self.session.publication

    @invariant()
    def the_post_has_all_of_the_draft(self) -> None:
        for published in {"", self.session.publication.text}:
            text = text_of(self.draft, published, self.post_options)
            again = read_draft(parse(text), self.post_options)
            assert visible_groups(again, self.post_options) == visible_groups(
                self.draft, self.post_options
            )
            _, _, body = text.partition("\n+++\n")
            assert body.count("{{< details") == body.count("{{</details>}}")
            assert text_of(self.draft, text, self.post_options) == text
            assert text_of(again, text, self.post_options) == text


Drafting.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestDrafting = Drafting.TestCase
