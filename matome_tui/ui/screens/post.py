"""The post: what stands at its head, and the exact text that will be written."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Checkbox, Input, Label, TextArea

from matome_tui.core.draft import Head
from matome_tui.hugo.layout import post_path
from matome_tui.hugo.encode import tag_problem
from matome_tui.hugo.post import PostError
from matome_tui.hugo.publish import text_of
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.desk import Desk
from matome_tui.ui.formats import count
from matome_tui.ui.screens.base import MatomeScreen, style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar

_PREVIEW_SECONDS = 0.1


class PostScreen(MatomeScreen[None]):
    """Edits what stands at the head of the post beside a preview of its text."""

    CSS_PATH = style_path("post")
    GROUPS: ClassVar[tuple[Group, ...]] = ("post",)
    BINDINGS = bindings("post")

    def __init__(self, desk: Desk) -> None:
        """Show the post of a draft."""
        super().__init__()
        self._desk = desk
        self._last_field = ""
        self._preview_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        head = self._desk.draft.head
        yield Bar(id="title")
        with Horizontal():
            with VerticalScroll(id="form", can_focus=False):
                yield Label(self._desk.draft.story_title, id="story-title", markup=False)
                yield Label("Title")
                yield Input(head.title, id="post-title")
                yield Label("Date (YYYY-MM-DD)")
                yield Input(head.date, id="post-date", max_length=10)
                yield Label("Tags, with commas between")
                yield Input(", ".join(head.tags), id="post-tags")
                yield Label("Image, as in thumbnails/green3.jpg")
                yield Input(head.image, id="post-image")
                yield Checkbox("Draft: Hugo holds it back", head.is_draft, id="post-draft")
                yield Label("", id="problem", markup=False)
            yield TextArea(id="preview", read_only=True, highlight_cursor_line=False)
        yield StatusBar("post", id="status")

    def on_mount(self) -> None:
        """Show the preview."""
        self.query_one("#post-title").focus()
        self._show()

    @on(Input.Changed, "#post-title")
    def _set_title(self, event: Input.Changed) -> None:
        self._change("title", lambda head: replace(head, title=event.value))

    @on(Input.Changed, "#post-date")
    def _set_date(self, event: Input.Changed) -> None:
        self._change("date", lambda head: replace(head, date=event.value.strip()))

    @on(Input.Changed, "#post-tags")
    def _set_tags(self, event: Input.Changed) -> None:
        named = (tag.strip() for tag in event.value.replace("、", ",").split(","))
        tags = tuple(dict.fromkeys(tag for tag in named if tag))
        self._change("tags", lambda head: replace(head, tags=tags))

    @on(Input.Changed, "#post-image")
    def _set_image(self, event: Input.Changed) -> None:
        self._change("image", lambda head: replace(head, image=event.value.strip()))

    @on(Checkbox.Changed, "#post-draft")
    def _set_draft(self, event: Checkbox.Changed) -> None:
        self._change("draft", lambda head: replace(head, is_draft=event.value))

    def _change(self, field: str, edit: Callable[[Head], Head]) -> None:
        draft = self._desk.draft
        changed = draft.with_head(edit(draft.head))
        is_same = field == self._last_field
        if self._desk.edit(f"Set the {field}", changed, is_same_step=is_same):
            self._last_field = field
            if self._preview_timer is None:
                self._preview_timer = self.set_timer(_PREVIEW_SECONDS, self._show)

    def _show(self) -> None:
        self._preview_timer = None
        draft = self._desk.draft
        published = self._desk.session.publication
        problem = ""
        try:
            text = text_of(draft, published.text, self.services.layout)
            path = published.path or post_path(draft, self.services.layout)
        except PostError as error:
            problem, path = str(error), ""
        else:
            self.query_one("#preview", TextArea).load_text(text)
        problem = problem or next(
            (f"Tag {tag}: {why}" for tag in draft.head.tags if (why := tag_problem(tag))), ""
        )
        self.query_one("#problem", Label).update(problem)
        self.query_one(Bar).show(path or "The post", count(len(draft.clips), "clip"))
        written = len(draft.head.title)
        self.query_one(StatusBar).say(f"title: {count(written, 'character')}")

    def action_save(self) -> None:
        """Save the post in the site."""
        self.matome.save(self._desk)

    def saved(self) -> None:
        """Show the place where the post now is."""
        self._show()

    def action_close(self) -> None:
        """Go back to the thread; all is kept already."""
        self.dismiss()
