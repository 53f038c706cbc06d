"""What the screens need from the rest of the program, in one place."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.settings import Settings
from matome_tui.core.items import Comment, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.threads import ThreadStore
from matome_tui.ui.drawing.glyphs import ASCII, UNICODE, Glyphs
from matome_tui.ui.event import Event

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews
    from matome_tui.hugo.post.layout import PostOptions
    from matome_tui.hugo.site.index import Index, IndexedPost
    from matome_tui.store.session import DraftSession
    from matome_tui.ui.draft_editor import DraftEditor


@dataclass
class Services:
    """The parts of the program, put together by the command line.

    Attributes:
        settings: As the configuration has them.
        config_file: Where a setting that the program changes is written.
        drafts: The drafts.
        threads: The threads kept for reading offline.
        connect: Makes the connection to Hacker News; None to stay offline.
        site: The Hugo site that posts are saved in; None until one is known.
        notices: Lines to show when the program starts.
        archetype: Front matter that the site wants new posts to begin from; empty for none.
        index: What the site's posts have used; None until it is read.
        index_read: Published after `index` was read.
        post_saved: Published after a draft's post was saved.
        declined: Threads whose post on the site the user would rather not open.
    """

    settings: Settings
    config_file: Path
    drafts: DraftStore
    threads: ThreadStore
    connect: "Callable[[], HackerNews] | None"
    site: Path | None = None
    notices: list[str] = field(default_factory=list)
    archetype: str = ""
    index: "Index | None" = None
    index_read: Event[None] = field(default_factory=Event)
    post_saved: Event["DraftEditor"] = field(default_factory=Event)
    declined: set[int] = field(default_factory=set)

    @cached_property
    def hn(self) -> "HackerNews | None":
        """Hacker News; None offline. The HTTP client is loaded when it is first asked for."""
        return self.connect() if self.connect else None

    async def keep_thread(
        self, story: Story, comments: Iterable[Comment], ranks: Mapping[int, Sequence[int]]
    ) -> None:
        """Keep a thread for reading offline, never at the cost of one with a draft. StoreError."""
        drafted = self.drafts.threads()
        await asyncio.to_thread(self.threads.save, story, comments, ranks, drafted)

    def day_of(self, story: Story) -> date | None:
        """Return today, where the site dates posts so or the story's time is unknown; else None."""
        is_today = self.settings.post_on(self.site).date == "today" or not story.time
        return date.today() if is_today else None

    def site_problems(self) -> list[str]:
        """Return what on the site is known to harm posts, with its remedy; this may run hugo.

        Raises:
            HugoError: Hugo does not run.
        """
        from matome_tui.hugo.program.run import find_hugo
        from matome_tui.hugo.site.site import best_view, problems

        if self.site is None:
            return []
        site, unread = best_view(self.site, find_hugo())
        known = site if site.unsafe is not None else replace(site, unsafe=True)
        lines = [
            f"{problem.what} {problem.remedy}" for problem in problems(known, self.post_options)
        ]
        return [f"Cannot read the site's configuration: {unread}", *lines] if unread else lines

    def learn_archetype(self) -> None:
        """Find out what the site wants new posts to begin from; this may run hugo.

        Raises:
            HugoError, OSError, ValueError: As `read_archetype`.
        """
        from matome_tui.hugo.program.run import find_hugo
        from matome_tui.hugo.site.archetype import find_archetype, read_archetype
        from matome_tui.hugo.site.site import best_view

        if self.site is None:
            return
        place = best_view(self.site, None)[0].places.find(self.post_options.path)
        if place and find_archetype(self.site, place.section):
            self.archetype = read_archetype(self.site, place.section, find_hugo())

    def read_index(self) -> None:
        """Read what the site's posts have used, from their files. OSError where impossible."""
        from matome_tui.hugo.site.index import read_index
        from matome_tui.hugo.site.site import best_view

        self.index = read_index(best_view(self.site, None)[0]) if self.site else None

    def post_of(self, thread: int) -> "IndexedPost | None":
        """Return the newest post that the site is known to have of a thread."""
        posts = self.index.threads.get(thread) if self.index else None
        return posts[0] if posts else None

    def open_post(self, path: Path) -> "DraftSession":
        """Open the draft of a post file, or begin one from what the file says.

        Raises:
            PostError: It is not there, can not be read, or names no thread.
            StoreError: The drafts can not be read.
        """
        if session := self.drafts.of_post(path):
            return session
        from matome_tui.hugo.post.blocks import PostError, parse
        from matome_tui.hugo.post.compose import read_draft
        from matome_tui.hugo.post.file import read
        from matome_tui.store.session import Publication

        if (text := read(path)) is None:
            raise PostError(f"{path} is not there any more")
        return self.drafts.begin(
            read_draft(parse(text), self.post_options), Publication(str(path), text)
        )

    @property
    def glyphs(self) -> Glyphs:
        """What to draw with."""
        return ASCII if self.settings.reader.ascii else UNICODE

    @property
    def color_numbers(self) -> dict[str, int]:
        """The keys of the colours, by their values."""
        return {color.value: number for number, color in enumerate(self.settings.colors, start=1)}

    @property
    def color_names(self) -> dict[str, str]:
        """The keys of the colours and what they mean, or else their names, by their values."""
        colors = enumerate(self.settings.colors, start=1)
        return {c.value: f"{number} {c.meaning or c.name}".strip() for number, c in colors}

    @property
    def post_options(self) -> "PostOptions":
        """How posts are laid out on the site."""
        from matome_tui.hugo.post.layout import PostOptions

        post = self.settings.post_on(self.site)
        return PostOptions(
            group_size=post.group_size,
            style=post.style,
            form=post.format,
            path=post.path,
            slug_words=post.slug_words,
            source_line=post.source_line,
            section_summary=post.section_summary,
            tail=post.tail,
            time_zone=post.time_zone,
            with_ids=post.ids,
            front_matter=post.front_matter,
            extra=dict(post.extra),
            archetype=self.archetype,
        )
