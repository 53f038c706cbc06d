"""The Hugo site that posts are saved in, as far as the running program knows it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matome_tui.config.settings import EditorSettings, Settings
from matome_tui.core.draft.post_options import Format, PostOptions
from matome_tui.core.items import Story
from matome_tui.files import plain
from matome_tui.i18n import _, sentences
from matome_tui.ui.event import Event

if TYPE_CHECKING:
    from matome_tui.hugo.program.conventions import Conventions
    from matome_tui.hugo.site.index import Index, IndexedPost
    from matome_tui.ui.draft_editor import DraftEditor


@dataclass
class CurrentSite:
    """The site and the session's knowledge of it.

    Attributes:
        settings: The configuration.
        root: The site's folder; None until one is known.
        archetype: Front matter that the site wants new posts to begin from; empty for none.
        index: What the site's posts use; None until it is read.
        asked_about: Ids of threads whose post was offered to the user, and not opened.
        archetype_read: Published after `archetype` was read, with the post options.
        index_read: Published after `index` was read.
        post_saved: Published after a draft's post was saved.
        post_published: Published after a draft's post was committed or pushed, or not.
    """

    settings: Settings
    root: Path | None = None
    archetype: str = ""
    index: "Index | None" = None
    asked_about: set[int] = field(default_factory=set)
    archetype_read: Event[PostOptions] = field(default_factory=Event)
    index_read: Event[None] = field(default_factory=Event)
    post_saved: "Event[DraftEditor]" = field(default_factory=Event)
    post_published: "Event[DraftEditor]" = field(default_factory=Event)
    _noted: set[str] = field(default_factory=set, init=False)
    _sites: dict[Path, Path | None] = field(default_factory=dict, init=False)
    _real: dict[Path, Path] = field(default_factory=dict, init=False)

    def find_around(self, post: str | Path) -> None:
        """Take the site that a post's file is in, if none is known and the file has a path."""
        if self.root is None:
            self.root = self.find_root(post)

    def day_of(self, story: Story) -> date | None:
        """Return today if the site dates posts so or the story's time is unknown; else None."""
        is_today = self.settings.post_on(self.root).date == "today" or not story.time
        return date.today() if is_today else None

    def note_on_colors(self, post: str) -> str:
        """Return a line if a post's site has no colours, the first time; else empty."""
        return self._note_once(_("This site's posts have no colours; the draft keeps them"), post)

    def note_on_sections(self, post: str) -> str:
        """Return a line if a post's site has no sections, the first time; else empty."""
        return self._note_once(_("This site's posts have no sections; the draft keeps them"), post)

    def _note_once(self, loss: str, post: str) -> str:
        if loss in self._noted or self.options_of(post).format != "blockquote":
            return ""
        self._noted.add(loss)
        return loss

    def examine(self) -> list[str]:
        """Read the archetype; return what harms posts on the site. This may run hugo."""
        if self.root is None:
            return []
        from matome_tui.hugo.executable import HugoError

        lines: list[str] = []
        try:
            lines += self.problems()
            self.learn_archetype()
        except (HugoError, OSError, ValueError) as error:
            lines.append(_("The site was not read: {reason}").format(reason=plain(error)))
        return lines

    def problems(self) -> list[str]:
        """Return what on the site is known to harm posts, with its remedy; this may run hugo.

        Raises:
            HugoError: Hugo does not run.
        """
        from matome_tui.hugo.executable import find_hugo
        from matome_tui.hugo.site.site import problems, try_read_site

        if self.root is None:
            return []
        site, unread = try_read_site(self.root, find_hugo())
        known = site if site.unsafe is not None else replace(site, unsafe=True)
        lines = [
            sentences(problem.what, problem.remedy)
            for problem in problems(known, self.post_options)
        ]
        if unread:
            message = _("Cannot read the site's configuration: {reason}")
            lines.insert(0, message.format(reason=unread))
        return lines

    def learn_archetype(self) -> None:
        """Read what the site wants new posts to begin from; this may run hugo.

        Raises:
            HugoError, OSError, ValueError: As `read_archetype`.
        """
        from matome_tui.hugo.executable import find_hugo
        from matome_tui.hugo.program.archetype import find_archetype, read_archetype
        from matome_tui.hugo.site.site import try_read_site

        options = self.post_options
        if self.root is None or options.archetypes == "none":
            return
        place = try_read_site(self.root, None)[0].places.find(options.path)
        any_will_do = options.archetypes == "any"
        if place and find_archetype(self.root, place.section, has_default=any_will_do):
            self.archetype = read_archetype(
                self.root, place.section, find_hugo(), has_default=any_will_do
            )

    def suggested(self, conventions: "Conventions", form: Format, config_file: Path) -> PostOptions:
        """Return the options of posts on the site once a suggestion is adopted.

        Settings that the configuration has for the site already stay, apart from the format.
        """
        return self._suggested(conventions, form, config_file)[0]

    def adopt(self, conventions: "Conventions", form: Format, config_file: Path) -> None:
        """Use suggested settings of the site from now on, and write them to the configuration.

        Raises:
            OSError, ValueError: The configuration cannot be changed.
        """
        from matome_tui.config.file import save_site

        assert self.root is not None
        options, changes = self._suggested(conventions, form, config_file)
        clips = self.suggested_editor(conventions, config_file)
        editor = replace(self.settings.editor_on(self.root), **clips)
        self.settings = self.settings.with_site(self.root, replace(options, archetype=""), editor)
        self.archetype = conventions.archetype
        save_site(config_file, self.root.absolute(), {**changes, **clips})

    def suggested_editor(self, conventions: "Conventions", config_file: Path) -> Mapping[str, Any]:
        """Return the settings of the editor that a suggestion adds to the site's.

        There are none if the site's posts are in the language that clips are checked for already.
        """
        from matome_tui.config.file import site_settings

        suggested = conventions.editor
        if self.root is None or not suggested:
            return {}
        if suggested["language"] == self.settings.editor_on(self.root).language:
            return {}
        own = site_settings(config_file, self.root.absolute())
        return {name: value for name, value in suggested.items() if name not in own}

    def has_adopted(self, conventions: "Conventions", form: Format, config_file: Path) -> bool:
        """Return whether the site has all that a suggestion would set; defaults count as well."""
        from matome_tui.config.file import site_settings

        post = self.settings.post_on(self.root)
        if self.root is None or post.format != form:
            return False
        own = site_settings(config_file, self.root.absolute())
        is_complete = "format" in own and all(
            name in own or getattr(post, name, None) == value
            for name, value in conventions.settings(form).items()
        )
        return is_complete and not self.suggested_editor(conventions, config_file)

    def _suggested(
        self, conventions: "Conventions", form: Format, config_file: Path
    ) -> tuple[PostOptions, dict[str, Any]]:
        """Return the options of posts once a suggestion is adopted, and the settings it adds."""
        from matome_tui.config.file import site_settings

        assert self.root is not None
        own = site_settings(config_file, self.root.absolute()) - {"format"}
        suggested = conventions.settings(form)
        changes = {name: value for name, value in suggested.items() if name not in own}
        base = self.settings.post_on(self.root)
        usual = base if form == base.format else base.in_format(form)
        kept = {name: getattr(base, name) for name in own if hasattr(base, name)}
        options = replace(usual, **{**kept, **changes}, archetype=conventions.archetype)
        return options, changes

    async def read_index(self) -> None:
        """Read the index of the site's posts from their files, and publish `index_read`.

        Raises:
            OSError, ValueError: The posts cannot be read.
        """
        self.index = await asyncio.to_thread(_read_index, self.root) if self.root else None
        self.index_read.publish(None)

    def post_of(self, thread: int) -> "IndexedPost | None":
        """Return the newest post that the site is known to have of a thread."""
        posts = self.index.threads.get(thread) if self.index else None
        return posts[0] if posts else None

    @property
    def post_options(self) -> PostOptions:
        """The options of posts on the site, with its archetype."""
        return replace(self.settings.post_on(self.root), archetype=self.archetype)

    def root_of(self, post: str | Path) -> Path | None:
        """Return the site that a post's file is in, or else the program's; "" is a new post.

        The site is remembered, as every edit of a draft may ask for it.
        """
        if not post:
            return self.root
        file = Path(post)
        if file not in self._sites:
            return self.find_root(file)
        return self._sites[file] or self.root

    def find_root(self, post: str | Path) -> Path | None:
        """Return the same as `root_of`, looked for again."""
        from matome_tui.hugo.site.root import find_site

        if not post:
            return self.root
        found = self._sites[Path(post)] = find_site(Path(post).parent)
        return found or self.root

    def options_on(self, root: Path | None) -> PostOptions:
        """Return the options of posts on a site, which may not be the program's."""
        is_own = root is None or self._is_own(root)
        return self.post_options if is_own else self.settings.post_on(root)

    def editor_of(self, post: str | Path) -> EditorSettings:
        """Return how the clips of a post are checked: by the site that its file is in."""
        return self.settings.editor_on(self.root_of(post))

    def options_of(self, post: str | Path) -> PostOptions:
        """Return the options of a post: those of the site that its file is in."""
        return self.options_on(self.root_of(post))

    def index_of(self, post: str | Path) -> "Index | None":
        """Return the index, if it is read and that of the site that a post's file is in."""
        root = self.root_of(post)
        return self.index if root and self._is_own(root) else None

    def _is_own(self, root: Path) -> bool:
        return self.root is not None and self._resolved(root) == self._resolved(self.root)

    def _resolved(self, root: Path) -> Path:
        if root not in self._real:
            self._real[root] = root.resolve()
        return self._real[root]


def _read_index(root: Path) -> "Index":
    from matome_tui.hugo.site.index import read_index
    from matome_tui.hugo.site.site import try_read_site

    return read_index(try_read_site(root, None)[0])
