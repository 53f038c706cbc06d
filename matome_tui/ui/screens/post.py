"""The post screen: metadata of the post, and a preview of its exact text."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Label

from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.draft.draft import Metadata
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.post.encode import tag_problem
from matome_tui.hugo.post.file import legible, text_of
from matome_tui.hugo.post.location import default_slug, post_path
from matome_tui.hugo.post.tags import tag_page
from matome_tui.i18n import N_, _, ngettext
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.offer_metadata import offer_metadata
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.completion import Choice, Completion, parts
from matome_tui.ui.widgets.line_input import LineInput, one_line
from matome_tui.ui.widgets.page_pane import PagePane
from matome_tui.ui.widgets.picture import Picture
from matome_tui.ui.widgets.source_area import SourceArea
from matome_tui.ui.widgets.tick import Tick
from matome_tui.ui.widgets.wrapped_input import WrappedInput

if TYPE_CHECKING:
    from matome_tui.hugo.site.index import Index

_PREVIEW_SECONDS = 0.1
_STATES = {"uncommitted": N_("not committed"), "unpushed": N_("not pushed")}


@dataclass(frozen=True, slots=True)
class _FormField:
    """The part of the metadata that a field of the form edits.

    Attributes:
        get: Returns the field's text for some metadata.
        set: Returns the metadata with the field's text.
    """

    get: Callable[[Metadata], str]
    set: Callable[[Metadata, str], Metadata]


def _fields(slug: str) -> dict[str, _FormField]:
    """Return the fields of the form by name; `slug` is the one that the title makes."""
    return {
        "title": _FormField(lambda h: h.title, lambda h, text: replace(h, title=text)),
        "date": _FormField(lambda h: h.date, lambda h, text: replace(h, date=text.strip())),
        "slug": _FormField(
            lambda h: h.slug or slug,
            lambda h, text: replace(h, slug="" if text.strip() == slug else text.strip()),
        ),
        "tags": _FormField(
            lambda h: ", ".join(h.tags), lambda h, text: replace(h, tags=parts(text))
        ),
        "image": _FormField(lambda h: h.image, lambda h, text: replace(h, image=text.strip())),
    }


class _Form(VerticalScroll, can_focus=False):
    """The fields of the form; the one with the focus stays in view."""

    def on_resize(self) -> None:
        """Scroll to the field, once it is laid out."""
        field = self.screen.focused
        if field and self in field.ancestors:
            self.call_after_refresh(field.scroll_visible, animate=False)


class PostScreen(MatomeScreen[None]):
    """Edits the metadata of a post beside a preview of its text."""

    AUTO_FOCUS = ""  # it would scroll for the first layout, which is not that of a narrow screen
    CSS_PATH: ClassVar = [style_path("prose"), style_path("post")]
    GROUPS: ClassVar[tuple[Group, ...]] = ("post", "choices", "rows", "page")
    BINDINGS = bindings("post")

    def __init__(self, draft_editor: DraftEditor) -> None:
        """Show the post of a draft."""
        super().__init__()
        self._draft_editor = draft_editor
        self._in_form = draft_editor.draft.metadata
        self._fields: dict[str, _FormField] = {}
        self._last_field = ""
        self._text = ""
        self._state = ""
        self._preview_timer: Timer | None = None
        self._images_by_use: deque[str] = deque()

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        draft, glyphs = self._draft_editor.draft, self.glyphs
        slug = default_slug(draft, self._options)
        self._fields = _fields(slug)
        yield Bar(id="title")
        with Horizontal(id="sides"):
            with _Form(id="form"):
                yield Label(one_line(draft.story_title), id="story-title", markup=False)
                yield _row(_("Title"), self._line("title", wraps=True))
                yield _row(_("Date"), self._line("date", _("YYYY-MM-DD"), most=10))
                yield _row(_("Slug"), self._line("slug", slug, wraps=True), id="place")
                key = self.shown_key("choices.down")
                tags = self._line("tags", _("a, b ({key} for suggestions)").format(key=key))
                yield _row(_("Tags"), self._completion("tags", tags, has_parts=True))
                image = self._line("image", _("{key} for suggestions").format(key=key))
                yield _row(_("Image"), self._completion("image", image))
                is_draft = draft.metadata.is_draft
                yield _row("", Tick(_("Draft (not published)"), is_draft, id="post-draft"))
                yield Label("", id="problem", markup=False)
                yield Picture(glyphs, id="picture")
            yield SourceArea(id="preview")
            yield PagePane(glyphs, self.services.settings.reader.measure, id="page")
        yield StatusBar("post", "everywhere", id="status", is_for_fields=True)

    def _line(
        self, name: str, hint: str = "", most: int | None = None, *, wraps: bool = False
    ) -> LineInput:
        text = self._fields[name].get(self._draft_editor.draft.metadata)
        make = WrappedInput if wraps else LineInput
        return make(text, hint=hint, most=most, id=f"post-{name}")

    def _completion(self, name: str, field: LineInput, *, has_parts: bool = False) -> Completion:
        same_kana = self.services.settings.ui.same_kana
        return Completion(field, self.glyphs, has_parts=has_parts, same_kana=same_kana, id=name)

    def on_mount(self) -> None:
        """Show the preview."""
        self.query_one("#post-title").focus(scroll_visible=False)
        self.follow(self._draft_editor.changed, lambda _: self._show_changed())
        self.follow(self.services.site.index_read, lambda _: self._offer_choices())
        self.follow(self.services.site.post_saved, lambda _: self._look_at_repository())
        self.follow(self.services.site.post_published, lambda _: self._look_at_repository())
        self._offer_choices()
        self._look_at_repository()
        self.call_after_refresh(self.matome.read_index)

    @work(exclusive=True, group="repository", exit_on_error=False)
    async def _look_at_repository(self) -> None:
        """Show whether the post's file is committed and pushed."""
        if path := self._draft_editor.publication.path:
            from matome_tui.hugo.site.publishing import state_of

            self._state = await asyncio.to_thread(state_of, Path(path))
            self._show_status()

    def _offer_choices(self) -> None:
        """Offer the tags and images of the site."""
        if index := self._index:
            tags = [Choice(tag, _posts(used)) for tag, used in index.tags.most_common()]
            fit = [choice for choice in tags if parts(one_line(choice.text)) == (choice.text,)]
            self.query_one("#tags", Completion).offer(fit)
            images = [Choice(i.name, i.last_used or _("never used")) for i in index.images]
            images = [choice for choice in images if one_line(choice.text) == choice.text]
            self._image.offer(images)
            hint = _("{key} for suggestions") if images else _("the site has no images")
            self._image.field.placeholder = hint.format(key=self.shown_key("choices.down"))
            self._images_by_use = deque(choice.text for choice in images)
        self._show()
        self._show_picture()

    @property
    def _options(self) -> PostOptions:
        return self.services.site.options_of(self._draft_editor.publication.path)

    @property
    def _index(self) -> "Index | None":
        return self.services.site.index_of(self._draft_editor.publication.path)

    @property
    def _image(self) -> Completion:
        return self.query_one("#image", Completion)

    # Editing

    @on(Input.Changed)
    def _set_line(self, event: Input.Changed) -> None:
        name = (event.input.id or "").removeprefix("post-")
        field, metadata = self._fields[name], self._draft_editor.draft.metadata
        if not event.input.disabled and event.value != one_line(field.get(metadata)):
            self._change(name, field.set(metadata, event.value))
        if name == "image":
            self._show_picture()

    @on(Checkbox.Changed, "#post-draft")
    def _set_draft(self, event: Checkbox.Changed) -> None:
        self._change("draft", replace(self._draft_editor.draft.metadata, is_draft=event.value))

    def _change(self, field: str, metadata: Metadata) -> None:
        changed = self._draft_editor.draft.with_metadata(metadata)
        is_same = field == self._last_field
        self._in_form = changed.metadata
        if self._draft_editor.edit(edit_title(f"set_{field}"), changed, is_same_step=is_same):
            self._last_field = field

    def action_take_least_used(self) -> None:
        """Use the least recently used image; then the next, and so on."""
        images, value = self._images_by_use, self._image.field.value
        for _turn in range(len(images)):
            images.rotate(-1)
            if images[-1] != value:
                self._image.put(images[-1])
                return
        if images:
            self.warn(_("The site has no other image"))
        else:
            self.warn(_("No image: the site has none, or is still being read"))

    # Showing

    @on(Completion.Highlighted, "#image")
    def _show_picture(self) -> None:
        index, name = self._index, self._image.current.strip().lstrip("/")
        images = index.images if index else ()
        path = next((image.path for image in images if image.name.lstrip("/") == name), None)
        self.query_one(Picture).show(path)

    def _show(self) -> None:
        self._preview_timer = None
        draft, published = self._draft_editor.draft, self._draft_editor.publication
        problems: list[str] = []
        try:
            options = self._options
            text = text_of(draft, published.text, options)
            path = published.path or post_path(draft, options)
        except PostError as error:
            problems, path, text = [str(error)], "", ""
        else:
            self._text = legible(text)
            self._show_text()
        problems += [
            _("Tag {tag}: {problem}").format(tag=tag, problem=why)
            for tag in draft.metadata.tags
            if (why := tag_problem(tag))
        ]
        label = self.query_one("#problem", Label)
        label.set_class(not problems, "-warning")
        label.update("\n".join(map(one_line, problems or self._warnings(path, text))))
        self._show_place(published.path)
        clips = len(draft.clips)
        self.query_one(Bar).show(
            self._in_site(path).removeprefix("content/") or _("Post"),
            ngettext("{number:,} clip", "{number:,} clips", clips).format(number=clips),
        )
        self._show_status()

    def _show_status(self) -> None:
        written = len(graphemes(self._draft_editor.draft.metadata.title))
        said = ngettext("title: {number:,} character", "title: {number:,} characters", written)
        state = _STATES.get(self._state)
        lines = (said.format(number=written), *([_(state)] if state else ()))
        self.query_one(StatusBar).say("  ".join(lines))

    def _warnings(self, path: str, text: str) -> Iterator[str]:
        if (index := self._index) is None:
            return
        is_new = not self._draft_editor.publication.path
        place = index.site.places.find(path) if is_new and path else None
        if place and place.file.exists():
            yield _("A post with this name exists; change the slug or the date to keep both")
        from matome_tui.hugo.site.publication import publication_problem

        if waits := publication_problem(index.site, parse(text).front_matter or {}):
            yield waits
        tags = self._draft_editor.draft.metadata.tags
        same_kana = self.services.settings.ui.same_kana
        for tag, usual in index.variants(tags, same_kana=same_kana).items():
            yield _variant_warning(tag, usual, index.tags[usual])

    def _show_place(self, path: str) -> None:
        """Show the file instead of the slug: a saved post keeps its place."""
        field = self.query_one("#post-slug", LineInput)
        if path and not field.disabled:
            field.disabled = True
            field.value = one_line(self._in_site(path))
            self.query_one("#place > .name", Label).update(_("File"))

    def _in_site(self, path: str) -> str:
        """Return the path of a post's file relative to the site, if it is in there."""
        root = self.services.site.root_of(self._draft_editor.publication.path)
        if root is None or not Path(path).is_relative_to(root):
            return path
        return str(Path(path).relative_to(root))

    def _show_text(self) -> None:
        """Show the post in the view that is open."""
        if self._page.display:
            self._page.show_post(self._text)
        else:
            self.query_one(SourceArea).load_text(self._text)

    def action_switch_view(self) -> None:
        """Show how the page reads, or the source."""
        source, page = self.query_one(SourceArea), self._page
        had_focus = source.has_focus or page.has_focus
        source.display, page.display = page.display, source.display
        self._show_text()
        if had_focus:
            (page if page.display else source).focus()

    @property
    def _page(self) -> PagePane:
        return self.query_one(PagePane)

    def action_save(self) -> None:
        """Save the post in the site."""
        self._after_typing(self.matome.save)

    def action_publish(self) -> None:
        """Commit the post, and push it."""
        self._after_typing(self.matome.publish_post)

    def action_check_site(self) -> None:
        """Have Hugo build the whole site."""
        self.matome.check_site(self._draft_editor)

    def action_share(self) -> None:
        """Copy a text to share the post with."""
        self._after_typing(self.matome.share_post)

    def action_export(self) -> None:
        """Export the post as Markdown."""
        self._after_typing(self._export)

    @work(exclusive=True, group="question", exit_on_error=False)
    async def _export(self, draft_editor: DraftEditor) -> None:
        from matome_tui.hugo.post.export import post_markdown
        from matome_tui.ui.flows.export import export

        markdown = partial(post_markdown, draft_editor.draft, self._options)
        question = _("Export the post as Markdown to:")
        await export(self.matome, self.app.copy_to_clipboard, question, markdown)

    @work(exclusive=True, group="suggest", exit_on_error=False)
    async def action_suggest(self) -> None:
        """Offer a title and tags from the translation service."""
        index, settings = self._index, self.services.settings.translate
        tags = index.tags if index else {}
        translation = self.matome.translation
        await offer_metadata(self.matome, translation, self._draft_editor, tags, settings)

    def _after_typing(self, act: Callable[[DraftEditor], object]) -> None:
        """Do something with the draft once letters that are still in the queue are in it."""
        typed_in = self.focused or self
        typed_in.call_later(lambda: self.call_later(act, self._draft_editor))

    def action_preview(self) -> None:
        """Start or stop the preview in the browser."""
        self.matome.preview(self._draft_editor)

    def _show_changed(self) -> None:
        """Show the draft soon, and at once in the form if the change was not made there."""
        metadata = self._draft_editor.draft.metadata
        if metadata != self._in_form:
            self._in_form = metadata
            for name, field in self._fields.items():
                line = self.query_one(f"#post-{name}", LineInput)
                if not line.disabled:
                    line.value = one_line(field.get(metadata))
            self.query_one("#post-draft", Checkbox).value = metadata.is_draft
        if self._preview_timer is None:
            self._preview_timer = self.set_timer(_PREVIEW_SECONDS, self._show)

    def action_close(self) -> None:
        """Close a list that letters still in the queue opened, or else the screen.

        Everything is saved already.
        """
        self._after_typing(lambda _draft_editor: self._close())

    def _close(self) -> None:
        lists = [each for each in self.query(Completion) if each.is_open]
        for each in lists:
            each.action_close_choices()
        if not lists:
            self.dismiss()


def _posts(number: int) -> str:
    return ngettext("{number:,} post", "{number:,} posts", number).format(number=number)


def _variant_warning(tag: str, usual: str, used: int) -> str:
    """Return a warning of a tag that `used` posts spell in another way."""
    if tag_page(tag) != tag_page(usual):
        said = _("The tags {tag} and {usual} look alike, but have a page each; use one spelling")
    elif used:
        said = ngettext(
            "{number:,} post writes the tag {tag} as {usual}; Hugo treats both as one",
            "{number:,} posts write the tag {tag} as {usual}; Hugo treats both as one",
            used,
        )
    else:
        said = _("The tags {tag} and {usual} are one to Hugo; use one spelling")
    return said.format(number=used, tag=tag, usual=usual)


def _row(name: str, widget: Widget, id: str | None = None) -> Horizontal:
    return Horizontal(Label(name, classes="name"), widget, id=id, classes="row")
